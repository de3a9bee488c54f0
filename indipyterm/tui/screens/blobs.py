"""BLOBs: where they go, which are wanted, what is under way, what came last."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from pathlib import PurePath
from typing import ClassVar

from rich.cells import cell_len
from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from indipyterm.model.members import BlobMember
from indipyterm.model.vectors import Vector
from indipyterm.presentation.keys import VectorKey
from indipyterm.presentation.names import device_names
from indipyterm.presentation.text import printable, size_text
from indipyterm.protocol.messages import Kind
from indipyterm.tui.rows.painter import PaintedLine, PaintedLines
from indipyterm.tui.rows.styled import Styled, StyledLine, padded, right_aligned
from indipyterm.tui.terminal.overlay import Underlay
from indipyterm.tui.widgets.key_line import KeyLine
from indipyterm.tui.widgets.pick_list import Item, PickList
from indipyterm.tui.widgets.status_line import StatusLine
from indipyterm.workspace.change import Change
from indipyterm.workspace.small_files import short_path
from indipyterm.workspace.transfers import SavedFile, Transfer, Transfers
from indipyterm.workspace.workspace import Workspace

_NARROW = 60
_BAR = 10  # cells


class BlobsHead(PaintedLines):
    """The folder; a click changes it."""

    def __init__(self, blobs: Transfers) -> None:
        super().__init__()
        self._blobs = blobs

    def row(self, line: int) -> StyledLine:
        folder = self._blobs.folder
        where = (
            Styled(f"saved in {printable(short_path(folder))}", "active") if folder else Styled("saved nowhere", "dim")
        )
        return [
            Styled(" BLOBs  ", "heading"),
            where._replace(target="app.blob_folder"),
            Styled(" ▾", "key", "app.blob_folder"),
            Styled("  video saved, too" if self._blobs.save_video else "  video not saved", "dim"),
        ]

    async def on_click(self, event: events.Click) -> None:
        """Do what was clicked."""
        if action := self.target_at(event.x, event.y):
            await self.run_action(action)


class BlobsScreen(Underlay[None]):
    """Turns BLOBs on and off, property by property."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "flip", "On or off", key_display="Space", id="blobs.flip"),
        Binding("f", "app.blob_folder", "Folder", id="blobs.folder"),
        Binding("v", "flip_video", "Video", id="blobs.video"),
        Binding("y", "copy", "Copy the path", id="blobs.copy"),
        Binding("escape,b", "dismiss(None)", "Back", key_display="⎋", id="blobs.close"),
    ]

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace, self._servers, self._blobs = workspace, workspace.servers, workspace.transfers
        self.status = StatusLine(workspace.servers)
        self.head = BlobsHead(self._blobs)
        self.list = PickList(self._items)
        self._path = PaintedLine("dialog--hint")

    def compose(self) -> ComposeResult:
        yield self.status
        yield self.head
        yield self.list
        yield self._path
        yield KeyLine()

    def on_mount(self) -> None:
        """The keys that choose work at once."""
        self.list.focus()

    def update_from(self, change: Change) -> None:
        """Show what changed."""
        if change.transfers or change.devices or change.connection or change.vectors:
            self._refresh()

    def _refresh(self) -> None:
        self.head.update()
        self.list.rebuild()
        self._show_path()

    def _vectors(self) -> list[tuple[VectorKey, Vector]]:
        return [(key, one) for key, one in self._servers.vectors() if one.kind is Kind.BLOB and one.readable]

    def _items(self, width: int) -> Sequence[Item]:
        """Everything that is shown below the head."""
        names = device_names(self._servers.devices())
        items = [Item([Styled("Properties", "heading")])]
        vectors = self._vectors()
        labels = Counter((key.owner, vector.label) for key, vector in vectors)
        for key, vector in vectors:
            title = f"{names.get(key.owner, printable(key.device))} › {printable(vector.label)}"
            if labels[key.owner, vector.label] > 1:  # only its INDI name tells it apart
                title += f" {printable(vector.name)}"
            items.append(Item(self._property(key, vector, title, width), key))
        if len(items) == 1:
            items.append(Item([Styled("no device here sends BLOBs", "dim")]))
        if self._blobs.running:
            items += [Item([]), Item([Styled("Under way", "heading")])]
            for one in self._blobs.running:
                title = f"{names.get(one.key.owner, printable(one.key.device))} › {printable(one.member)}"
                items.append(Item(self._transfer(one, title, width)))
        items += [Item([]), Item([Styled("Last files", "heading")])]
        items += [Item(_file(one, width), one) for one in self._blobs.files]
        return items if self._blobs.files else [*items, Item([Styled("none yet", "dim")])]

    def _property(self, key: VectorKey, vector: Vector, title: str, width: int) -> StyledLine:
        on = self._blobs.wanted(key)
        sizes = [member.size for member in vector.members.values() if isinstance(member, BlobMember) and member.size]
        last = f"{vector.timestamp:%H:%M:%S} {size_text(sum(sizes)):>8}" if sizes and vector.timestamp else "none yet"
        space = width - 4 - cell_len(last) - 1
        role = "stale" if vector.stale else "value"
        return [
            Styled("[x] " if on else "[ ] ", "on" if on else "off"),
            Styled(padded(title, space), role),
            Styled(f" {last}", "dim"),
        ]

    def _transfer(self, one: Transfer, title: str, width: int) -> StyledLine:
        share = one.share or 0.0
        how_far = f"{size_text(one.done)} of {size_text(one.total)} {share:4.0%}" if one.total else size_text(one.done)
        full = round(share * _BAR)
        bar = f" {'▓' * full}{'░' * (_BAR - full)}" if one.total and width >= _NARROW else ""
        rate = one.rate(self._workspace.now())
        speed = f" {size_text(round(rate))}/s" if rate and width >= _NARROW else ""
        end = f" {how_far}{bar}{speed}"
        head = f"{'↑' if one.sending else '↓'} "
        return [Styled(head, "busy"), Styled(padded(title, max(1, width - 2 - cell_len(end)))), Styled(end, "busy")]

    # What the user does

    @on(PickList.Moved)
    def _show_path(self) -> None:
        file = self.list.cursor
        self._path.set_line([Styled(f" {printable(file.path)}", "dim")] if isinstance(file, SavedFile) else [])

    @on(PickList.Picked)
    async def _picked(self, event: PickList.Picked) -> None:
        await self._use(event.key)

    async def _use(self, key: Hashable) -> None:
        """Turn a property on or off; copy the path of a file."""
        if isinstance(key, VectorKey):
            on = not self._blobs.wanted(key)
            self._workspace.set_blobs_wanted(key, on)
            if on and self._blobs.folder is None:
                self.notify("No folder is set: what comes is shown, and saved nowhere", severity="warning")
        elif key is not None:
            self.action_copy()

    async def action_flip(self) -> None:
        """Turn the property under the cursor on or off."""
        if not self.list.refuses_to_act():
            await self._use(self.list.cursor)

    def action_flip_video(self) -> None:
        """Save the frames of videos, or no longer."""
        self._workspace.set_save_video(not self._blobs.save_video)

    def action_copy(self) -> None:
        """Copy the path of the file under the cursor."""
        file = self.list.cursor
        if isinstance(file, SavedFile):
            self.app.copy_to_clipboard(file.path)
            self.notify(printable(file.path), title="Copied", markup=False)
        else:
            self.notify("Only a file has a path to copy")


def _file(one: SavedFile, width: int) -> StyledLine:
    """A file in a row: as much of it as there is room for."""
    rate = f"{size_text(round(one.rate))}/s" if one.rate else ""
    end = f" {size_text(one.size):>8}" + (right_aligned(rate, 11) if width >= _NARROW else "")
    when = f"{one.when:%H:%M:%S} "
    name = padded(printable(PurePath(one.path).name), max(1, width - len(when) - cell_len(end)))
    return [Styled(when, "dim"), Styled(name), Styled(end, "dim")]
