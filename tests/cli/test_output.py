"""Output: what is written, and what happens when nobody reads it."""

from __future__ import annotations

import asyncio
import fcntl
import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from indipyterm.cli import output
from indipyterm.cli.output import LineWriter
from indipyterm.cli.stderr import warn


class Pipe:
    """A pipe in place of stdout."""

    def __init__(self) -> None:
        self.reader, self.writer = os.pipe()
        self.stream = os.fdopen(self.writer, "w", encoding="utf-8")

    def read(self) -> str:
        return os.read(self.reader, 1 << 20).decode()

    def close_reader(self) -> None:
        os.close(self.reader)
        self.reader = -1


@contextmanager
def piped() -> Iterator[Pipe]:
    """Put a pipe in place of stdout; not a fixture, since pytest puts its own there after those."""
    pipe, stdout = Pipe(), sys.stdout
    sys.stdout = pipe.stream
    try:
        yield pipe
    finally:
        sys.stdout = stdout
        if pipe.reader >= 0:
            pipe.close_reader()
        pipe.stream.close()


def unread(error: OSError) -> None:
    pytest.fail(f"nobody reads: {error!r}")


def read_all(pipe: Pipe, size: int) -> int:
    """Read so many bytes and give how many they were."""
    count = 0
    while count < size:
        count += len(os.read(pipe.reader, 1 << 20))
    return count


async def test_lines_are_written_at_once() -> None:
    with piped() as pipe:
        async with LineWriter(unread) as out:
            out.write_line("one ℃")
            assert await asyncio.to_thread(pipe.read) == "one ℃\n"
            out.write_line("two\n")
            assert await asyncio.to_thread(pipe.read) == "two\\n\n"


async def test_all_lines_are_written_at_the_end() -> None:
    with piped() as pipe:
        async with LineWriter(unread) as out:
            for number in range(1000):
                out.write_line(str(number))
        assert pipe.read().split() == [str(number) for number in range(1000)]


async def test_without_a_descriptor(capsys: pytest.CaptureFixture[str]) -> None:
    async with LineWriter(unread) as out:
        out.write_line("one")
    assert capsys.readouterr().out == "one\n"


async def test_without_any_output(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(sys, "stderr", None)
    async with LineWriter(unread) as out:
        out.write_line("one")
    warn("nobody hears this")


async def test_a_closed_pipe_is_noticed_without_writing() -> None:
    errors: asyncio.Queue[OSError] = asyncio.Queue()
    with piped() as pipe:
        async with LineWriter(errors.put_nowait) as out:
            pipe.close_reader()
            async with asyncio.timeout(10):
                assert isinstance(await errors.get(), BrokenPipeError)
            out.write_line("to nobody")
    assert errors.empty()


async def test_a_closed_pipe_is_noticed_by_writing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(LineWriter, "_watch_reader", lambda self: None)
    errors: asyncio.Queue[OSError] = asyncio.Queue()
    with piped() as pipe:
        async with LineWriter(errors.put_nowait) as out:
            pipe.close_reader()
            out.write_line("to nobody")
            out.write_line("to nobody")
            async with asyncio.timeout(10):
                assert isinstance(await errors.get(), BrokenPipeError)
    assert errors.empty()


async def test_a_slow_reader_does_not_block() -> None:
    with piped() as pipe:
        fcntl.fcntl(pipe.writer, fcntl.F_SETPIPE_SZ, 4096)
        async with LineWriter(unread) as out:
            for _ in range(10000):
                out.write_line("x" * 100)  # would block, if this thread wrote it
            assert await asyncio.to_thread(read_all, pipe, 10000 * 101) == 10000 * 101


async def test_a_slow_reader_does_not_delay_an_exception(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(output, "_CLOSE_SECONDS", 0.01)

    async def fail() -> None:
        async with LineWriter(unread) as out:
            out.write_line("x" * 10000)
            raise ZeroDivisionError

    with piped() as pipe:
        fcntl.fcntl(pipe.writer, fcntl.F_SETPIPE_SZ, 4096)
        with pytest.raises(ZeroDivisionError):
            await asyncio.wait_for(fail(), 10)
        await asyncio.to_thread(read_all, pipe, 10001)  # lets the thread go


async def test_a_non_blocking_pipe_is_waited_for() -> None:
    with piped() as pipe:
        fcntl.fcntl(pipe.writer, fcntl.F_SETPIPE_SZ, 4096)
        os.set_blocking(pipe.writer, False)
        async with LineWriter(unread) as out:
            out.write_line("x" * 100_000)
            assert await asyncio.to_thread(read_all, pipe, 100_001) == 100_001


async def test_its_thread_ends() -> None:
    async with LineWriter(unread):
        threads = [thread for thread in threading.enumerate() if thread.name == "indipyterm-output"]
    for thread in threads:
        await asyncio.to_thread(thread.join, 10)
        assert not thread.is_alive()


def test_warnings_begin_with_the_program_name(capsys: pytest.CaptureFixture[str]) -> None:
    warn("something")
    assert capsys.readouterr().err == "indipyterm: something\n"
