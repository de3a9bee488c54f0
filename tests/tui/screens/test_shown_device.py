"""What the main screen shows, and where the user was in it."""

from __future__ import annotations

import pytest

from indipyterm.presentation.keys import DeviceKey
from indipyterm.tui.screens.shown_device import ShownDevice
from indipyterm.tui.sheet.layout import Place
from indipyterm.workspace.servers import Servers
from indipyterm.workspace.state import LastRun
from tests.tui.host import SERVER, feed, key, workspace

MOUNT, CCD = DeviceKey(SERVER, "Mount"), DeviceKey(SERVER, "CCD")
GONE = b'<delProperty device="Mount"/>'


@pytest.fixture
def servers() -> Servers:
    """A mount and a camera."""
    return workspace().servers


def titles(shown: ShownDevice) -> list[tuple[str, bool]]:
    """The sections that are shown, and whether they are folded."""
    return [(section.title, section.folded) for section in shown.sections()]


def test_at_first_the_first_device_is_to_be_opened_but_not_for_good(servers: Servers) -> None:
    shown = ShownDevice(servers, LastRun())
    assert shown.sections() == []
    first = servers.devices()[0]
    assert shown.device_to_open() == (first, None, False)
    shown.open(first, chosen=False)
    assert shown.device_to_open() is None


def test_the_device_and_row_of_the_last_run_are_opened_as_soon_as_they_are_there(servers: Servers) -> None:
    shown = ShownDevice(servers, LastRun(device="Mount", vector="SITE"))
    assert shown.device_to_open() == (MOUNT, key("SITE"), True)
    shown.open(MOUNT, key("SITE"))
    assert shown.device_to_open() is None


def test_a_row_of_the_last_run_that_is_not_there_yet_is_waited_for(servers: Servers) -> None:
    shown = ShownDevice(servers, LastRun(device="Mount", vector="LATER"))
    assert shown.device_to_open() == (MOUNT, key("LATER"), False)


def test_what_the_user_chose_stays_until_it_is_gone(servers: Servers) -> None:
    shown = ShownDevice(servers, LastRun(device="Mount"))
    shown.open(CCD)
    assert shown.device_to_open() is None
    feed(servers[SERVER], b'<delProperty device="CCD"/>')
    assert shown.device_to_open() == (MOUNT, None, False)


def test_while_a_filter_is_typed_nothing_else_is_opened(servers: Servers) -> None:
    shown = ShownDevice(servers, LastRun())
    shown.filter = "track"
    assert shown.device_to_open() is None
    assert [vector.name for section in shown.sections() for vector in section.vectors] == ["MODE"]
    assert not shown.headless


def test_the_place_in_each_device_is_remembered_but_not_that_in_what_a_filter_found(servers: Servers) -> None:
    shown = ShownDevice(servers, LastRun())
    shown.open(MOUNT)
    shown.remember_place(Place(key("MODE"), 5))
    shown.open(CCD)
    assert shown.place() == Place()
    shown.filter = "x"
    shown.remember_place(Place(key("SITE"), 1))
    shown.open(MOUNT)
    assert shown.place() == Place(key("MODE"), 5)
    assert shown.filter == ""


def test_groups_are_folded_by_device_and_unfolded_for_a_row_that_is_gone_to(servers: Servers) -> None:
    shown = ShownDevice(servers, LastRun(folded=(("Mount", "Site"), ("CCD", "Main Control"))))
    shown.open(MOUNT)
    assert titles(shown) == [("Main Control", False), ("Site", True)]
    shown.toggle_fold("Main Control")
    shown.toggle_fold("Site")
    assert titles(shown) == [("Main Control", True), ("Site", False)]
    shown.open(MOUNT, key("MODE"))
    assert titles(shown) == [("Main Control", False), ("Site", False)]
    assert ("CCD", "Main Control") in shown.folded


def test_the_watch_list_has_what_was_put_on_it(servers: Servers) -> None:
    shown = ShownDevice(servers, LastRun(watch=((SERVER, "CCD", "CCD1"),)))
    assert shown.toggle_watch(key("SITE"))
    shown.open(None)
    assert shown.watch_list
    assert {vector.name for section in shown.sections() for vector in section.vectors} == {"CCD1", "SITE"}
    assert not shown.toggle_watch(key("SITE"))
    assert shown.watched == [key("CCD1", "CCD")]


def test_an_empty_sheet_says_why(servers: Servers) -> None:
    shown = ShownDevice(servers, LastRun())
    assert shown.hint() == "No devices yet."
    servers[SERVER].connected = False
    assert shown.hint().startswith("Not connected. r tries again, H ")
    shown.open(None)
    assert "watch list is empty" in shown.hint()
    shown.filter = "x"
    assert shown.hint() == "Nothing matches."
