"""The edge between the commands and the shell: signals, a closed pipe, and errors that become exit statuses."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import signal
from collections.abc import Iterator

from indipyterm.cli.exits import Exit
from indipyterm.cli.output import Lines, warn
from indipyterm.cli.programs import program
from indipyterm.exceptions import Misuse, NoServer


def run_command(options: argparse.Namespace) -> int:
    """Run the command of parsed options, from `cli`, in an event loop of its own; gives the exit status."""
    try:
        program(options.command).prepare(options)  # outside of the loop: reading from a terminal can be interrupted
        return asyncio.run(execute(options))
    except Misuse as error:
        warn(str(error))
        return Exit.USAGE
    except KeyboardInterrupt:
        return Exit.of_signal(signal.SIGINT)


async def execute(options: argparse.Namespace) -> int:
    """Run a prepared command in this event loop; gives the exit status. Raises only what is a fault of ours."""
    ending = _Ending(options.command)
    with ending.by_signals():
        try:
            async with Lines(ending.by_output) as out:
                return await program(options.command).run(options, out)
        except asyncio.CancelledError:
            if ending.status is None:
                raise
            return ending.status
        except TimeoutError:
            warn("the time is up")
            return Exit.TIME_UP
        except NoServer as error:
            warn(f"no connection: {error}")
            return Exit.NO_SERVER
        except Misuse as error:  # a comparison of a number with a word, a file that cannot be written
            warn(str(error))
            return Exit.USAGE


class _Ending:
    """Ends the task that made it, and remembers with which status."""

    def __init__(self, command: str) -> None:
        self.status: int | None = None
        self._command = command
        self._task = asyncio.current_task()

    def by_output(self, error: OSError) -> None:
        """The output cannot be written. That nobody reads it any more is no fault: ``get | head``."""
        if isinstance(error, BrokenPipeError):
            self._end(Exit.DONE)
        else:
            warn(f"cannot write the output: {error.strerror or error}")
            self._end(Exit.USAGE)

    def by_signal(self, number: signal.Signals) -> None:
        """SIGINT or SIGTERM: how ``watch`` is meant to end, and only that."""
        self._end(Exit.DONE if self._command == "watch" else Exit.of_signal(number))

    @contextlib.contextmanager
    def by_signals(self) -> Iterator[None]:
        """End on signals while the block runs, where this thread gets any."""
        loop = asyncio.get_running_loop()
        handled: list[signal.Signals] = []
        for number in (signal.SIGINT, signal.SIGTERM):
            with contextlib.suppress(NotImplementedError, RuntimeError, ValueError):
                loop.add_signal_handler(number, self.by_signal, number)
                handled.append(number)
        try:
            yield
        finally:
            for number in handled:
                loop.remove_signal_handler(number)

    def _end(self, status: int) -> None:
        if self.status is None:
            self.status = status
        if self._task is not None:
            self._task.cancel()
