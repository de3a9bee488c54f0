"""Answers: what a device says to a request, told from what it says anyway."""

from __future__ import annotations

import asyncio

import pytest

from indipyterm.commands import answers
from indipyterm.commands.answers import Answer, Judge, Verdict, ask
from indipyterm.commands.session import Session, connect
from indipyterm.demo.clock import ManualClock
from indipyterm.exceptions import NoServer
from indipyterm.model.catalog import Catalog
from indipyterm.model.events import Disconnected, ValuesSent
from indipyterm.protocol.encoder import encode
from indipyterm.protocol.messages import DefVector, DelProperty, Message, Received, Rule, SetVector, State
from tests.commands.vectors import WHEN, catalog, change, numbers, state, switches, texts, value
from tests.servers import LOOPBACK, WireServer

NUMBER = numbers("D", "V", state=State.IDLE, RA="1", DEC="2")
CHOICE = switches("D", "C", A=True, B=False)
BUTTON = switches("D", "B", Rule.AT_MOST_ONE, ABORT=False)


class Court:
    """A judge, and a catalog from which it hears."""

    def __init__(self, definition: DefVector, **wanted: str) -> None:
        self.catalog: Catalog = catalog(definition)
        vector = self.catalog.find(definition.device, definition.name)
        assert vector is not None
        self.judge = Judge(vector, wanted)
        self.judge.on_event(ValuesSent(definition.device, definition.name, wanted, WHEN))
        vector.state = State.BUSY  # as the catalog does

    def hears(self, *messages: Received) -> Court:
        for message in messages:
            for event in self.catalog.apply(message, WHEN):
                self.judge.on_event(event)
        return self

    @property
    def unsure(self) -> bool:
        return not self.judge.over and self.judge.unsure_since is not None

    def rules(self, verdict: Verdict) -> bool:
        return self.judge.over and self.judge.verdict is verdict

    def settled(self) -> Answer:
        assert self.unsure
        self.judge.accept_unsure()
        return self.judge.answer()


async def test_ok_with_the_values_asked_for_is_done_at_once() -> None:
    assert Court(NUMBER, RA="5", DEC="6").hears(change(NUMBER, State.OK, RA="5", DEC="6")).rules(Verdict.DONE)
    assert Court(NUMBER, RA="5").hears(change(NUMBER, State.IDLE, RA="5.0004")).rules(Verdict.DONE)
    assert Court(CHOICE, B="On").hears(change(CHOICE, State.OK, A="Off", B="On")).rules(Verdict.DONE)


async def test_alert_is_refused_at_once() -> None:
    court = Court(NUMBER, RA="5").hears(Message("D", WHEN, "[ERROR] no"), change(NUMBER, State.ALERT, RA="1"))
    assert court.rules(Verdict.REFUSED)
    assert court.judge.answer() == Answer("D", "V", Verdict.REFUSED, State.ALERT, ("[ERROR] no",))


async def test_busy_is_waited_for_and_what_comes_then_is_the_answer() -> None:
    court = Court(NUMBER, RA="5").hears(change(NUMBER, State.BUSY, RA="1"), change(NUMBER, State.BUSY, RA="3"))
    assert not court.judge.over
    assert not court.unsure
    assert court.hears(change(NUMBER, State.OK, RA="0")).rules(Verdict.DONE)  # an exposure that has run down
    assert court.judge.answer().untaken == ()
    assert Court(NUMBER, RA="5").hears(change(NUMBER, State.BUSY), change(NUMBER, State.ALERT)).rules(Verdict.REFUSED)


async def test_other_values_may_be_no_answer() -> None:
    """A mount that drifts tells its place all the time."""
    court = Court(NUMBER, RA="5").hears(change(NUMBER, State.IDLE, RA="1.1"))
    assert court.unsure
    court.hears(change(NUMBER, State.BUSY, RA="1.2"))
    assert not court.unsure
    assert court.hears(change(NUMBER, State.OK, RA="5")).rules(Verdict.DONE)


async def test_other_values_that_are_not_contradicted_are_an_answer() -> None:
    answer = Court(NUMBER, RA="5", DEC="2").hears(change(NUMBER, State.OK, RA="4", DEC="2")).settled()
    assert answer == Answer("D", "V", Verdict.DONE, State.OK, (), ("RA",))


async def test_other_values_and_a_complaint_are_a_refusal() -> None:
    parked = Message("D", WHEN, "[WARNING] Please unpark the mount")
    answer = Court(NUMBER, RA="5").hears(parked, change(NUMBER, State.IDLE, RA="1")).settled()
    assert (answer.verdict, answer.messages) == (Verdict.REFUSED, ("[WARNING] Please unpark the mount",))
    told = Message("D", WHEN, "[INFO] fine")
    assert Court(NUMBER, RA="5").hears(told, change(NUMBER, State.IDLE, RA="1")).settled().verdict is Verdict.DONE


async def test_an_alert_that_was_there_before_may_be_no_answer() -> None:
    alert = NUMBER._replace(state=State.ALERT)
    assert Court(alert, RA="5").hears(change(alert, State.ALERT, RA="1")).settled().verdict is Verdict.REFUSED
    assert Court(alert, RA="5").hears(change(alert, State.ALERT), change(alert, State.OK, RA="5")).rules(Verdict.DONE)
    court = Court(alert, RA="5").hears(change(alert, State.BUSY), change(alert, State.ALERT))
    assert court.rules(Verdict.REFUSED)


async def test_a_button_that_springs_back_is_done() -> None:
    court = Court(BUTTON, ABORT="On").hears(change(BUTTON, State.OK, ABORT="Off"))
    assert court.rules(Verdict.DONE)
    assert court.judge.answer().untaken == ()


async def test_a_new_definition_is_an_answer_too() -> None:
    assert Court(NUMBER, RA="5").hears(numbers("D", "V", RA="5", DEC="2")).rules(Verdict.DONE)


async def test_a_vector_that_is_deleted_may_come_back() -> None:
    court = Court(NUMBER, RA="5").hears(DelProperty("D", "V", WHEN))
    assert court.unsure
    assert court.hears(numbers("D", "V", RA="5", DEC="2")).rules(Verdict.DONE)
    gone = Court(NUMBER, RA="5").hears(DelProperty("D", None, WHEN)).settled()
    assert (gone.verdict, gone.messages) == (Verdict.REFUSED, ("the vector was deleted",))


async def test_what_others_say_is_no_answer() -> None:
    other = numbers("D", "OTHER", RA="5")
    court = Court(NUMBER, RA="5").hears(
        other, change(other, State.ALERT, RA="5"), Message("E", WHEN, "[ERROR] not mine"), DelProperty("D", "OTHER")
    )
    assert not court.judge.over
    assert not court.unsure
    assert court.judge.answer() == Answer("D", "V", Verdict.NO_ANSWER, State.BUSY)


async def test_a_message_of_the_vector_itself_is_told() -> None:
    update = SetVector(NUMBER.kind, "D", "V", (), State.ALERT, message="out of range")
    assert Court(NUMBER, RA="5").hears(update).judge.answer().messages == ("out of range",)


async def test_the_end_of_the_connection_is_the_end() -> None:
    court = Court(NUMBER, RA="5")
    court.judge.on_event(Disconnected("gone", 1.0, True, WHEN))
    assert court.judge.over
    assert court.judge.lost == "gone"


# With a server


async def test_values_go_out_and_the_answer_comes_back(session: Session) -> None:
    answer = await ask(session, "Focuser", "FOCUS_SPEED", {"FOCUS_SPEED_VALUE": "3"}, 10)
    assert answer == Answer("Focuser", "FOCUS_SPEED", Verdict.DONE, State.OK)


async def test_a_device_takes_its_time(session: Session, clock: ManualClock) -> None:
    asking = asyncio.create_task(ask(session, "Every Kind", "SLOW", {"VALUE": 5}))
    await session.until(lambda: state(session, "Every Kind", "SLOW") is State.BUSY, 10)
    while not asking.done():
        await clock.advance(1.0)
    assert (await asking).verdict is Verdict.DONE


async def test_a_refusal_comes_with_its_words(session: Session) -> None:
    answer = await ask(session, "Every Kind", "REFUSES", {"VALUE": 5}, 10)
    assert answer.verdict is Verdict.REFUSED
    assert answer.messages == ("[ERROR] This property refuses everything. It is not your fault.",)


async def test_comparisons_without_sense_is_not_even_sent(session: Session) -> None:
    answer = await ask(session, "Focuser", "FOCUS_SPEED", {"FOCUS_SPEED_VALUE": "50"})
    assert answer == Answer(
        "Focuser", "FOCUS_SPEED", Verdict.REFUSED, None, ("FOCUS_SPEED_VALUE: outside 1 … 5",)
    )  # fmt: skip
    assert (await ask(session, "Focuser", "NO_SUCH", {"A": "1"})).messages == ("there is no such vector",)


async def test_silence_is_no_answer(session: Session) -> None:
    answer = await ask(session, "Every Kind", "SILENT", {"TEXT": "?"}, 0.05)
    assert answer == Answer("Every Kind", "SILENT", Verdict.NO_ANSWER, State.BUSY)


@pytest.mark.parametrize("timeout", [None, 100.0])
async def test_without_a_timeout_the_vector_has_its_own_time_after_each_word(
    wire: WireServer, monkeypatch: pytest.MonkeyPatch, timeout: float | None
) -> None:
    deadlines: list[float] = []

    def timeout_at(when: float) -> asyncio.Timeout:
        deadlines.append(when)
        return asyncio.Timeout(when)

    monkeypatch.setattr(asyncio, "timeout_at", timeout_at)
    slow = NUMBER._replace(timeout=50.0)
    wire.greeting = encode(slow)
    async with connect(LOOPBACK, wire.port) as session:
        await session.until(lambda: session.catalog.find("D", "V") is not None, 10)
        asking = asyncio.create_task(ask(session, "D", "V", {"RA": "5"}, timeout))
        await wire.wait_received(b"<newNumberVector")
        for step in ("2", "3"):
            wire.send(encode(change(slow, State.BUSY, RA=step)))
            await session.until(lambda step=step: value(session, "D", "V", "RA") == step, 10)  # type: ignore[misc]
        wire.send(encode(change(slow, State.OK, RA="5")))
        assert (await asking).verdict is Verdict.DONE
    assert len(deadlines) == 3
    if timeout is None:
        assert deadlines[0] < deadlines[1] < deadlines[2] < deadlines[0] + 40  # each time anew
    else:
        assert len(set(deadlines)) == 1  # once for all


async def test_doubt_ends_after_the_grace(wire: WireServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answers, "GRACE", 0.02)
    wire.greeting = encode(NUMBER)
    async with connect(LOOPBACK, wire.port) as session:
        await session.until(lambda: session.catalog.find("D", "V") is not None, 10)
        asking = asyncio.create_task(ask(session, "D", "V", {"RA": "5"}, 10))
        await wire.wait_received(b"<newNumberVector")
        wire.send(encode(change(NUMBER, State.OK, RA="4", DEC="2")))
        answer = await asking
        assert (answer.verdict, answer.untaken) == (Verdict.DONE, ("RA",))


async def test_a_connection_that_ends_before_the_answer(wire: WireServer) -> None:
    wire.greeting = encode(texts("D", "T", A="1"))
    async with connect(LOOPBACK, wire.port) as session:
        await session.until(lambda: session.catalog.find("D", "T") is not None, 10)
        asking = asyncio.create_task(ask(session, "D", "T", {"A": "2"}))
        await wire.wait_received(b"<newTextVector")
        await wire.drop_clients()
        with pytest.raises(NoServer, match="lost before D T answered: the server closed"):
            await asking
