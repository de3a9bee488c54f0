"""The groups of a device and their worst states."""

from __future__ import annotations

from indipyterm.presentation.groups import DeviceGroups, sections_of
from indipyterm.presentation.keys import DeviceKey, VectorKey
from indipyterm.presentation.states import state_sign, worst_of
from indipyterm.presentation.text import Piece
from indipyterm.protocol.messages import State
from tests.tui.samples import catalog, number

OWNER = DeviceKey("pi4", "D")
DEVICE = (number("A", group="Site"), number("B"), number("C", group="Site"))


def test_the_main_group_is_the_first() -> None:
    sections = sections_of(catalog(*DEVICE).devices["D"], OWNER, {"Site"})
    assert [(one.title, [vector.name for vector in one.vectors], one.folded) for one in sections] == [
        ("Main Control", ["B"], False),
        ("Site", ["A", "C"], True),
    ]
    assert sections[1].key_of(sections[1].vectors[0]) == VectorKey("pi4", "D", "A")
    assert sections[1].fold_key not in {VectorKey("pi4", "D", name) for name in "ABC"}


def test_the_worst_state_of_each_group_and_of_the_device() -> None:
    device = catalog(*DEVICE).devices["D"]
    groups = DeviceGroups(device, OWNER)
    assert groups.states == [State.IDLE, State.IDLE]
    device.vectors["C"].state, device.vectors["A"].state = State.BUSY, State.OK
    groups.updated()
    assert (groups.states, groups.state) == ([State.IDLE, State.BUSY], State.BUSY)
    device.vectors["B"].stale = True
    groups.updated()
    assert (groups.states, groups.state) == ([None, State.BUSY], State.BUSY)


def test_what_is_all_stale_has_no_state() -> None:
    device = catalog(*DEVICE).devices["D"]
    for vector in device.present():
        vector.stale = True
    assert worst_of(device.present()) is None
    assert state_sign(None) == Piece("?", "stale")
    assert state_sign(State.ALERT) == Piece("▲", "alert")
