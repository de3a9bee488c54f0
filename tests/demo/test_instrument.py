from collections.abc import AsyncIterator

import pytest

from indipyterm.demo import definitions
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
    always_defined = (definitions.CONNECTION,)
    defined_when_connected = (
        definitions.number_vector(
            "LEVEL", "Level", GROUP, definitions.number("PERCENT", "Percent", 0, "%.f", 0, 100, 1)
        ),
        definitions.text_vector("NAME", "Name", GROUP, definitions.text("NAME", "Name", "Lamp")),
        definitions.text_vector("MODEL", "Model", GROUP, definitions.text("MODEL", "Model", "1"), perm=Perm.RO),
        definitions.light_vector("HEAT", "Heat", GROUP, definitions.light("HEAT", "Heat", State.OK)),
        definitions.blob_vector("LOG", "Log", GROUP, definitions.blob("LOG", "Log")),
    )
    lives = 0

    def handlers(self) -> dict[str, Handler]:
        return {"LEVEL": self.fade}

    def on_connected(self) -> None:
        self.lives += 1

    def fade(self, request: Request) -> None:
        level = request.numbers["PERCENT"]
        if level == 13:
            raise Rejected("Not 13.")
        self.update("LEVEL", state=State.BUSY)
        self.start_activity("fading", self._fade(level))

    async def _fade(self, level: float) -> None:
        await self.clock.sleep(1)
        self.update("LEVEL", {"PERCENT": level if level != 66 else "x"}, State.OK)
        self.number("LEVEL", "PERCENT")


@pytest.fixture
def emitted() -> list[Element]:
    return []


@pytest.fixture
async def lamp(emitted: list[Element], clock: ManualClock) -> AsyncIterator[Lamp]:
    lamp = Lamp()
    lamp.start(emitted.append, clock)
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


async def test_everything_is_defined_while_connected(lamp: Lamp, clock: ManualClock) -> None:
    assert names(lamp.definitions()) == ["CONNECTION", "LEVEL", "NAME", "MODEL", "HEAT", "LOG"]
    assert names(lamp.definitions("NAME")) == ["NAME"]
    assert lamp.definitions("NOTHING") == []
    assert lamp.definitions()[0].timestamp == clock.now()
    assert lamp.lives == 1


async def test_disconnecting_deletes_properties(lamp: Lamp, emitted: list[Element]) -> None:
    lamp.handle_request(ask_level("50"))
    emitted.clear()
    lamp.handle_request(ask_connection("DISCONNECT"))
    assert names(lamp.definitions()) == ["CONNECTION"]
    connection, *deleted = emitted
    assert isinstance(connection, SetVector)
    assert connection.state is State.IDLE
    assert [each.name for each in deleted if isinstance(each, DelProperty)] == ["LEVEL", "NAME", "MODEL", "HEAT", "LOG"]
    assert isinstance(emitted[-1], Message)
    assert emitted[-1].message == "[INFO] Lamp is offline."
    emitted.clear()
    lamp.handle_request(ask_level("50"))
    assert emitted == []


async def test_connecting_defines_them_again_with_their_last_values(lamp: Lamp, emitted: list[Element]) -> None:
    lamp.handle_request(NewVector(Kind.TEXT, "Lamp", "NAME", (OneMember("NAME", "Spot"),)))
    lamp.handle_request(ask_level("50"))
    lamp.handle_request(ask_connection("DISCONNECT"))
    emitted.clear()
    lamp.handle_request(ask_connection("CONNECT"))
    defined = [each for each in emitted if isinstance(each, DefVector)]
    assert names(defined) == ["LEVEL", "NAME", "MODEL", "HEAT", "LOG"]
    assert defined[1].members[0].value == "Spot"
    assert defined[0].state is State.IDLE
    assert lamp.lives == 2


async def test_connecting_twice_changes_nothing(lamp: Lamp, emitted: list[Element]) -> None:
    lamp.handle_request(ask_connection("CONNECT"))
    assert [type(each) for each in emitted] == [SetVector]
    assert lamp.lives == 1


async def test_a_plain_setting_is_accepted(lamp: Lamp, emitted: list[Element], clock: ManualClock) -> None:
    lamp.handle_request(NewVector(Kind.TEXT, "Lamp", "NAME", (OneMember("NAME", "Spot"),)))
    one = (OneMember("NAME", "Spot"),)
    assert emitted == [SetVector(Kind.TEXT, "Lamp", "NAME", one, State.OK, timestamp=clock.now())]


async def test_an_activity_takes_its_time(lamp: Lamp, emitted: list[Element], clock: ManualClock) -> None:
    lamp.handle_request(ask_level("50"))
    await clock.advance(0.9)
    assert (lamp.state("LEVEL"), lamp.number("LEVEL", "PERCENT")) == (State.BUSY, 0)
    await clock.advance(0.1)
    assert (lamp.state("LEVEL"), lamp.number("LEVEL", "PERCENT")) == (State.OK, 50)


async def test_a_new_activity_takes_the_place_of_the_old_one(lamp: Lamp, clock: ManualClock) -> None:
    lamp.handle_request(ask_level("50"))
    await clock.advance(0.5)
    lamp.handle_request(ask_level("70"))
    await clock.advance(0.5)
    assert lamp.state("LEVEL") is State.BUSY
    await clock.advance(0.5)
    assert lamp.number("LEVEL", "PERCENT") == 70
    assert not lamp.stop_activity("fading")


@pytest.mark.parametrize(("value", "why"), [("13", "Not 13."), ("101", "out of range"), ("x", "not a number")])
async def test_a_refusal_is_a_message_and_alert(lamp: Lamp, emitted: list[Element], value: str, why: str) -> None:
    lamp.handle_request(ask_level(value))
    message, answer = emitted
    assert isinstance(message, Message)
    assert message.message is not None
    assert message.message.startswith("[ERROR] ")
    assert why in message.message
    assert isinstance(answer, SetVector)
    assert (answer.state, answer.members) == (State.ALERT, (OneNumber("PERCENT", "0"),))


async def test_a_refused_request_to_a_read_only_property_does_not_set_alert(lamp: Lamp, emitted: list[Element]) -> None:
    lamp.handle_request(NewVector(Kind.TEXT, "Lamp", "MODEL", (OneMember("MODEL", "2"),)))
    assert [type(each) for each in emitted] == [Message, SetVector]
    assert lamp.state("MODEL") is State.IDLE


async def test_requests_to_undefined_properties_or_of_another_kind_are_ignored(
    lamp: Lamp, emitted: list[Element]
) -> None:
    lamp.handle_request(NewVector(Kind.TEXT, "Lamp", "NOTHING", (OneMember("NAME", "x"),)))
    lamp.handle_request(NewVector(Kind.TEXT, "Lamp", "LEVEL", (OneMember("PERCENT", "5"),)))
    assert emitted == []


async def test_limits_change_in_a_set(lamp: Lamp, emitted: list[Element]) -> None:
    lamp.set_limits("LEVEL", "PERCENT", 5, 50)
    (answer,) = emitted
    assert isinstance(answer, SetVector)
    assert answer.members == (OneNumber("PERCENT", "0", "5", "50", "1"),)
    assert lamp.definitions("LEVEL")[0].members[0][4:6] == ("5", "50")


async def test_a_blob_and_its_state(lamp: Lamp, emitted: list[Element]) -> None:
    lamp.update("LOG", state=State.BUSY)
    lamp.update_blob("LOG", "LOG", b"packed", ".txt.z", 60)
    busy, blob = emitted
    assert isinstance(busy, SetVector)
    assert (busy.state, busy.members) == (State.BUSY, ())
    assert isinstance(blob, SetVector)
    assert blob.state is State.OK
    assert blob.members[0][:3] == ("LOG", 60, ".txt.z")


async def test_lights(lamp: Lamp, emitted: list[Element]) -> None:
    lamp.update("HEAT", {"HEAT": State.ALERT}, State.ALERT)
    (answer,) = emitted
    assert isinstance(answer, SetVector)
    assert answer.members == (OneMember("HEAT", "Alert"),)


async def test_an_unknown_member_raises_an_error(lamp: Lamp) -> None:
    with pytest.raises(KeyError, match="Lamp LEVEL has no LUMEN"):
        lamp.update("LEVEL", {"LUMEN": 5})


async def test_an_exception_in_an_activity_is_reported_and_raised_when_it_stops(
    lamp: Lamp, emitted: list[Element], clock: ManualClock
) -> None:
    lamp.handle_request(ask_level("66"))
    await clock.advance(1)
    assert isinstance(emitted[-1], Message)
    assert "the demo has a fault: ValueError" in (emitted[-1].message or "")
    with pytest.raises(ValueError, match="x"):
        await lamp.stop()
    await lamp.stop()
