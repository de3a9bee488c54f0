"""A sheet, and the editor that is laid over one of its rows."""

from __future__ import annotations

from collections.abc import Mapping

from textual import on
from textual.app import ComposeResult
from textual.containers import Container
from textual.geometry import Region

from indipyterm.model.vectors import Vector
from indipyterm.presentation.filter_slots import with_named_slots
from indipyterm.presentation.keys import VectorKey
from indipyterm.protocol.messages import ON, Kind
from indipyterm.tui.messages import EditEnded, EditWanted, SheetMoved
from indipyterm.tui.rows.row import label_width
from indipyterm.tui.sheet.editor import Editor
from indipyterm.tui.sheet.sheet import Sheet
from indipyterm.workspace.change import Change
from indipyterm.workspace.workspace import Workspace

_FRAME = 4  # cells before a row's label and behind it


class SheetPane(Container):
    """Keeps the editor on its row while the sheet scrolls, and in view, with the row's name, whatever happens."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self.sheet = Sheet(workspace)
        self.editor: Editor | None = None

    def compose(self) -> ComposeResult:
        yield self.sheet

    async def edit(
        self, key: VectorKey, vector: Vector, member: str | None = None, values: Mapping[str, str] | None = None
    ) -> None:
        """Open an editor over a vector's row; one that is open already is closed."""
        await self.close()
        self.editor = Editor(key, vector, self._workspace, member, values)
        self.sheet.can_focus = False  # keys are the editor's until it is closed, whatever is clicked on
        self.sheet.make_room(key, min(self.editor.lines, self.size.height))
        self._place()
        await self.mount(self.editor)

    def edit_previous_values(self) -> None:
        """Edit the row under the cursor, beginning with the values before the last send; nothing is sent."""
        key, vector = self.sheet.cursor, self.sheet.vector
        if self.sheet.refuses_to_act():
            return
        before = self._workspace.values_before(key) if key else None
        if key is None or vector is None or before is None:
            self.app.notify("Nothing has been sent to this property yet")
        elif vector.kind is not Kind.SWITCH:
            self.sheet.post_message(EditWanted(key, None, before))
        elif on := next((name for name, value in before.items() if value == ON), None):
            self._workspace.drafts.pick(key, on, vector)
            self.sheet.repaint_cursor()

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

    def update_from(self, change: Change) -> None:
        """Repaint what changed; the editor shows the values as they are now."""
        self.sheet.repaint(with_named_slots(change.vectors))
        key = self.editing
        if key and (change.connection or key in change.vectors or key.owner in change.devices):
            self.update_editor()

    def update_editor(self) -> None:
        """Update the editor for its vector and the connection as they are now."""
        if self.editor is not None:
            self.editor.update_vector()

    @on(SheetMoved)
    def _sheet_moved(self) -> None:
        self._place()

    @on(EditEnded)
    async def _edit_ended(self, event: EditEnded) -> None:
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
        wanted = place.y if place else 0
        top = max(0, min(wanted, self.size.height - height))
        self.editor.show_row_name(place is None or top != wanted)
        row = Region(0, 0, self.size.width) if place is None or self.editor.named else place
        left = row.x + (0 if self.editor.named else _FRAME + label_width(row.width))
        self.editor.styles.height = height
        self.editor.styles.width = max(10, row.right - left)
        self.editor.styles.offset = (left, top)
