"""The terminal goes away: the program ends all the same, and waits for nothing."""

from __future__ import annotations

import os
from typing import IO, cast

from textual.drivers._writer_thread import MAX_QUEUED_WRITES, WriterThread

from indipyterm.tui.app import IPyTerm
from indipyterm.tui.terminal.driver import LossyFile, ResilientDriver


def test_the_app_writes_with_a_driver_that_outlasts_its_terminal() -> None:
    assert IPyTerm([]).driver_class is ResilientDriver


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
