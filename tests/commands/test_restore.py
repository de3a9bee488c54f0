"""``restore`` for scripts: in order, answer by answer, and plain about what did not go."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping

import pytest

from indipyterm.commands import definitions
from indipyterm.commands.answers import Verdict
from indipyterm.commands.definitions import await_definitions
from indipyterm.commands.diff import diff
from indipyterm.commands.restore import Outcome, Result, in_sending_order, plan, restore
from indipyterm.commands.save import settings_text
from indipyterm.commands.session import Session, connect
from indipyterm.commands.set import parse_assignment, set_values
from indipyterm.commands.settings import Setting, compare
from indipyterm.commands.toml_file import loads
from indipyterm.demo.clock import ManualClock
from indipyterm.protocol.encoder import encode
from indipyterm.protocol.messages import Rule, State
from tests.commands.vectors import catalog, change, numbers, state, switches, texts, value
from tests.servers import FOCUSER, LOOPBACK, SIMULATORS, TELESCOPE, WHEEL, IndiServer, WireServer

Saved = dict[str, dict[str, dict[str, Setting]]]


def results(outcomes: list[Outcome]) -> dict[str, Result]:
    return {outcome.vector: outcome.result for outcome in outcomes}


async def saved_of(session: Session, *patterns: str) -> Mapping[str, Mapping[str, Mapping[str, Setting]]]:
    _, text, _ = await settings_text(session, patterns, timeout=10)
    return loads(text)


async def test_only_differences_are_restored(session: Session) -> None:
    saved = await saved_of(session)
    changed = ["Focuser.FOCUS_SPEED.FOCUS_SPEED_VALUE=3", "Focuser.DEBUG=ENABLE", "Every Kind.TEXT_RW.FIRST=ein"]
    await set_values(session, changed, timeout=10)
    sent: list[tuple[str, str]] = []
    outcomes = await restore(session, saved, timeout=10, progress=sent.append)
    assert [str(outcome) for outcome in outcomes] == [
        "done       Focuser.DEBUG",
        "done       Focuser.FOCUS_SPEED",
        "done       Every Kind.TEXT_RW",
    ]
    assert len(sent) == 3
    assert await diff(session, saved, timeout=10) == []
    assert await restore(session, saved, timeout=10) == []


async def test_a_device_is_connected_before_its_further_properties_are_sent(session: Session) -> None:
    saved = await saved_of(session, "Focuser")
    await set_values(session, ["Focuser.FOCUS_SPEED.FOCUS_SPEED_VALUE=3"], timeout=10)
    await set_values(session, ["Focuser.CONNECTION=DISCONNECT"], timeout=10)
    outcomes = await restore(session, saved, timeout=10)
    assert outcomes == [
        Outcome("Focuser", "CONNECTION", Result.DONE),
        Outcome("Focuser", "FOCUS_SPEED", Result.DONE),
    ]


async def test_what_a_device_restores_itself_on_connecting_is_not_sent(
    wire: WireServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(definitions, "QUIET_UNCONFIRMED", 0.3)
    connection, gain = switches("D", "CONNECTION", CONNECT=False, DISCONNECT=True), numbers("D", "GAIN", A="1")
    saved: Saved = {"D": {"GAIN": {"A": 5}, "CONNECTION": {"CONNECT": True, "DISCONNECT": False}}}
    wire.greeting = encode(connection) + encode(gain)
    async with connect(LOOPBACK, wire.port) as session:
        restoring = asyncio.create_task(restore(session, saved, timeout=10))
        await wire.wait_received(b"</newSwitchVector>")
        wire.send(encode(change(connection, State.OK, CONNECT="On", DISCONNECT="Off")))
        await session.until(lambda: value(session, "D", "CONNECTION", "CONNECT") == "On", 10)
        wire.send(encode(change(gain, State.OK, A="5")))
        assert await restoring == [Outcome("D", "CONNECTION", Result.DONE)]
    assert b"<newNumberVector" not in wire.received


async def test_a_device_is_disconnected_last(session: Session) -> None:
    await set_values(session, ["Focuser.CONNECTION=DISCONNECT"], timeout=10)
    saved = await saved_of(session, "Focuser")
    await set_values(session, ["Focuser.CONNECTION=CONNECT", "Focuser.DEBUG=ENABLE"], timeout=10)
    outcomes = await restore(session, saved, timeout=10)
    assert [outcome.vector for outcome in outcomes] == ["DEBUG", "CONNECTION"]
    assert results(outcomes) == {"DEBUG": Result.DONE, "CONNECTION": Result.DONE}


@pytest.mark.usefixtures("short_quiet")
async def test_refused_missing_and_unanswered(session: Session) -> None:
    saved: Saved = {
        "Every Kind": {
            "REFUSES": {"VALUE": 5},
            "SILENT": {"TEXT": "a"},
            "GONE": {"A": 1},
            "NUMBER_RW": {"FIRST": 11},
            "TEXT_RW": {"FIRST": "ein"},
            "SWITCH_ONE_OF_MANY_RW": {"B": True, "C": True},
            "TEXT_RO": {"FIRST": "x"},
            "LIMITS": {"NO_STEP": 0.5, "NONE": 1},
        }
    }
    sent: list[str] = []
    outcomes = await restore(session, saved, timeout=1, progress=lambda key: sent.append(key[1]))
    assert sorted(sent) == ["LIMITS", "REFUSES", "SILENT", "TEXT_RW"]  # each of them once
    assert {outcome.vector: (outcome.result, outcome.why) for outcome in outcomes} == {
        "REFUSES": (
            Result.REFUSED,
            "its state is Alert; Every Kind said: [ERROR] This property refuses everything. It is not your fault.",
        ),
        "SILENT": (Result.NO_ANSWER, "its state is Busy"),
        "GONE": (Result.MISSING, "is not there"),
        "NUMBER_RW": (Result.REFUSED, "FIRST: outside 0.00 … 10.00"),
        "TEXT_RW": (Result.DONE, ""),
        "SWITCH_ONE_OF_MANY_RW": (Result.REFUSED, "only one switch may be On"),
        "TEXT_RO": (Result.REFUSED, "read-only"),
        "LIMITS": (Result.REFUSED, "answered, but there is no NONE"),
    }


async def test_limits_that_change_meanwhile(session: Session, clock: ManualClock) -> None:
    """The position comes first and is beyond the end, which is put back after it."""
    saved: Saved = {"Focuser": {"ABS_FOCUS_POSITION": {"FOCUS_ABSOLUTE_POSITION": 61000}}}
    saved["Focuser"]["FOCUS_MAX"] = {"FOCUS_MAX_VALUE": 100000}
    await set_values(session, ["Focuser.FOCUS_MAX.FOCUS_MAX_VALUE=60000"], timeout=10)
    restoring = asyncio.create_task(restore(session, saved, everything=True, timeout=30))
    await session.until(lambda: state(session, "Focuser", "ABS_FOCUS_POSITION") is State.BUSY, 10)
    await clock.advance(10)
    assert results(await restoring) == {"FOCUS_MAX": Result.DONE, "ABS_FOCUS_POSITION": Result.DONE}


@pytest.mark.usefixtures("short_quiet")
async def test_a_value_changed_by_another_vector_is_restored_again(wire: WireServer) -> None:
    frame, binning = numbers("D", "FRAME", WIDTH="100"), numbers("D", "BINNING", X="2")
    saved: Saved = {"D": {"FRAME": {"WIDTH": 640}, "BINNING": {"X": 1}}}
    wire.greeting = encode(frame) + encode(binning)
    async with connect(LOOPBACK, wire.port) as session:
        restoring = asyncio.create_task(restore(session, saved, timeout=10))
        await wire.wait_received(lambda data: data.count(b"</newNumberVector>") == 1)
        wire.send(encode(change(frame, State.OK, WIDTH="640")))
        await wire.wait_received(lambda data: data.count(b"</newNumberVector>") == 2)
        wire.send(encode(change(frame, State.OK, WIDTH="320")) + encode(change(binning, State.OK, X="1")))
        await wire.wait_received(lambda data: data.count(b"</newNumberVector>") == 3)
        wire.send(encode(change(frame, State.OK, WIDTH="640")))
        assert results(await restoring) == {"FRAME": Result.DONE, "BINNING": Result.DONE}


@pytest.mark.usefixtures("short_quiet")
async def test_an_answer_with_other_values(wire: WireServer) -> None:
    gain = numbers("D", "GAIN", A="1")
    wire.greeting = encode(gain)
    async with connect(LOOPBACK, wire.port) as session:
        restoring = asyncio.create_task(restore(session, {"D": {"GAIN": {"A": 100.01}}}, timeout=10))
        for count in (1, 2):
            await wire.wait_received(lambda data, count=count: data.count(b"</newNumberVector>") == count)  # type: ignore[misc]
            wire.send(encode(change(gain, State.OK, A="100")))
        assert await restoring == [Outcome("D", "GAIN", Result.REFUSED, "answered, but A is 100, not 100.01")]


async def test_a_connection_that_is_lost(wire: WireServer) -> None:
    definitions = [texts("D", name, A="1") for name in ("ONE", "TWO", "THREE")]
    saved: Saved = {"D": {definition.name: {"A": "2"} for definition in definitions}}
    wire.greeting = b"".join(encode(definition) for definition in definitions)
    async with connect(LOOPBACK, wire.port) as session:
        restoring = asyncio.create_task(restore(session, saved, timeout=10))
        await wire.wait_received(b"</newTextVector>")
        wire.send(encode(change(definitions[0], State.OK, A="2")))
        await wire.wait_received(lambda data: data.count(b"</newTextVector>") == 2)
        await wire.drop_clients()
        outcomes = await restoring
    assert results(outcomes) == {"ONE": Result.DONE, "TWO": Result.NOT_SENT, "THREE": Result.NOT_SENT}
    assert "lost" in outcomes[1].why


async def test_the_order() -> None:
    made = catalog(
        numbers("A", "NUMBER", X="1"),
        switches("A", "SWITCH", X=True, Y=False),
        switches("A", "CONNECTION", CONNECT=False, DISCONNECT=True),
        texts("A", "DEVICE_PORT", X="1"),
        texts("A", "TEXT", X="1"),
        switches("B", "CONNECTION", CONNECT=True, DISCONNECT=False),
        switches("B", "ANY", Rule.ANY_OF_MANY, X=True),
    )
    saved: Saved = {
        "A": {
            "NUMBER": {"X": 2},
            "SWITCH": {"X": False, "Y": True},
            "CONNECTION": {"CONNECT": True, "DISCONNECT": False},
            "DEVICE_PORT": {"X": "2"},
            "TEXT": {"X": "2"},
        },
        "B": {"CONNECTION": {"CONNECT": False, "DISCONNECT": True}, "ANY": {"X": False}},
    }
    ordered = in_sending_order(compare(saved, made, everything=True), made)
    assert [f"{difference.device}.{difference.vector}" for difference in ordered] == [
        "A.DEVICE_PORT",
        "A.CONNECTION",
        "A.SWITCH",
        "B.ANY",
        "A.NUMBER",
        "A.TEXT",
        "B.CONNECTION",
    ]


@pytest.mark.usefixtures("short_quiet")
async def test_a_plan_sends_nothing(session: Session) -> None:
    saved: Saved = {"Focuser": {"FOCUS_SPEED": {"FOCUS_SPEED_VALUE": 3}, "GONE": {"A": 1}, "DEBUG": {"ENABLE": True}}}
    saved["Focuser"]["FOCUS_MAX"] = {"FOCUS_MAX_VALUE": 5}
    planned = await plan(session, saved, timeout=0.3)
    assert [(difference.vector, objection) for difference, objection in planned] == [
        ("DEBUG", None),
        ("FOCUS_SPEED", None),
        ("GONE", "is not there"),
        ("FOCUS_MAX", "FOCUS_MAX_VALUE: outside 1000 … 1000000"),
    ]
    assert await session.ping(10)
    assert value(session, "Focuser", "FOCUS_SPEED", "FOCUS_SPEED_VALUE") == "1"


def test_a_row_and_an_object() -> None:
    outcome = Outcome("ASI 1.0", "GAIN", Result.NO_ANSWER, "why")
    assert str(outcome) == 'no answer  "ASI 1.0".GAIN  why'
    assert outcome.as_json() == {"device": "ASI 1.0", "vector": "GAIN", "result": "no answer", "why": "why"}


# Six real devices, twenty changes

CHANGES = """
Telescope Simulator.GUIDE_RATE.GUIDE_RATE_NS=0.3
Telescope Simulator.GEOGRAPHIC_COORD.LAT=41:54
Telescope Simulator.ON_COORD_SET=SLEW
Telescope Simulator.TELESCOPE_SLEW_RATE=2x
Telescope Simulator.SNOOP_JOYSTICK.SNOOP_JOYSTICK_DEVICE=Night
CCD Simulator.RECORD_OPTIONS.RECORD_DURATION=5
CCD Simulator.CCD_GAIN.GAIN=50.5
CCD Simulator.CCD_OFFSET.OFFSET=5
CCD Simulator.RECORD_FILE.RECORD_FILE_NAME=Ann "the\\eye" O'Hara, 5 = 5
CCD Simulator.UPLOAD_SETTINGS.UPLOAD_PREFIX=M42_XXX
CCD Simulator.CCD_FAST_TOGGLE=INDI_ENABLED
CCD Simulator.CCD_FRAME_TYPE=FRAME_DARK
Focuser Simulator.DELAY.DELAY_VALUE=50
Focuser Simulator.FOCUS_MOTION=FOCUS_OUTWARD
Focuser Simulator.Presets.PRESET_1=1000
Dome Simulator.DOME_AUTOSYNC=DOME_AUTOSYNC_ENABLE
Filter Simulator.FILTER_NAME.FILTER_SLOT_NAME_1=Clear
Weather Simulator.WEATHER_UPDATE.PERIOD=30
Dome Simulator.MOUNT_POLICY=MOUNT_LOCKS
Dome Simulator.DOME_PARAMS.AUTOSYNC_THRESHOLD=2
""".strip().splitlines()


@pytest.mark.real
async def test_six_real_devices_are_changed_and_restored(start_indi: Callable[..., IndiServer]) -> None:
    server = start_indi(*SIMULATORS)
    changed = [parse_assignment(text).key for text in CHANGES]
    assert len(set(changed)) == 20
    async with connect(LOOPBACK, server.port) as session:
        answers = await set_values(session, [f"{each.device}.CONNECTION=CONNECT" for each in SIMULATORS], timeout=30)
        assert [answer.verdict for answer in answers] == [Verdict.DONE] * 6
        await await_definitions(session, seconds=30)
        present = [vector for device in session.catalog.devices.values() for vector in device.present()]
        assert len(present) == sum(each.vectors_connected for each in SIMULATORS)
        place = f"{TELESCOPE.device}.GEOGRAPHIC_COORD"  # the driver ignores a request for 0, 0, where it begins
        await set_values(session, [f"{place}.LAT=29.05", f"{place}.LONG=48"], timeout=30)
        saved = await saved_of(session)
        assert set(saved) == {each.device for each in SIMULATORS}
        answers = await set_values(session, CHANGES, timeout=30)
        assert [answer.verdict for answer in answers] == [Verdict.DONE] * 20
    async with connect(LOOPBACK, server.port) as session:  # as another command would be
        found = await diff(session, saved, timeout=30)
        assert sorted((each.device, each.vector) for each in found) == sorted(changed)
        outcomes = await restore(session, saved, timeout=30)
        assert sorted((each.device, each.vector) for each in outcomes) == sorted(changed)
        assert {outcome.result for outcome in outcomes} == {Result.DONE}
    async with connect(LOOPBACK, server.port) as session:
        assert await diff(session, saved, timeout=30) == []


@pytest.mark.real
async def test_real_devices_are_restored_after_a_restart_of_the_server(start_indi: Callable[..., IndiServer]) -> None:
    server = start_indi(WHEEL, FOCUSER)
    name = FOCUSER.device
    async with connect(LOOPBACK, server.port) as session:
        connections = [f"{each}.CONNECTION=CONNECT" for each in (name, WHEEL.device)]
        await set_values(session, [*connections, f"{name}.DELAY.DELAY_VALUE=50", f"{name}.DEBUG=ENABLE"], timeout=30)
        await await_definitions(session, seconds=30)
        saved = await saved_of(session)
    server.restart()
    async with connect(LOOPBACK, server.port) as session:
        outcomes = await restore(session, saved, timeout=30)
        assert [outcome.vector for outcome in outcomes][:2] == ["CONNECTION", "CONNECTION"]
        assert {outcome.result for outcome in outcomes} == {Result.DONE}
        assert await diff(session, saved, timeout=30) == []
