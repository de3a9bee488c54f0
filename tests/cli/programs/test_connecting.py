"""What the commands share: the recording, what is said of the connection, what is refused or left out."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import cast

import pytest

from indipyterm.cli.exits import Exit
from indipyterm.cli.programs import connecting
from indipyterm.commands.session import Session
from indipyterm.demo.server import DemoServer
from indipyterm.model.events import Connected, Disconnected, Event, SendFailed
from indipyterm.protocol.encoder import encode
from indipyterm.protocol.messages import Message, State
from indipyterm.recording.format import RecordingReader, RecordType
from tests.cli.program import run
from tests.commands.vectors import WHEN, change, numbers
from tests.servers import LOOPBACK, WireServer

V = numbers("D", "V", A="1")


async def test_all_that_a_command_receives_and_sends_is_recorded(
    demo: DemoServer, tmp_path: Path, short_quiet: None
) -> None:
    path = tmp_path / "file"
    device = demo.instruments[0].device
    assert await run(demo.port, "--record", str(path), "get", f"{device}.CONNECTION") == 0
    read = list(RecordingReader(path))
    assert {entry.server for entry in read} == {f"{LOOPBACK}:{demo.port}"}
    assert [entry.type for entry in read[:2]] == [RecordType.CONNECTED, RecordType.SENT]
    assert read[-1].type is RecordType.RECEIVED
    assert b"CONNECTION" in b"".join(entry.data for entry in read if entry.type is RecordType.RECEIVED)


async def test_a_failed_recording_is_reported_and_the_command_continues(
    demo: DemoServer, tmp_path: Path, short_quiet: None, capfd: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / ("x" * 300)
    device = demo.instruments[0].device
    assert await run(demo.port, "--record", str(path), "get", f"{device}.CONNECTION.CONNECT") == 0
    said = capfd.readouterr()
    assert said.out == f"{device}.CONNECTION.CONNECT=On\n"
    assert said.err == f"indipyterm: recording to {path} ended: file name too long\n"


async def test_without_a_server_the_recording_is_closed(tmp_path: Path) -> None:
    path = tmp_path / "file"
    assert await run(9, "--record", str(path), "get") == 4
    assert list(RecordingReader(path)) == []


async def test_a_missing_server_is_said_once_and_waited_for(wire: WireServer, monkeypatch: pytest.MonkeyPatch) -> None:
    said: asyncio.Queue[str] = asyncio.Queue()
    monkeypatch.setattr(connecting, "warn", said.put_nowait)
    await wire.refuse()
    waiting = asyncio.create_task(run(wire.port, "wait", "D.V.A == 1"))
    async with asyncio.timeout(10):
        assert await said.get() == f"no connection: 127.0.0.1:{wire.port}: connection refused; trying again"
        wire.greeting = encode(numbers("D", "V", A="1"))
        await wire.listen()
        assert await waiting == Exit.DONE
    assert said.get_nowait() == f"connected to 127.0.0.1:{wire.port}"
    assert said.empty()


async def test_exclusions_are_reported(demo: DemoServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = str(tmp_path / "settings.toml")
    assert await run(demo.port, "save", file, "Focuser", "--all") == Exit.DONE
    for command in (["diff", file], ["restore", file], ["restore", "--dry-run", file]):
        assert await run(demo.port, *command) == Exit.DONE
        names = "Focuser.CONFIG_PROCESS, Focuser.REL_FOCUS_POSITION, Focuser.ABS_FOCUS_POSITION, …"
        assert capsys.readouterr().err == f"indipyterm: left out without --all: {names}\n"
        assert await run(demo.port, *command, "--all") == Exit.DONE
        assert capsys.readouterr().err == ""


class Events:
    """A session that only tells its events."""

    where = "pi4:7624"

    @contextmanager
    def listening(self, on_event: Callable[[Event], None]) -> Iterator[None]:
        self.tell = on_event
        yield


@pytest.mark.parametrize("faults", [False, True])
def test_a_loss_is_said_once_and_its_end_and_faults_only_where_wanted(
    capsys: pytest.CaptureFixture[str], faults: bool
) -> None:
    events = Events()
    with connecting.warning_of_losses(cast(Session, events), faults=faults):
        for event in (
            Connected(WHEN),
            Disconnected("refused", 1.0, False, WHEN),
            Disconnected("refused", 2.0, False, WHEN),
            Connected(WHEN),
            Connected(WHEN),
            SendFailed("D", "V", False, "no\x1b[2J", WHEN),
        ):
            events.tell(event)
    assert capsys.readouterr().err.splitlines() == [
        "indipyterm: no connection: pi4:7624: refused; trying again",
        "indipyterm: connected to pi4:7624",
        *(["indipyterm: not sent: D V: no\\x1b[2J"] if faults else []),
    ]


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
