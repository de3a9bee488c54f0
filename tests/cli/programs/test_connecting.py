"""What every command tells of its connection: in a log, and on stderr."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from indipyterm.cli.exits import Exit
from indipyterm.protocol.encoder import encode
from indipyterm.protocol.messages import Message, State
from tests.cli.program import run
from tests.commands.vectors import change, numbers
from tests.servers import WireServer

V = numbers("D", "V", A="1")


async def set_and_answer(wire: WireServer, answer: bytes, *options: str) -> int:
    """Set D.V.A while the server answers so."""
    setting = asyncio.create_task(run(wire.port, "set", *options, "D.V.A=2"))
    await wire.wait_received(b"</newNumberVector>")
    wire.send(answer)
    return await setting


async def test_a_log_has_what_was_heard_and_sent(wire: WireServer, tmp_path: Path) -> None:
    wire.greeting = encode(V) + encode(Message("D", message="[INFO] hello\n"))
    log = tmp_path / "log"
    log.write_text("before\n")
    assert await set_and_answer(wire, encode(change(V, State.OK, A="2")), "--log", str(log)) == Exit.DONE
    before, connected, *told = [line.split("\t")[-1] for line in log.read_text().splitlines()]
    assert (before, connected) == ("before", f"connected to 127.0.0.1:{wire.port}")
    assert told == ["[INFO] hello␊", "→ V A=2"]


async def test_what_is_not_understood_is_told_once(wire: WireServer, capsys: pytest.CaptureFixture[str]) -> None:
    early = encode(change(numbers("E", "W", A="1"), A="5"))  # as a busy server sends before the definition
    wrong = b"<setNumberVector device='D' name='V'><oneNumber name='B'>1</oneNumber></setNumberVector>"
    wire.greeting = encode(V) + early + b"<setNumberVector name='V'/>" * 3
    assert await set_and_answer(wire, wrong + encode(change(V, State.OK, A="2"))) == Exit.DONE
    not_understood, unknown = capsys.readouterr().err.splitlines()
    assert not_understood == "indipyterm: not understood: setNumberVector V: no device"
    assert unknown == "indipyterm: D V: no member is called 'B'"


async def test_a_repeated_message_is_one_and_belongs_to_who_sent_it(
    wire: WireServer, capsys: pytest.CaptureFixture[str]
) -> None:
    wire.greeting = encode(V)
    message = encode(Message("D", message="[ERROR] Got no stars"))
    refusal = b"<setNumberVector device='D' name='V' state='Alert' message='no'/>"
    assert await set_and_answer(wire, message * 46 + refusal) == Exit.NEGATIVE
    assert capsys.readouterr().err == (
        "indipyterm: D.V: refused, its state is Alert: no; D said: [ERROR] Got no stars (46 times)\n"
    )
