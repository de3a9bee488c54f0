"""Verbs for settings in files: for each server that there is a connection to."""

from __future__ import annotations

import pytest

from indipyterm.presentation.keys import DeviceKey
from indipyterm.workspace.palette.actions import CompareSettings, SaveSettings
from indipyterm.workspace.palette.search import PaletteSearch
from tests.workspace.palette.scenes import SERVER, TELESCOPE, heard, recorded, simulators

DOME = "dome:7624"


def connected(*names: str, shown: DeviceKey | None = TELESCOPE) -> PaletteSearch:
    """What can be typed while there is a connection to these servers, and a device is shown."""
    servers = heard(*recorded(), host="dome", servers=simulators())
    for name in names:
        servers[name].connected = True
    return PaletteSearch(servers, shown)


@pytest.mark.parametrize(
    ("verb", "action"), [("save", SaveSettings), ("diff", CompareSettings), ("restore", CompareSettings)]
)
def test_a_file_is_saved_or_compared(verb: str, action: type[SaveSettings] | type[CompareSettings]) -> None:
    (one, *others) = connected(SERVER).candidates(f"{verb} ~/it's night.toml")
    assert one.action == action(SERVER, "~/it's night.toml")
    assert "night.toml" in one.effect
    assert not [other for other in others if other.title.startswith(verb.title())]


def test_without_a_file_it_is_asked_for() -> None:
    one = connected(SERVER).candidates("save")[0]
    assert one.action is None
    assert not one.invalid
    assert one.completion == "save "


def test_of_several_servers_that_of_the_device_shown_comes_first() -> None:
    for shown, order in (
        (TELESCOPE, [SERVER, DOME]),
        (TELESCOPE._replace(server=DOME), [DOME, SERVER]),
        (None, [SERVER, DOME]),
    ):
        found = connected(DOME, SERVER, shown=shown).candidates("diff x")
        assert [one.detail for one in found[:2]] == order


def test_without_a_connection_there_is_nothing_to_compare_with() -> None:
    one = connected().candidates("restore x")[0]
    assert one.action is None
    assert one.invalid
