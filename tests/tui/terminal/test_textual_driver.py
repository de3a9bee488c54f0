"""What `ResilientDriver` needs of Textual: a test that fails says what Textual changed, and what to look at."""

from __future__ import annotations

import inspect
import signal
from collections.abc import AsyncIterator

import pytest
from textual.app import App
from textual.driver import Driver
from textual.drivers.linux_driver import LinuxDriver

from indipyterm.tui.terminal.driver import ResilientDriver

OURS = "see ResilientDriver in indipyterm/tui/terminal/driver.py"

METHODS = [
    ("start_application_mode", [], "it starts the threads, and what it writes is written again after SIGCONT"),
    ("stop_application_mode", [], "it ends the thread that reads, and does nothing while the terminal is not ours"),
    ("disable_input", [], "stop_application_mode and the app's end call it"),
    ("suspend_application_mode", [], "called before the process stops; it also ends the thread that writes"),
    ("resume_application_mode", [], "called when it goes on; it is nothing but start_application_mode"),
    ("no_automatic_restart", [], "entered while the app lends the terminal to another program"),
    ("close", [], "it ends the thread that writes"),
    ("write", ["data"], "dropped while the terminal is not ours"),
    ("run_input_thread", [], "ours in its place: it ends at the end of all input"),
    ("process_message", ["message"], "sizes that no terminal has are dropped"),
    ("_get_terminal_size", [], "sizes that no terminal has are cut"),
]

ATTRIBUTES = [
    ("_app", "its return_code, exit, refresh and call_later"),
    ("_file", "it is written through LossyFile"),
    ("_loop", "the thread that reads ends the app through it"),
    ("attrs_before", "None so that the modes of the line are not put back"),
    ("exit_event", "set when the thread that reads has to end"),
    ("fileno", "the terminal, or what else is read from"),
    ("input_tty", "whether it is a terminal"),
]


@pytest.mark.parametrize(("name", "parameters", "use"), METHODS, ids=[name for name, *_ in METHODS])
def test_the_driver_has_the_methods_that_are_used(name: str, parameters: list[str], use: str) -> None:
    method = getattr(LinuxDriver, name, None)
    assert method is not None, f"Textual's LinuxDriver has no {name} any more ({use}): {OURS}"
    found = list(inspect.signature(method).parameters)
    assert found == ["self", *parameters], f"LinuxDriver.{name} takes {found} now ({use}): {OURS}"


@pytest.fixture
async def driver() -> AsyncIterator[ResilientDriver]:
    handled = (signal.SIGTSTP, signal.SIGCONT)
    before = [signal.getsignal(number) for number in handled]
    try:
        yield ResilientDriver(App())
    finally:
        for number, handler in zip(handled, before, strict=True):
            signal.signal(number, handler)


async def test_the_driver_has_the_attributes_that_are_used(driver: ResilientDriver) -> None:
    for name, use in ATTRIBUTES:
        assert hasattr(driver, name), f"Textual's LinuxDriver has no attribute {name} any more ({use}): {OURS}"


async def test_what_the_driver_adds_has_names_of_its_own(driver: ResilientDriver) -> None:
    theirs = vars(LinuxDriver(App())).keys() | set(dir(LinuxDriver))
    taken = {"_jobs", "_modes", "_ours", "_set_up", "_setting_up", "_wanted"} & theirs
    assert not taken, f"Textual's LinuxDriver has attributes {taken} of its own now: {OURS}"


async def test_stop_and_continue_are_not_handled_by_textual(driver: ResilientDriver) -> None:
    for number in (signal.SIGTSTP, signal.SIGCONT):
        handler = signal.getsignal(number)
        assert handler == driver._jobs._note, f"{number!r} goes to {handler} instead of JobControl: {OURS}"
    elsewhere = inspect.getsource(LinuxDriver).replace(inspect.getsource(LinuxDriver.__init__), "")
    for name in ("signal.SIGTSTP,", "signal.SIGCONT,"):
        assert f"signal.signal({name}" not in elsewhere, (
            f"LinuxDriver handles {name} later, too, in place of ours: {OURS}"
        )


def test_textual_still_calls_what_is_overridden() -> None:
    thread = inspect.getsource(LinuxDriver._run_input_thread)
    assert "self.run_input_thread()" in thread, f"LinuxDriver's thread that reads runs something else now: {OURS}"
    start = inspect.getsource(LinuxDriver.start_application_mode)
    assert start.count("Thread(") == 2, f"LinuxDriver.start_application_mode starts other threads now: {OURS}"
    stop = inspect.getsource(LinuxDriver.stop_application_mode)
    assert "self.disable_input()" in stop, f"LinuxDriver.stop_application_mode ends no input any more: {OURS}"
    assert r"\x1b[<u" in stop, f"LinuxDriver takes the keyboard's modes off their stack in another way now: {OURS}"
    suspend = inspect.getsource(App.suspend)
    assert "no_automatic_restart()" in suspend, f"App.suspend says in another way that the terminal is lent: {OURS}"


def test_what_is_told_of_the_app_is_as_it_was() -> None:
    assert App().return_code is None, f"App.return_code is no longer None until the app is to end: {OURS}"
    assert hasattr(Driver, "SignalResume"), f"Driver.SignalResume, which says that the app goes on, is gone: {OURS}"
