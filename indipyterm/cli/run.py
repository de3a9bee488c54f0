"""Running a command: signals, closed pipes, and turning exceptions into exit statuses."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import signal
from collections.abc import Iterator

from indipyterm.cli.exits import Exit
from indipyterm.cli.output import LineWriter
from indipyterm.cli.programs import load_program
from indipyterm.cli.stderr import warn
from indipyterm.exceptions import BadExpression, Misuse, NoServer


def run_command(options: argparse.Namespace) -> int:
    """Run the command ``options.command`` in a new event loop; return the exit status."""
    try:
        # Outside the loop, so that Ctrl+C interrupts reading stdin.
        load_program(options.command).prepare(options)
        return asyncio.run(execute(options))
    except BadExpression as error:
        warn(*str(error).split("\n"))  # it shows the place
        return Exit.USAGE
    except Misuse as error:
        warn(str(error))
        return Exit.USAGE
    except KeyboardInterrupt:
        return Exit.of_signal(signal.SIGINT)


async def execute(options: argparse.Namespace) -> int:
    """Run a prepared command in this event loop; return the exit status. Only bugs raise exceptions."""
    interruption = _Interruption(options.command)
    with interruption.handle_signals():
        try:
            async with LineWriter(interruption.on_output_error) as out:
                return await load_program(options.command).run(options, out)
        except asyncio.CancelledError:
            if interruption.exit_status is None:
                raise
            return interruption.exit_status
        except TimeoutError as error:
            warn(str(error) or "the time is up")
            return Exit.TIMED_OUT
        except NoServer as error:
            warn(f"no connection: {error}")
            return Exit.NO_SERVER
        except Misuse as error:  # a comparison of a number with a word, a file that cannot be written
            warn(str(error))
            return Exit.USAGE


class _Interruption:
    """Cancels the task that made it, and keeps the exit status."""

    def __init__(self, command: str) -> None:
        self.exit_status: int | None = None
        self._command = command
        self._task = asyncio.current_task()

    def on_output_error(self, error: OSError) -> None:
        """Interrupt the command as its output cannot be written. A closed pipe (``get | head``) is no error."""
        if isinstance(error, BrokenPipeError):
            self._interrupt(Exit.DONE)
        else:
            warn(f"cannot write the output: {error.strerror or error}")
            self._interrupt(Exit.USAGE)

    def on_signal(self, number: signal.Signals) -> None:
        """Interrupt the command on a signal, which is the normal end of ``watch`` only."""
        self._interrupt(Exit.DONE if self._command == "watch" else Exit.of_signal(number))

    @contextlib.contextmanager
    def handle_signals(self) -> Iterator[None]:
        """Handle signals within the block, if this thread receives any."""
        loop = asyncio.get_running_loop()
        handled: list[signal.Signals] = []
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            if signal.getsignal(number) is signal.SIG_IGN:
                continue  # as nohup does, and shells for what runs in the background of a script
            with contextlib.suppress(NotImplementedError, RuntimeError, ValueError):
                loop.add_signal_handler(number, self.on_signal, number)
                handled.append(number)
        try:
            yield
        finally:
            for number in handled:
                loop.remove_signal_handler(number)

    def _interrupt(self, exit_status: int) -> None:
        if self.exit_status is None:
            self.exit_status = exit_status
        if self._task is not None:
            self._task.cancel()
