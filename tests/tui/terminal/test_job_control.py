"""Stopped, continued, resized and sent to the background, in any order: the screen stays one, and so do its threads."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import termios
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from signal import SIGCONT, SIGSTOP, SIGTSTP, SIGWINCH

import pytest

from indipyterm.tui.terminal.job_control import JobControl
from tests.tui.terminal.real_terminal import Flood, RealTerminal, flood, program, program_line, real_terminal, threads

ROUNDS = 3
LINE = 3  # of the termios modes: the flags that make keys come one by one, and unseen


@pytest.fixture
def mount() -> Iterator[Flood]:
    with flood() as found:
        yield found


def ready(shown: RealTerminal) -> int:
    """Wait until the screen is up and idle; gives the number of its threads."""
    shown.shows("Mirror")
    shown.shows("connected to")
    return threads(shown.pid)


def painted(shown: RealTerminal) -> None:
    """Wait until all is on screen that belongs there."""
    for text in ("INDI 127", "1●Mount", "Coordinates", "Mirror", "Cmd"):
        shown.shows(text)


def keeps(shown: RealTerminal, count: int) -> None:
    """Wait until there are so many threads."""
    shown.until(lambda: threads(shown.pid) == count, f"there are {count} threads")


@pytest.mark.unmeasured
@pytest.mark.parametrize("flooded", [False, True], ids=["idle", "flooded"])
def test_any_mix_of_signals_changes_no_thread_and_each_key_is_read_once(
    mount: Flood, tmp_path: Path, flooded: bool
) -> None:
    chance = random.Random(20261122 + flooded)
    with real_terminal(program(mount.port, tmp_path), tmp_path) as shown:
        cooked = shown.modes
        count = ready(shown)
        ours = shown.modes
        shown.press("e")
        shown.shows("Cancel")
        if flooded:
            mount.begun.set()
        typed = ""
        for _ in range(ROUNDS):
            for number in chance.choices([SIGSTOP, SIGCONT, SIGTSTP, SIGWINCH], k=6):
                shown.signal(number)
                shown.read(chance.choice([0, 0, 0.003, 0.03, 0.15]))
            shown.wipe()
            shown.signal(SIGCONT)  # one is enough, whatever came before
            painted(shown)
            shown.until(lambda: shown.modes == ours, "keys come one by one")
            keeps(shown, count)
            for _ in range(2):
                typed += chance.choice("123456789")
                shown.press(typed[-1])
                shown.shows(f"= {typed} now 7")
        assert threads(shown.pid) == count
        shown.press("\x1b")
        shown.shows("Edit")
        shown.press("q")
        shown.gone(5)
        assert shown.process.wait() == 0
        assert shown.modes == cooked


@pytest.mark.unmeasured
def test_whatever_was_done_to_the_terminal_of_a_stopped_one_is_mended(mount: Flood, tmp_path: Path) -> None:
    with real_terminal(program(mount.port, tmp_path), tmp_path) as shown:
        cooked = shown.modes
        count = ready(shown)
        ours = shown.modes
        assert cooked[LINE] & termios.ICANON
        assert not ours[LINE] & termios.ICANON
        shown.signal(SIGSTOP)
        shown.stopped()
        termios.tcsetattr(shown.slave, termios.TCSANOW, cooked)  # as a shell does
        shown.wipe()
        shown.signal(SIGCONT)
        painted(shown)
        assert shown.modes == ours
        assert threads(shown.pid) == count
        for mode in (b"\x1b[?1049h", b"\x1b[?2004h", b"\x1b[?1000h", b"\x1b[?25l"):
            assert mode in shown.output
        shown.press("q")
        shown.gone(5)
        assert shown.modes == cooked, "it puts back what it found at first"
        assert shown.output.count(b"\x1b[<u") == 1 + shown.output.count(b"\x1b[>"), "the keyboard's modes are as before"


@pytest.fixture
def shell(tmp_path: Path) -> Iterator[RealTerminal]:
    """An interactive bash, whose prompt is a dollar sign."""
    command = ["bash", "--norc", "--noprofile", "-bi"]  # it tells at once when a job stops
    with real_terminal(["env", "PS1=$ ", *command], tmp_path) as shown:
        shown.shows("$ ")
        yield shown


def run(shell: RealTerminal, line: str) -> None:
    """Type a command."""
    shell.wipe()
    shell.press(line + "\n")


def in_a_shell(shell: RealTerminal) -> None:
    """Wait until the shell has the terminal and waits for a command."""
    run(shell, "echo 'back' 'here'")
    shell.shows("back here")


@pytest.mark.unmeasured
def test_ctrl_z_and_the_jobs_of_a_shell(shell: RealTerminal, mount: Flood, tmp_path: Path) -> None:
    run(shell, program_line(mount.port, tmp_path) + " &")
    shell.shows("Stopped")  # it needs a terminal
    in_a_shell(shell)
    run(shell, "fg")
    count = ready(shell)
    for stop in ("\x1a", SIGSTOP):
        shell.press(stop) if isinstance(stop, str) else shell.signal(stop)
        shell.shows("Stopped")
        in_a_shell(shell)
        run(shell, "bg")
        shell.shows("Stopped")
        in_a_shell(shell)
        assert not any("Mirror" in line for line in shell.lines)
        run(shell, "fg")
        painted(shell)
        keeps(shell, count)
        shell.press("e")
        shell.shows("Cancel")
        shell.press("1")
        shell.press("2")
        shell.shows("= 12 now 7")
        shell.press("\x1b")
        shell.shows("Edit")
    shell.wipe()
    shell.press("q")
    shell.gone(5)
    in_a_shell(shell)


@pytest.mark.unmeasured
@pytest.mark.parametrize("stop", [SIGTSTP, SIGSTOP])
def test_a_stopped_job_that_is_killed_ends(
    shell: RealTerminal, mount: Flood, tmp_path: Path, stop: signal.Signals
) -> None:
    run(shell, program_line(mount.port, tmp_path))
    ready(shell)
    shell.signal(stop)
    shell.shows("Stopped")
    in_a_shell(shell)
    run(shell, "kill %1")
    shell.gone(5)
    in_a_shell(shell)


# In the event loop, without a terminal


class Jobs:
    """A process that is never really stopped, and what was done with it."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.done: list[str] = []
        self._news = asyncio.Event()
        self.may = True
        self.meanwhile: list[signal.Signals] = []
        patch.setattr(os, "kill", lambda _, number: self._do("stop" if number == SIGSTOP else str(number)))
        self.control = JobControl(self._leave, self._resume)

    def _leave(self) -> None:
        self._do("leave")
        meanwhile, self.meanwhile = self.meanwhile, []
        for number in meanwhile:
            signal.raise_signal(number)

    def _resume(self) -> bool:
        self._do("resume" if self.may else "wait")
        return self.may

    def _do(self, what: str) -> None:
        self.done.append(what)
        self._news.set()

    async def did(self, what: str) -> None:
        """Wait until something is the last that was done."""
        while self.done[-1:] != [what]:
            self._news.clear()
            await self._news.wait()


@pytest.fixture
async def jobs(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Jobs]:
    before = {number: signal.getsignal(number) for number in (SIGTSTP, SIGCONT)}
    yield Jobs(monkeypatch)
    for number, handler in before.items():
        asyncio.get_running_loop().remove_signal_handler(number)
        signal.signal(number, handler)


async def done(jobs: Jobs, last: str) -> list[str]:
    """All that was done, once the last thing was."""
    async with asyncio.timeout(5):
        await jobs.did(last)
    for _ in range(10):  # nothing follows
        await asyncio.sleep(0)
    return jobs.done


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        ([SIGTSTP], ["leave", "stop"]),
        ([SIGCONT], ["resume"]),
        ([SIGTSTP, SIGCONT], ["leave", "resume"]),
        ([SIGCONT, SIGTSTP], ["resume", "leave", "stop"]),
        ([SIGTSTP, SIGTSTP], ["leave", "leave", "stop"]),
    ],
)
async def test_the_last_of_those_that_come_together_counts(
    jobs: Jobs, numbers: list[signal.Signals], expected: list[str]
) -> None:
    for number in numbers:
        signal.raise_signal(number)
    assert await done(jobs, expected[-1]) == expected


@pytest.mark.parametrize(
    ("meanwhile", "expected"),
    [
        ([SIGCONT], ["leave", "resume"]),
        ([SIGCONT, SIGTSTP], ["leave", "resume", "leave", "stop"]),
        ([SIGCONT, SIGTSTP, SIGCONT], ["leave", "resume", "leave", "resume"]),
    ],
)
async def test_what_comes_while_it_leaves_counts(
    jobs: Jobs, meanwhile: list[signal.Signals], expected: list[str]
) -> None:
    jobs.meanwhile = meanwhile
    signal.raise_signal(SIGTSTP)
    assert await done(jobs, expected[-1]) == expected


async def test_one_that_may_not_go_on_stops_unless_it_may_soon(jobs: Jobs) -> None:
    jobs.may = False
    signal.raise_signal(SIGCONT)
    assert await done(jobs, "stop") == ["wait", "wait", "stop"]
    jobs.done.clear()
    signal.raise_signal(SIGCONT)
    await done(jobs, "wait")
    jobs.may = True
    assert await done(jobs, "resume") == ["wait", "resume"]


async def test_while_it_is_off_the_kernel_alone_stops_and_continues(jobs: Jobs) -> None:
    with jobs.control.disabled():
        assert {signal.getsignal(number) for number in (SIGTSTP, SIGCONT)} == {signal.SIG_DFL}
    signal.raise_signal(SIGCONT)
    assert await done(jobs, "resume") == ["resume"]
