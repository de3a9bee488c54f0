"""Disk and terminal: the program itself, in its terminal: signals end or pause it cleanly, no disk takes it down."""

from __future__ import annotations

import asyncio
import base64
import codecs
import json
import os
import re
import signal
from pathlib import Path

from tests.hostile.blobs import blob, one, wire
from tests.hostile.case import Case
from tests.hostile.disk import FAMILY
from tests.hostile.presentation import WORST, everywhere
from tests.hostile.program import Program
from tests.servers import LOOPBACK

__all__ = ["FAMILY", "PROGRAMS"]

LONG = wire(base64.b64encode(bytes(900_000)), "900000")


def signalled(number: signal.Signals) -> Case[Program]:
    """A signal amid a BLOB ends it: the terminal as it was, no half file."""

    async def attack(program: Program) -> None:
        program.start()
        await program.ready()
        program.server.send(blob(one(b"whole")) + LONG[:500_000])
        await program.server.flush()
        await program.until(lambda: len(list(program.folder.glob("*.fits"))) == 1)
        program.signal(number)
        assert await program.ended() in (0, 128 + number)
        program.judge_end()
        (file,) = program.folder.iterdir()
        assert file.read_bytes() == b"whole"
        assert json.loads((program.place / "xdg_state_home/indipyterm/state.json").read_text())["hosts"]

    return Case(f"{number.name} amid a BLOB", attack)


async def _terminal_closed(program: Program) -> None:
    """The window is closed: nothing of it stays behind."""
    program.start()
    await program.ready()
    process = program.running.process
    os.close(program.running.terminal)
    async with asyncio.timeout(10):
        while process.poll() is None:
            await asyncio.sleep(0.02)
    program.running.terminal = os.open(os.devnull, os.O_RDONLY)
    assert not list(program.place.rglob("*.part"))


async def _stopped(program: Program) -> None:
    """SIGTSTP stops it, with the terminal given back; SIGCONT lets it go on where it was."""
    program.start()
    await program.ready()
    os.kill(program.running.process.pid, signal.SIGTSTP)
    await program.until(lambda: _state_of(program.running.process.pid) == "T")
    before = len(program.running.output)
    program.server.send(
        b'<setTextVector device="Victim" name="TEXT"><oneText name="A">meanwhile</oneText></setTextVector>'
    )
    await program.server.flush()
    os.kill(program.running.process.pid, signal.SIGCONT)
    await program.shows("meanwhile", since=before)
    await program.beat()
    await program.quit()


def _state_of(pid: int) -> str:
    return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]


async def _killed(program: Program) -> None:
    """kill -9 leaves temporary files; the next start removes them, and touches nothing else."""
    program.start()
    await program.ready()
    program.signal(signal.SIGKILL)
    await program.ended()
    program.close()
    for name in ("blobs/.indipyterm-0123456789abcdef.part", "blobs/image.fits", "blobs/other.part"):
        (program.place / name).write_bytes(b"half")
    program.start()
    await program.ready()
    await program.until(lambda: len(list(program.folder.iterdir())) == 2)
    (program.folder / "other.part").rename(program.folder / "other")
    await program.beat()
    await program.quit()


async def _full_disk(program: Program) -> None:
    """Nothing can be written at all: it is told, the screen lives, and it ends as ever."""
    program.start(*program.arguments, "--log", str(program.place / "log"), room=0)
    await program.ready()
    program.server.send(blob(one()))
    await program.shows("NOT SAVED")
    await program.beat()
    await program.quit()
    assert not list(program.folder.iterdir())


async def _log_on_dev_full(program: Program) -> None:
    program.start(*program.arguments, "--log", "/dev/full")
    await program.ready()
    await program.shows("no space left on device")
    await program.beat()
    await program.quit()


async def _damaged_files(program: Program) -> None:
    """Settings and state that are damaged are told of, and kept."""
    for name in ("xdg_config_home/indipyterm/config.toml", "xdg_state_home/indipyterm/state.json"):
        (program.place / name).parent.mkdir()
        (program.place / name).write_bytes(b"\0damaged")
    program.start()
    await program.ready()
    await program.shows("state.json.broken")
    await program.quit()
    assert (program.place / "xdg_state_home/indipyterm/state.json.broken").read_bytes() == b"\0damaged"


async def _no_state_folder(program: Program) -> None:
    """A file where the folder of the state should be."""
    (program.place / "xdg_state_home" / "indipyterm").write_bytes(b"in the way")
    program.start()
    await program.ready()
    await program.beat()
    await program.quit()


async def _tiny(program: Program) -> None:
    """A window of one cell, and back."""
    program.start()
    await program.ready()
    for rows, columns in ((1, 1), (2, 3), (5, 500), (200, 2), (40, 120)):
        before = len(program.running.output)
        program.resize(rows, columns)
        await program.paints(before)
    await program.shows("Alpha", since=before)
    await program.beat()
    await program.quit()


async def _made_up_sizes(program: Program) -> None:
    """A terminal, or what was pasted into it, says that it is larger than any, or nothing at all: not believed."""
    program.start()
    await program.ready()
    for size in (b"100000;100000", b"0;0", b"2001;80"):
        program.running.press(b"\x1b[48;%b;0;0t" % size)
    program.resize(40, 65000)
    await program.beat()
    before = len(program.running.output)
    program.resize(40, 120)
    await program.shows("Alpha", since=before)
    held = re.search(r"VmHWM:\s*(\d+) kB", Path(f"/proc/{program.running.process.pid}/status").read_text())
    assert held is not None
    assert int(held[1]) < 200_000
    await program.quit()


async def _nothing_bad_is_written(program: Program) -> None:
    """What really goes to the terminal has nothing of what the server would like it to obey."""
    program.start()
    await program.ready()
    before = len(program.running.output)
    program.server.send(everywhere(WORST) + everywhere("\x1b]52;c;ZXZpbA==\x07\x1b]0;evil\x07\x1b[6n\x9b6n"))
    await program.beat()
    for key in (b"i", b"\x1b", b"L", b"\x1b", b":", b"\x1b", b"b", b"\x1b"):
        painted = len(program.running.output)
        program.running.press(key)
        await program.paints(painted)
    await program.beat()
    _judge_output(program.running.output[before:])
    await program.quit()


def _judge_output(output: bytes) -> None:
    output = output.replace(b"\x1b]22;default\x07", b"")  # the shape of the pointer: Textual's own
    for bad in (b"\x1b]", b"\x07", b"\x1b[6n", b"\x1bP", b"\x1b_", b"\x7f", b"\t", b"\x0e", b"\b"):
        assert bad not in output, (bad, output[max(0, output.find(bad) - 100) :][:200])
    text = codecs.getincrementaldecoder("utf-8")().decode(output)  # the last character may have come in part
    assert not any(0x80 <= ord(character) < 0xA0 or character in "\u202e\u200b" for character in text)


def command(*arguments: str) -> Case[Program]:
    """A command without the screen prints nothing that the terminal would obey."""

    async def attack(program: Program) -> None:
        program.server.greeting += everywhere(WORST)
        program.start("--host", f"{LOOPBACK}:{program.server.port}", *arguments)
        await program.until(lambda: b"N2" in program.running.output)
        program.server.send(
            b'<setTextVector device="Victim" name="NASTY"><oneText name="N2">\x1b]0;evil\x07</oneText></setTextVector>'
        )
        if "watch" in arguments:
            await program.until(lambda: b"evil" in program.running.output)
            program.signal(signal.SIGINT)
        await program.ended()
        output = program.running.output
        assert b"Traceback" not in output
        assert not any(byte < 0x20 and byte not in b"\r\n" for byte in output), output[-2000:]
        assert not any(0x7F <= ord(character) < 0xA0 or character == "\u202e" for character in output.decode())

    return Case(f"the command {' '.join(arguments)} in a terminal", attack)


PROGRAMS: list[Case[Program]] = [
    *(signalled(number) for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT)),
    Case("a terminal that is closed", _terminal_closed),
    Case("SIGTSTP and SIGCONT", _stopped),
    Case("kill -9, and the next start", _killed),
    Case("a full disk", _full_disk),
    Case("a log on a device that is full", _log_on_dev_full),
    Case("damaged settings and state", _damaged_files),
    Case("a file where the state's folder should be", _no_state_folder),
    Case("a window of one cell", _tiny),
    Case("a window of any size", _made_up_sizes),
    Case("nothing bad is written to the terminal", _nothing_bad_is_written),
    command("get"),
    command("get", "--json"),
    command("watch"),
]
