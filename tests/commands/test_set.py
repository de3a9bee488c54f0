"""``set`` for scripts: what is written, checked, sent and answered."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from indipyterm.commands.answers import Verdict
from indipyterm.commands.session import Session, connect
from indipyterm.commands.set import Assignment, parse_assignment, set_values
from indipyterm.demo.clock import ManualClock
from indipyterm.demo.server import DemoServer
from indipyterm.exceptions import BadPattern, NoServer, NotPossible
from indipyterm.protocol.encoder import encode
from indipyterm.protocol.messages import Rule, State
from tests.commands.vectors import change, numbers, state, switches, value
from tests.servers import LOOPBACK, TELESCOPE, WHEEL, IndiServer, WireServer


@pytest.mark.parametrize(
    ("text", "assignment"),
    [
        ("a b.C.D=1", Assignment("a b", "C", "D", "1")),
        ("a.C=D", Assignment("a", "C", None, "D")),
        ("a.C.D=", Assignment("a", "C", "D", "")),
        ("a.C.D= 1 = 2 ", Assignment("a", "C", "D", " 1 = 2 ")),
        ('a.C."x=y"=z', Assignment("a", "C", "x=y", "z")),
        ('"ASI 1.0".C.D="quoted"', Assignment("ASI 1.0", "C", "D", '"quoted"')),
        ('a.C."*"=1', Assignment("a", "C", "*", "1")),
    ],
)
def test_assignments(text: str, assignment: Assignment) -> None:
    assert parse_assignment(text) == assignment


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("a.C.D", "expected = and a value"),
        ("a=1", "expected Device.VECTOR.MEMBER=value"),
        ("a.C*.D=1", "no wildcards"),
        ("a.b.c.d=1", "more than three parts"),
        ("=1", "a name is missing"),
    ],
)
def test_invalid_assignments(text: str, reason: str) -> None:
    with pytest.raises(BadPattern, match=reason):
        parse_assignment(text)


async def test_members_of_one_vector_go_in_one_message(wire: WireServer) -> None:
    one, two = numbers("D", "V", A="1", B="2", C="3"), numbers("D", "W", A="1")
    wire.greeting = encode(one) + encode(two)
    async with connect(LOOPBACK, wire.port) as session:
        setting = asyncio.create_task(set_values(session, ["D.V.A=5", "D.W.A=7", "D.V.C=-0:30"], timeout=10))
        received = await wire.wait_received(b"</newNumberVector>")
        assert received.count(b"<newNumberVector") == 1  # the next one waits for the answer
        wire.send(encode(change(one, State.OK, A="5", C="-0.5")))
        received = await wire.wait_received(lambda data: data.count(b"</newNumberVector>") == 2)
        wire.send(encode(change(two, State.OK, A="7")))
        answers = await setting
    assert [(answer.vector, answer.verdict) for answer in answers] == [("V", Verdict.DONE), ("W", Verdict.DONE)]
    words = [line.partition(b">")[2].strip() for line in received.splitlines() if b"<oneNumber" in line]
    assert [word.partition(b"<")[0] for word in words] == [b"5", b"2", b"-0.5", b"7"]


async def test_every_kind_of_value(session: Session, tmp_path: Path) -> None:
    file = tmp_path / "flat.fits.fz"
    file.write_bytes(b"data")
    answers = await set_values(
        session,
        [
            "Every Kind.TEXT_RW.FIRST= a = b ",
            "Every Kind.SEXAGESIMAL.F6=12:30:36",
            "Every Kind.SWITCH_ONE_OF_MANY_RW=B",
            "Every Kind.SWITCH_AT_MOST_ONE_RW.C=on",
            "Every Kind.SWITCH_ANY_OF_MANY_RW=B",
            "Every Kind.SWITCH_ANY_OF_MANY_RW.A=Off",
            f"Every Kind.BLOB_WO.FILE=@{file}",
        ],
        timeout=10,
    )
    assert {answer.verdict for answer in answers} == {Verdict.DONE}
    assert value(session, "Every Kind", "TEXT_RW", "FIRST") == "a = b"
    assert value(session, "Every Kind", "SEXAGESIMAL", "F6") == "12.51"
    assert value(session, "Every Kind", "SWITCH_ONE_OF_MANY_RW", "B") == "On"
    assert value(session, "Every Kind", "SWITCH_ONE_OF_MANY_RW", "A") == "Off"
    assert value(session, "Every Kind", "SWITCH_AT_MOST_ONE_RW", "C") == "On"
    assert {name: value(session, "Every Kind", "SWITCH_ANY_OF_MANY_RW", name) for name in "ABC"} == {
        "A": "Off",
        "B": "On",
        "C": "On",
    }
    assert value(session, "Every Kind", "UPLOAD", "FORMAT") == ".fits.fz"


@pytest.mark.parametrize(
    ("text", "where", "reason"),
    [
        ("Focuser.NO_SUCH.A=1", "Focuser.NO_SUCH", "there is no such vector"),
        ("Focuser.FOCUS_SPEED.NO_SUCH=1", "Focuser.FOCUS_SPEED.NO_SUCH", "no such member"),
        ("Focuser.FOCUS_SPEED.FOCUS_SPEED_VALUE=9", "Focuser.FOCUS_SPEED.FOCUS_SPEED_VALUE", "outside 1 … 5"),
        ("Focuser.FOCUS_SPEED.FOCUS_SPEED_VALUE=x", "Focuser.FOCUS_SPEED.FOCUS_SPEED_VALUE", "not a number: 'x'"),
        ("Focuser.FOCUS_SPEED=1", "Focuser.FOCUS_SPEED", "only a switch can be picked"),
        ("Focuser.DRIVER_INFO.DRIVER_NAME=x", "Focuser.DRIVER_INFO", "read-only"),
        ("Focuser.CONNECTION.CONNECT=maybe", "Focuser.CONNECTION.CONNECT", "neither On nor Off"),
        ("Focuser.CONNECTION.CONNECT=Off", "Focuser.CONNECTION", "one switch must be On"),
        ("Focuser.CONNECTION=NO_SUCH", "Focuser.CONNECTION.NO_SUCH", "no such member"),
        ("CCD.CCD_FRAME_TYPE=Dark", "CCD.CCD_FRAME_TYPE.Dark", "no such member; 'Dark' is the label of FRAME_DARK"),
        ("Every Kind.BLOB_WO.FILE=data", "Every Kind.BLOB_WO.FILE", "a BLOB is given as a file: @path"),
        ("Every Kind.BLOB_WO.FILE=@/no/such", "Every Kind.BLOB_WO.FILE", "No such file"),
        ("Every Kind.BLOB_RO.FILE=@/no/such", "Every Kind.BLOB_RO", "read-only"),
        ("Every Kind.LIGHTS.OK=Ok", "Every Kind.LIGHTS", "read-only"),
    ],
)
@pytest.mark.usefixtures("short_quiet")
async def test_impossible_assignments(session: Session, text: str, where: str, reason: str) -> None:
    with pytest.raises(NotPossible, match=reason) as raised:
        await set_values(session, [text], timeout=0.5)
    assert raised.value.where == where
    assert str(raised.value).startswith(f"{where}: ")


@pytest.mark.usefixtures("short_quiet")
async def test_nothing_is_sent_if_anything_is_wrong(session: Session) -> None:
    with pytest.raises(NotPossible):
        await set_values(session, ["Focuser.FOCUS_SPEED.FOCUS_SPEED_VALUE=3", "Focuser.NO_SUCH.A=1"], timeout=0.5)
    assert await session.ping(10)
    assert value(session, "Focuser", "FOCUS_SPEED", "FOCUS_SPEED_VALUE") == "1"
    with pytest.raises(NotPossible, match="two values"):
        await set_values(session, ["Every Kind.TEXT_RW.FIRST=a", "Every Kind.TEXT_RW.FIRST=b"], timeout=10)


async def test_the_first_that_is_not_done_ends_it(session: Session) -> None:
    answers = await set_values(
        session, ["Every Kind.REFUSES.VALUE=2", "Focuser.FOCUS_SPEED.FOCUS_SPEED_VALUE=3"], timeout=10
    )
    assert [answer.verdict for answer in answers] == [Verdict.REFUSED]
    assert value(session, "Focuser", "FOCUS_SPEED", "FOCUS_SPEED_VALUE") == "1"


@pytest.mark.usefixtures("short_quiet")
async def test_a_device_is_connected_and_set_in_one_command(session: Session) -> None:
    assert (await set_values(session, ["Focuser.CONNECTION=DISCONNECT"], timeout=10))[0].verdict is Verdict.DONE
    assert session.catalog.find("Focuser", "FOCUS_SPEED") is None
    speed = "Focuser.FOCUS_SPEED.FOCUS_SPEED_VALUE=2"
    with pytest.raises(NotPossible, match="no such vector"):
        await set_values(session, [speed, "Focuser.CONNECTION=CONNECT"], timeout=0.5)
    answers = await set_values(session, ["Focuser.CONNECTION=CONNECT", speed], timeout=10)
    assert [answer.verdict for answer in answers] == [Verdict.DONE, Verdict.DONE]
    assert value(session, "Focuser", "FOCUS_SPEED", "FOCUS_SPEED_VALUE") == "2"


async def test_it_waits_until_the_device_is_there(session: Session, clock: ManualClock) -> None:
    setting = asyncio.create_task(
        set_values(session, ["Focuser.ABS_FOCUS_POSITION.FOCUS_ABSOLUTE_POSITION=45000"], timeout=30)
    )
    await session.until(lambda: state(session, "Focuser", "ABS_FOCUS_POSITION") is State.BUSY, 10)
    while not setting.done():
        await clock.advance(0.25)
    assert (await setting)[0].verdict is Verdict.DONE
    assert value(session, "Focuser", "ABS_FOCUS_POSITION", "FOCUS_ABSOLUTE_POSITION") == "45000"


async def test_it_need_not_wait(session: Session, demo: DemoServer) -> None:
    assert await set_values(session, ["Every Kind.SILENT.TEXT=a", "Every Kind.SLOW.VALUE=3"], wait=False) == []
    assert demo.instrument("Every Kind").state("SLOW") is State.BUSY  # it has taken everything


async def test_without_a_connection(wire: WireServer) -> None:
    wire.greeting = encode(numbers("D", "V", A="1"))
    async with connect(LOOPBACK, wire.port) as session:
        await session.until(lambda: session.catalog.find("D", "V") is not None, 10)
        setting = asyncio.create_task(set_values(session, ["D.V.A=1", "D.NONE.A=1"], timeout=10))
        await wire.drop_clients()
        with pytest.raises(NoServer):
            await setting


async def test_an_abort_is_sent_to_a_device_that_says_nothing(wire: WireServer) -> None:
    """Its driver may be busy, moving what is to be stopped."""
    abort = switches("Focuser", "FOCUS_ABORT_MOTION", Rule.AT_MOST_ONE, ABORT=False)
    async with connect(LOOPBACK, wire.port) as session:
        setting = asyncio.create_task(set_values(session, ["Focuser.FOCUS_ABORT_MOTION=ABORT"], timeout=10))
        received = await wire.wait_received(b"</newSwitchVector>")
        assert b'<newSwitchVector device="Focuser" name="FOCUS_ABORT_MOTION">' in received
        assert b'<oneSwitch name="ABORT">On</oneSwitch>' in received
        wire.send(encode(abort))
        await session.until(lambda: session.definitions == 1, 10)
        assert not setting.done()  # to be defined is no answer
        wire.send(encode(change(abort, State.OK)))
        (answer,) = await setting
        assert (answer.verdict, answer.state) == (Verdict.DONE, State.OK)


async def test_an_abort_that_nothing_comes_of(wire: WireServer) -> None:
    async with connect(LOOPBACK, wire.port) as session:
        names = ["Focuser.FOCUS_ABORT_MOTION.ABORT=On", "Focuser.FOCUS_SPEED.VALUE=1"]
        (answer,) = await set_values(session, names, timeout=0.05)
        assert (answer.verdict, answer.messages) == (Verdict.NO_ANSWER, ("sent, but nothing was heard of it",))
        assert await set_values(session, ["Focuser.FOCUS_ABORT_MOTION=ABORT"], wait=False, timeout=0.05) == []
        await wire.wait_received(lambda data: data.count(b"</newSwitchVector>") == 2)
        asking = asyncio.create_task(set_values(session, ["Focuser.FOCUS_ABORT_MOTION=ABORT"], timeout=10))
        await wire.wait_received(lambda data: data.count(b"</newSwitchVector>") == 3)
        wire.send(encode(numbers("Focuser", "FOCUS_SPEED", VALUE="1")))
        (answer,) = await asking
        assert (answer.verdict, answer.messages) == (Verdict.REFUSED, ("sent, but there is no such vector",))


async def test_a_device_that_says_nothing_is_not_called_absent(wire: WireServer) -> None:
    async with connect(LOOPBACK, wire.port) as session:
        with pytest.raises(TimeoutError, match=r"nothing was heard of D within 0\.05 s"):
            await set_values(session, ["D.V.A=1"], timeout=0.05)
        wire.send(encode(numbers("D", "W", A="1")))
        with pytest.raises(NotPossible, match="there is no such vector"):
            await set_values(session, ["D.V.A=1"], timeout=0.3)


@pytest.mark.real
async def test_the_real_wheel(indi: IndiServer) -> None:
    async with connect(LOOPBACK, indi.port, [WHEEL.device]) as session:
        slot = f"{WHEEL.device}.FILTER_SLOT.FILTER_SLOT_VALUE"
        answers = await set_values(session, [f"{WHEEL.device}.CONNECTION=CONNECT", f"{slot}=1"])
        assert [answer.verdict for answer in answers] == [Verdict.DONE, Verdict.DONE]
        (answer,) = await set_values(session, [f"{slot}=2"])
        assert (answer.verdict, answer.state) == (Verdict.DONE, State.OK)
        assert value(session, WHEEL.device, "FILTER_SLOT", "FILTER_SLOT_VALUE") == "2"


@pytest.mark.real
async def test_a_real_mount_that_is_parked_refuses_to_move(indi: IndiServer) -> None:
    name = TELESCOPE.device
    async with connect(LOOPBACK, indi.port, [name]) as session:
        park = [f"{name}.TELESCOPE_PARK_OPTION=PARK_CURRENT", f"{name}.TELESCOPE_PARK=PARK"]
        answers = await set_values(session, [f"{name}.CONNECTION=CONNECT", *park], timeout=30)
        assert {answer.verdict for answer in answers} == {Verdict.DONE}
        place = [f"{name}.EQUATORIAL_EOD_COORD.RA=5:35:17", f"{name}.EQUATORIAL_EOD_COORD.DEC=-5"]
        (answer,) = await set_values(session, place, timeout=30)
        assert answer.verdict is Verdict.REFUSED
        assert any("unpark" in text for text in answer.device_messages)
        (answer,) = await set_values(session, [f"{name}.TELESCOPE_PARK=UNPARK"], timeout=30)
        assert answer.verdict is Verdict.DONE
