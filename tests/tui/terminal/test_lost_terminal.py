"""The terminal goes away: the program ends all the same, and waits for nothing."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from contextlib import ExitStack
from pathlib import Path
from typing import IO, cast

import pytest
from textual.drivers._writer_thread import MAX_QUEUED_WRITES, WriterThread

from indipyterm.tui.terminal.driver import LossyFile
from tests.tui.terminal.real_terminal import flood, program, program_line, real_terminal, threads


def test_any_number_of_writes_to_a_terminal_that_is_gone_are_dropped() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with open(writing, "w", buffering=1) as file:
        writer = WriterThread(cast(IO[str], LossyFile(file)))
        writer.start()
        for _ in range(3 * MAX_QUEUED_WRITES):
            writer.write("lost\n")
        writer.stop()
        assert not writer.is_alive()
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, writing)  # what is in its buffer can go now
        os.close(nowhere)


def test_what_a_terminal_takes_reaches_it() -> None:
    reading, writing = os.pipe()
    with open(reading) as end, open(writing, "w") as file:
        forgiving = LossyFile(file)
        assert forgiving.write("text\n") == 5
        forgiving.flush()
        assert end.readline() == "text\n"
        assert forgiving.fileno() == writing


# A real terminal goes away

SOON = 2.0
"""Seconds after which nothing is left."""

CLOSINGS = 4


@pytest.mark.unmeasured
@pytest.mark.parametrize("flooded", [False, True], ids=["idle", "flooded"])
def test_it_is_gone_soon_after_its_terminal(tmp_path: Path, flooded: bool) -> None:
    with ExitStack() as stack:
        mounts = [stack.enter_context(flood()) for _ in range(CLOSINGS)]
        places = [tmp_path / str(number) for number in range(CLOSINGS)]
        for place in places:
            place.mkdir()
        opened = [
            stack.enter_context(real_terminal(program(mount.port, place), place))
            for mount, place in zip(mounts, places, strict=True)
        ]
        for mount, shown in zip(mounts, opened, strict=True):
            shown.shows("Mirror -1")
            if flooded:
                mount.begun.set()
                shown.shows("Mirror 1")  # or any that begins so
            shown.close()
            shown.gone(SOON)
            assert shown.process.wait() == 128 + signal.SIGHUP
            mount.over.set()


@pytest.mark.unmeasured
def test_the_end_of_what_is_read_ends_it_where_no_signal_does(tmp_path: Path) -> None:
    with flood() as mount, real_terminal(program(mount.port, tmp_path), tmp_path, controls=False) as shown:
        shown.shows("Mirror -1")
        assert threads(shown.pid) == 3
        shown.close()
        shown.gone(SOON)
        assert shown.process.wait() == 128 + signal.SIGHUP


@pytest.mark.unmeasured
def test_a_stopped_one_is_gone_with_its_terminal(tmp_path: Path) -> None:
    with flood() as mount, real_terminal(program(mount.port, tmp_path), tmp_path) as shown:
        shown.shows("Mirror -1")
        shown.signal(signal.SIGTSTP)
        shown.stopped()
        shown.close()
        shown.gone(SOON)
        assert shown.process.wait() == 128 + signal.SIGHUP


NAME = f"indipyterm-test-{os.getpid()}"
"""Of the session in tmux or screen."""

AROUND = {
    "sh": (["sh", "-c", "{}; true"], []),
    "bash": (["bash", "--norc", "--noprofile", "-ic", "{}; true"], []),
    "tmux": (["tmux", "-L", NAME, "-f", "/dev/null", "new-session", "{}"], ["tmux", "-L", NAME, "kill-session"]),
    "screen": (["screen", "-c", "/dev/null", "-S", NAME, "sh", "-c", "{}"], ["screen", "-S", NAME, "-X", "quit"]),
}


@pytest.mark.unmeasured
@pytest.mark.parametrize("around", AROUND)
def test_it_is_gone_whatever_was_around_it(tmp_path: Path, around: str) -> None:
    start, end = AROUND[around]
    assert shutil.which(start[0]), f"{start[0]} is not installed: apt-get install {start[0]}"
    with flood() as mount:
        command = [word.format(program_line(mount.port, tmp_path)) for word in start]
        with real_terminal(command, tmp_path) as shown:
            try:
                shown.shows("Mirror -1")
                if not end:
                    shown.close()
            finally:
                if end:
                    subprocess.run(end, check=True, capture_output=True)
            shown.gone(SOON)
