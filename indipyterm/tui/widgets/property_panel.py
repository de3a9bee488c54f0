"""A title, and under it properties that were named, of any devices: live, and edited in place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from textual import on
from textual.app import ComposeResult
from textual.containers import Container

from indipyterm.model.vectors import Vector
from indipyterm.presentation.groups import Section
from indipyterm.presentation.keys import DeviceKey, VectorKey
from indipyterm.presentation.text import printable
from indipyterm.tui.messages import EditWanted, FoldWanted
from indipyterm.tui.rows.missing import missing_vector
from indipyterm.tui.rows.painter import PaintedLine
from indipyterm.tui.rows.styled import Styled
from indipyterm.tui.sheet.layout import Place
from indipyterm.tui.sheet.pane import SheetPane
from indipyterm.workspace.change import Change
from indipyterm.workspace.workspace import Workspace


class PropertyPanel(Container):
    """Shows `properties`, each a device and a vector by name; the rows of several devices are under headings.

    It opens its own editor. What is to be sent goes up as `messages.Submitted`, `ListWanted` and `UploadWanted`.
    A property that is not there (yet) has a row that says so.
    """

    def __init__(self, workspace: Workspace, title: str, properties: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self._servers = workspace.servers
        self._properties = [*properties]
        self.weight = 1 + len(self._properties)
        """How much room it wants, compared with other panels."""
        self._absent: dict[VectorKey, Vector] = {}
        self.head = PaintedLine("property-panel--title")
        self.head.line = [Styled(f" {printable(title)}", "heading")]
        self.head.display = bool(title)
        self.pane = SheetPane(workspace)
        self.pane.sheet.most_columns = 1  # the file says what stands in columns

    def compose(self) -> ComposeResult:
        yield self.head
        yield self.pane

    def on_mount(self) -> None:
        """Show what is there."""
        self.pane.sheet.open_sections(self._sections(), Place(), headless=False)

    def update_from(self, change: Change) -> None:
        """Show what changed."""
        names = {device for device, _ in self._properties}
        if change.connection or change.drafts or any(key.device in names for key in change.devices):
            self.pane.sheet.update_sections(self._sections())
        self.pane.update_from(change)

    @property
    def vector(self) -> tuple[VectorKey, Vector] | None:
        """The vector under the cursor, if it is there."""
        key, vector = self.pane.sheet.cursor, self.pane.sheet.vector
        return (key, vector) if key and vector and vector.enabled else None

    def _sections(self) -> list[Section]:
        found = [(self._servers.key_of(device, name).owner, name) for device, name in self._properties]
        several = len({owner for owner, _ in found}) > 1
        return [
            Section(owner.device if several else "", owner, list(self._vectors(owner, [name for _, name in names])))
            for owner, names in groupby(found, key=lambda one: one[0])
        ]

    def _vectors(self, owner: DeviceKey, names: Sequence[str]) -> Iterator[Vector]:
        for name in names:
            key = VectorKey(*owner, name)
            absent = self._absent.setdefault(key, missing_vector(owner.device, name))
            yield self._servers.vector(key) or absent

    @on(EditWanted)
    async def _edit_wanted(self, event: EditWanted) -> None:
        event.stop()
        vector = self._servers.vector(event.key)
        editor = self.pane.editor
        if editor and editor.dirty:
            self.screen.set_focus(editor.current)
            self.app.notify("Unsent edit: Enter sends it, Escape drops it", severity="warning")
        elif vector:
            await self.pane.edit(event.key, vector, event.member, event.values)

    @on(FoldWanted)
    def _fold_wanted(self, event: FoldWanted) -> None:
        event.stop()  # what was named is shown
