from collections.abc import AsyncIterator

import pytest

from indipyterm.demo import declare
from indipyterm.demo.clock import ManualClock
from indipyterm.demo.instrument import Handler, Instrument
from indipyterm.demo.request import Rejected, Request
from indipyterm.protocol.messages import (
    DefVector,
    DelProperty,
    Element,
    Kind,
    Message,
    NewVector,
    OneMember,
    OneNumber,
    Perm,
    SetVector,
    State,
)

GROUP = "Main Control"


class Lamp(Instrument):
    device = "Lamp"
    always = (declare.CONNECTION,)
    when_connected = (
        declare.numbers("LEVEL", "Level", GROUP, declare.number("PERCENT", "Percent", 0, "%.f", 0, 100, 1)),
        declare.texts("NAME", "Name", GROUP, declare.text("NAME", "Name", "Lamp")),
        declare.texts("MODEL", "Model", GROUP, declare.text("MODEL", "Model", "1"), perm=Perm.RO),
        declare.lights("HEAT", "Heat", GROUP, declare.light("HEAT", "Heat", State.OK)),
        declare.blobs("LOG", "Log", GROUP, declare.blob("LOG", "Log")),
    )
    lives = 0

    def handlers(self) -> dict[str, Handler]:
        return {"LEVEL": self.fade}

    def go_live(self) -> None:
        self.lives += 1

    def fade(self, request: Request) -> None:
        level = request.numbers["PERCENT"]
        if level == 13:
            raise Rejected("Not 13.")
        self.update("LEVEL", state=State.BUSY)
        self.begin("fading", self._fade(level))

    async def _fade(self, level: float) -> None:
        await self.clock.sleep(1)
        self.update("LEVEL", {"PERCENT": level if level != 66 else "x"}, State.OK)
        self.number("LEVEL", "PERCENT")


@pytest.fixture
def said() -> list[Element]:
    return []


@pytest.fixture
async def lamp(said: list[Element], clock: ManualClock) -> AsyncIterator[Lamp]:
    lamp = Lamp()
    lamp.start(said.append, clock)
    yield lamp
    await lamp.stop()


def ask_level(value: str) -> NewVector:
    return NewVector(Kind.NUMBER, "Lamp", "LEVEL", (OneNumber("PERCENT", value),))


def ask_connection(member: str) -> NewVector:
    return NewVector(Kind.SWITCH, "Lamp", "CONNECTION", (OneMember(member, "On"),))


def names(vectors: list[DefVector]) -> list[str]:
    return [vector.name for vector in vectors]


def test_it_may_have_another_name() -> None:
    assert {vector.device for vector in Lamp("Second lamp").definitions()} == {"Second lamp"}


async def test_it_offers_everything_while_connected(lamp: Lamp, clock: ManualClock) -> None:
    assert names(lamp.definitions()) == ["CONNECTION", "LEVEL", "NAME", "MODEL", "HEAT", "LOG"]
    assert names(lamp.definitions("NAME")) == ["NAME"]
    assert lamp.definitions("NOTHING") == []
    assert lamp.definitions()[0].timestamp == clock.now()
    assert lamp.lives == 1


async def test_disconnecting_withdraws_what_needs_the_connection(lamp: Lamp, said: list[Element]) -> None:
    lamp.receive(ask_level("50"))
    said.clear()
    lamp.receive(ask_connection("DISCONNECT"))
    assert names(lamp.definitions()) == ["CONNECTION"]
    connection, *deleted = said
    assert isinstance(connection, SetVector)
    assert connection.state is State.IDLE
    assert [each.name for each in deleted if isinstance(each, DelProperty)] == ["LEVEL", "NAME", "MODEL", "HEAT", "LOG"]
    assert isinstance(said[-1], Message)
    assert said[-1].message == "[INFO] Lamp is offline."
    said.clear()
    lamp.receive(ask_level("50"))
    assert said == []


async def test_connecting_offers_it_again_with_its_last_values(lamp: Lamp, said: list[Element]) -> None:
    lamp.receive(NewVector(Kind.TEXT, "Lamp", "NAME", (OneMember("NAME", "Spot"),)))
    lamp.receive(ask_level("50"))
    lamp.receive(ask_connection("DISCONNECT"))
    said.clear()
    lamp.receive(ask_connection("CONNECT"))
    defined = [each for each in said if isinstance(each, DefVector)]
    assert names(defined) == ["LEVEL", "NAME", "MODEL", "HEAT", "LOG"]
    assert defined[1].members[0].value == "Spot"
    assert defined[0].state is State.IDLE
    assert lamp.lives == 2


async def test_connecting_twice_changes_nothing(lamp: Lamp, said: list[Element]) -> None:
    lamp.receive(ask_connection("CONNECT"))
    assert [type(each) for each in said] == [SetVector]
    assert lamp.lives == 1


async def test_a_plain_setting_is_accepted(lamp: Lamp, said: list[Element], clock: ManualClock) -> None:
    lamp.receive(NewVector(Kind.TEXT, "Lamp", "NAME", (OneMember("NAME", "Spot"),)))
    one = (OneMember("NAME", "Spot"),)
    assert said == [SetVector(Kind.TEXT, "Lamp", "NAME", one, State.OK, timestamp=clock.now())]


async def test_an_activity_takes_its_time(lamp: Lamp, said: list[Element], clock: ManualClock) -> None:
    lamp.receive(ask_level("50"))
    await clock.advance(0.9)
    assert (lamp.state("LEVEL"), lamp.number("LEVEL", "PERCENT")) == (State.BUSY, 0)
    await clock.advance(0.1)
    assert (lamp.state("LEVEL"), lamp.number("LEVEL", "PERCENT")) == (State.OK, 50)


async def test_a_new_activity_takes_the_place_of_the_old_one(lamp: Lamp, clock: ManualClock) -> None:
    lamp.receive(ask_level("50"))
    await clock.advance(0.5)
    lamp.receive(ask_level("70"))
    await clock.advance(0.5)
    assert lamp.state("LEVEL") is State.BUSY
    await clock.advance(0.5)
    assert lamp.number("LEVEL", "PERCENT") == 70
    assert not lamp.cease("fading")


@pytest.mark.parametrize(("value", "why"), [("13", "Not 13."), ("101", "out of range"), ("x", "not a number")])
async def test_a_refusal_is_words_and_alert(lamp: Lamp, said: list[Element], value: str, why: str) -> None:
    lamp.receive(ask_level(value))
    message, answer = said
    assert isinstance(message, Message)
    assert message.message is not None
    assert message.message.startswith("[ERROR] ")
    assert why in message.message
    assert isinstance(answer, SetVector)
    assert (answer.state, answer.members) == (State.ALERT, (OneNumber("PERCENT", "0"),))


async def test_read_only_is_refused_but_not_alarmed(lamp: Lamp, said: list[Element]) -> None:
    lamp.receive(NewVector(Kind.TEXT, "Lamp", "MODEL", (OneMember("MODEL", "2"),)))
    assert [type(each) for each in said] == [Message, SetVector]
    assert lamp.state("MODEL") is State.IDLE


async def test_what_is_not_offered_or_of_another_kind_is_ignored(lamp: Lamp, said: list[Element]) -> None:
    lamp.receive(NewVector(Kind.TEXT, "Lamp", "NOTHING", (OneMember("NAME", "x"),)))
    lamp.receive(NewVector(Kind.TEXT, "Lamp", "LEVEL", (OneMember("PERCENT", "5"),)))
    assert said == []


async def test_limits_change_in_a_set(lamp: Lamp, said: list[Element]) -> None:
    lamp.limit("LEVEL", "PERCENT", 5, 50)
    (answer,) = said
    assert isinstance(answer, SetVector)
    assert answer.members == (OneNumber("PERCENT", "0", "5", "50", "1"),)
    assert lamp.definitions("LEVEL")[0].members[0][4:6] == ("5", "50")


async def test_a_blob_and_its_state(lamp: Lamp, said: list[Element]) -> None:
    lamp.update("LOG", state=State.BUSY)
    lamp.update_blob("LOG", "LOG", b"packed", ".txt.z", 60)
    busy, blob = said
    assert isinstance(busy, SetVector)
    assert (busy.state, busy.members) == (State.BUSY, ())
    assert isinstance(blob, SetVector)
    assert blob.state is State.OK
    assert blob.members[0][:3] == ("LOG", 60, ".txt.z")


async def test_lights(lamp: Lamp, said: list[Element]) -> None:
    lamp.update("HEAT", {"HEAT": State.ALERT}, State.ALERT)
    (answer,) = said
    assert isinstance(answer, SetVector)
    assert answer.members == (OneMember("HEAT", "Alert"),)


async def test_an_unknown_member_is_a_fault_of_the_instrument(lamp: Lamp) -> None:
    with pytest.raises(KeyError, match="Lamp LEVEL has no LUMEN"):
        lamp.update("LEVEL", {"LUMEN": 5})


async def test_a_fault_in_an_activity_is_told_and_raised_when_it_stops(
    lamp: Lamp, said: list[Element], clock: ManualClock
) -> None:
    lamp.receive(ask_level("66"))
    await clock.advance(1)
    assert isinstance(said[-1], Message)
    assert "the demo has a fault: ValueError" in (said[-1].message or "")
    with pytest.raises(ValueError, match="x"):
        await lamp.stop()
    await lamp.stop()
