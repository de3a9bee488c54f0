"""A sheet, and the editor that is laid over one of its rows."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from textual import on
from textual.app import ComposeResult
from textual.containers import Container

from indipyterm.model.vectors import Vector
from indipyterm.presentation.keys import DeviceKey, VectorKey
from indipyterm.tui.messages import EditEnded, SheetMoved
from indipyterm.tui.rows.row import label_width
from indipyterm.tui.sheet.editor import Editor
from indipyterm.tui.sheet.sheet import Sheet
from indipyterm.workspace.clock import Clock
from indipyterm.workspace.servers import Servers

_FRAME = 4  # cells before a row's label and behind it


class SheetPane(Container):
    """Keeps the editor on its row while the sheet scrolls, and in view, with the row's name, whatever happens."""

    def __init__(self, servers: Servers, clock: Clock) -> None:
        super().__init__()
        self._servers = servers
        self.sheet = Sheet(servers, clock)
        self.editor: Editor | None = None

    def compose(self) -> ComposeResult:
        yield self.sheet

    async def edit(
        self, key: VectorKey, vector: Vector, member: str | None = None, values: Mapping[str, str] | None = None
    ) -> None:
        """Open an editor over a vector's row; one that is open already is closed."""
        await self.close()
        self.editor = Editor(key, vector, self._servers, member, values)
        self.sheet.can_focus = False  # keys are the editor's until it is closed, whatever is clicked on
        self.sheet.make_room(key, min(self.editor.lines, self.size.height))
        self._place()
        await self.mount(self.editor)

    async def close(self) -> None:
        """Close the editor, if one is open."""
        if self.editor is not None:
            editor, self.editor = self.editor, None
            self.sheet.can_focus = True
            await editor.remove()
            self.sheet.make_room(None)
            self.screen.set_focus(self.sheet)

    @property
    def editing(self) -> VectorKey | None:
        """The vector that is being edited."""
        return self.editor.key if self.editor else None

    def changed(self, vectors: Collection[VectorKey], devices: Collection[DeviceKey]) -> None:
        """Follow the model: the editor shows the values as they are now."""
        key = self.editing
        if key and (key in vectors or key.owner in devices):
            self.explain()

    def explain(self) -> None:
        """Have the editor look at its vector, and at the connection, again."""
        if self.editor is not None:
            self.editor.update_vector()

    @on(SheetMoved)
    def _follow(self) -> None:
        self._place()

    @on(EditEnded)
    async def _give_up(self, event: EditEnded) -> None:
        event.stop()
        await self.close()

    async def on_click(self) -> None:
        """Leave an editor in which nothing was typed for the row that was clicked on."""
        if self.editor is not None and not self.editor.dirty and self.sheet.cursor != self.editor.key:
            await self.close()

    def on_resize(self) -> None:
        """Keep the editor in its place."""
        self._place()

    def _place(self) -> None:
        if self.editor is None or not self.size.height:
            return
        place = self.sheet.region_of(self.editor.key)
        height = min(self.editor.lines, self.size.height)
        wanted = place[0] if place else 0
        top = max(0, min(wanted, self.size.height - height))
        self.editor.name_row(place is None or top != wanted)
        left = 0 if self.editor.named else _FRAME + label_width(self.sheet.size.width)
        self.editor.styles.height = height
        self.editor.styles.width = max(10, self.size.width - left)
        self.editor.styles.offset = (left, top)
