"""The messages between widgets. State goes down by calls; what the user wants comes up as one of these."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from textual.message import Message

from indipyterm.presentation.keys import DeviceKey, VectorKey
from indipyterm.workspace.change import Change


@dataclass(repr=False)
class WorkspaceChanged(Message):
    """Something in the workspace changed."""

    change: Change


@dataclass(repr=False)
class StatusWanted(Message):
    """A status line is seen that was not."""


@dataclass(repr=False)
class CursorMoved(Message):
    """The sheet's cursor is on another vector, or another member of it."""

    key: VectorKey | None


@dataclass(repr=False)
class SheetMoved(Message):
    """The sheet was scrolled or laid out again: what lies over it must move along."""


@dataclass(repr=False)
class EditWanted(Message):
    """The user wants to type values for a vector, beginning with `member`; `values` stand in the fields already."""

    key: VectorKey
    member: str | None = None
    values: Mapping[str, str] | None = None


@dataclass(repr=False)
class EditEnded(Message):
    """The user gave up what was typed."""

    key: VectorKey


@dataclass(repr=False)
class ListWanted(Message):
    """The user wants to choose from all members of a switch vector."""

    key: VectorKey


@dataclass(repr=False)
class FoldWanted(Message):
    """The user wants a section of the sheet folded or unfolded, by its place."""

    section: int


@dataclass(repr=False)
class UploadWanted(Message):
    """The user wants to send a file to a member of a BLOB vector."""

    key: VectorKey
    member: str


@dataclass(repr=False)
class Submitted(Message):
    """The user wants `values` sent, by member name; `typed` when they come from the editor."""

    key: VectorKey
    values: Mapping[str, Any]
    typed: bool = False


@dataclass(repr=False)
class DeviceChosen(Message):
    """The user wants to see a device, or (None) the watch list."""

    key: DeviceKey | None


@dataclass(repr=False)
class ConnectWanted(Message):
    """The user wants the device that is shown connected to its hardware."""


@dataclass(repr=False)
class GroupChosen(Message):
    """The user wants to see a group of the device, by its place."""

    section: int


@dataclass(repr=False)
class FilterChanged(Message):
    """The user typed another filter."""

    text: str


@dataclass(repr=False)
class FilterEnded(Message):
    """The user is done with typing a filter: `keep` what was found, or show everything again."""

    keep: bool


@dataclass(repr=False)
class GoToWanted(Message):
    """The user wants to see a vector in its device."""

    key: VectorKey
