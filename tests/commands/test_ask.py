"""Values go out to a server, and the answer comes back."""

from __future__ import annotations

import asyncio

import pytest

from indipyterm.commands.answers import Answer, Verdict
from indipyterm.commands.ask import ask
from indipyterm.commands.session import Session, connect
from indipyterm.demo.clock import ManualClock
from indipyterm.exceptions import NoServer
from indipyterm.protocol.encoder import encode
from indipyterm.protocol.messages import State
from tests.commands.vectors import change, numbers, state, texts, value
from tests.servers import LOOPBACK, WireServer

NUMBER = numbers("D", "V", state=State.IDLE, RA="1", DEC="2")


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
    assert answer.device_messages == ("[ERROR] This property refuses everything. It is not your fault.",)


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
    monkeypatch.setattr("indipyterm.commands.ask.GRACE", 0.02)
    wire.greeting = encode(NUMBER)
    async with connect(LOOPBACK, wire.port) as session:
        await session.until(lambda: session.catalog.find("D", "V") is not None, 10)
        asking = asyncio.create_task(ask(session, "D", "V", {"RA": "5"}, 10))
        await wire.wait_received(b"<newNumberVector")
        wire.send(encode(change(NUMBER, State.OK, RA="4", DEC="2")))
        answer = await asking
        assert (answer.verdict, answer.untaken) == (Verdict.DONE, {"RA": "4"})


async def test_a_connection_that_ends_before_the_answer(wire: WireServer) -> None:
    wire.greeting = encode(texts("D", "T", A="1"))
    async with connect(LOOPBACK, wire.port) as session:
        await session.until(lambda: session.catalog.find("D", "T") is not None, 10)
        asking = asyncio.create_task(ask(session, "D", "T", {"A": "2"}))
        await wire.wait_received(b"<newTextVector")
        await wire.drop_clients()
        with pytest.raises(NoServer, match="lost before D T answered: the server closed"):
            await asking
