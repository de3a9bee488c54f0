"""Choosing from a list that narrows as one types: any list, and the members of a switch vector."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import ClassVar

from rich.cells import cell_len
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ScreenResultType
from textual.widgets import Input

from indipyterm.model.vectors import Vector
from indipyterm.presentation.keys import VectorKey
from indipyterm.presentation.text import printable
from indipyterm.presentation.vector import MemberView, member_views, switch_text
from indipyterm.protocol.messages import OFF, ON, Kind, Rule
from indipyterm.tui.rows.painter import PaintedLine
from indipyterm.tui.rows.styled import Styled, StyledLine, highlighted
from indipyterm.tui.terminal.overlay import Overlay
from indipyterm.tui.widgets.key_line import KeyLine
from indipyterm.tui.widgets.pick_list import Item, PickList
from indipyterm.workspace.change import Change
from indipyterm.workspace.drafts import is_on_already, toggled
from indipyterm.workspace.workspace import Workspace

_DISPLACED = "not what it was: look again, and move the cursor first"
_GONE = "this property is gone; Escape closes"


class _Wanted(Input):
    """What is typed to narrow the list; Space ticks where the screen can do that, and is a space elsewhere."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "screen.tick", "Tick", key_display="Space", priority=True, id="narrow.tick"),
    ]


class NarrowList(Overlay[ScreenResultType]):
    """Type to narrow, ↑↓ to move, Enter or a click to pick, Escape to give up."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "pick", "Pick", key_display="⏎", priority=True, id="narrow.pick"),
        Binding("escape", "dismiss(None)", "Cancel", key_display="⎋", id="narrow.cancel"),
        Binding("up", "step(-1)", "Up", show=False, id="narrow.up"),
        Binding("down", "step(1)", "Down", show=False, id="narrow.down"),
        Binding("pageup", "page(-1)", "Page up", show=False, id="narrow.page_up"),
        Binding("pagedown", "page(1)", "Page down", show=False, id="narrow.page_down"),
    ]

    def __init__(self, title: str, chosen: Hashable = None) -> None:
        super().__init__()
        self._head = PaintedLine("dialog--title")
        self._head.line = [Styled(printable(title), "heading")]
        self.input = _Wanted(compact=True, placeholder="type to narrow")
        self.list = PickList(lambda width: self.items(self.input.value, width), chosen)
        self.list.can_focus = False  # what is typed goes to the input, always
        self._hint = PaintedLine("dialog--hint")

    def items(self, wanted: str, width: int) -> Sequence[Item]:
        """The items that have a text in them."""
        raise NotImplementedError

    def item_picked(self, key: Hashable) -> None:
        """Called when the user picked an item with Enter."""
        raise NotImplementedError

    def item_clicked(self, key: Hashable) -> None:
        """Called when the user clicked on an item."""
        self.item_picked(key)

    def compose(self) -> ComposeResult:
        with Vertical():
            yield self._head
            yield self.input
            yield self.list
            yield self._hint
            yield KeyLine()

    def on_mount(self) -> None:
        """Begin to type at once."""
        self.input.focus()

    def show_refusal(self, reason: str) -> None:
        """Say why nothing was picked."""
        self.app.bell()
        self.show_hint(reason)

    def show_hint(self, reason: str) -> None:
        """Say why nothing can be picked."""
        self._hint.set_line([Styled(f"✗ {printable(reason)}", "error")])

    @on(Input.Changed)
    def _narrow(self, event: Input.Changed) -> None:
        event.stop()
        self._hint.set_line([])
        self.list.replace_items()

    @on(PickList.Picked)
    def _was_clicked(self, event: PickList.Picked) -> None:
        self.item_clicked(event.key)

    def action_pick(self) -> None:
        """Pick the item under the cursor."""
        if self.list.cursor is None:
            self.show_refusal("nothing matches")
        elif self.list.displaced:
            self.show_refusal(_DISPLACED)
        else:
            self.item_picked(self.list.cursor)

    def action_step(self, count: int) -> None:
        """Move the cursor."""
        self.list.action_step(count)

    def action_page(self, direction: int) -> None:
        """Move the cursor by a screen."""
        self.list.action_page(direction)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Space is a space where nothing can be ticked."""
        return action != "tick"


class ChooseOne(NarrowList[Hashable]):
    """Gives the key of the option that was picked, or None when the user gave up."""

    def __init__(self, title: str, options: Sequence[tuple[Hashable, str]], chosen: Hashable = None) -> None:
        super().__init__(title, chosen)
        self._options = options

    def items(self, wanted: str, width: int) -> Sequence[Item]:
        options = ((key, printable(text)) for key, text in self._options)
        return [
            Item(highlighted([Styled(text)], wanted), key)
            for key, text in options
            if wanted.casefold() in text.casefold()
        ]

    def item_picked(self, key: Hashable) -> None:
        self.dismiss(key)


class ChooseOption(NarrowList[dict[str, str] | None]):
    """Gives the values to send to a switch vector, by member, or None when the user gave up.

    Enter picks a member, as a click on it in the sheet does. For an AnyOfMany, Space or a click ticks members and
    Enter gives all of those that are to change; what was ticked in the sheet is ticked here.
    """

    def __init__(self, key: VectorKey, workspace: Workspace) -> None:
        self.key, self._workspace = key, workspace
        self._ticks = dict(workspace.drafts.ticks(key))
        self._gone = False
        self._vector = workspace.servers.vector(key) or Vector(Kind.SWITCH, key.device, key.vector)
        self._seen = self._vector.signature  # as it was when the user moved last
        on = [name for name, member in self._vector.members.items() if member.value == ON]
        super().__init__(f"{key.device} › {self._vector.label or key.vector}", on[0] if on else None)

    def update_from(self, change: Change) -> None:
        """Show what changed."""
        if self.key in change.vectors or self.key.owner in change.devices or change.connection:
            found = self._workspace.servers.vector(self.key)
            if found and found.kind is not Kind.SWITCH:
                found = None  # another property of the same name
            if found is None:
                self._ticks.clear()  # what was ticked goes with its property
                self._gone = True
            self._vector = found or self._vector
            self._say_what_changed(found)
            self.list.rebuild()

    def _say_what_changed(self, found: Vector | None) -> None:
        """Say that nothing can be picked, or that it is to be looked at again first."""
        if found is None:
            self.show_hint(_GONE)
        elif self._gone or found.signature != self._seen:
            seen = {(name, member.label) for name, member in found.members.items()}.intersection(self._seen)
            self._ticks = {name: wanted for name, wanted in self._ticks.items() if name in dict(seen)}
            self._gone, self._seen, self.list.displaced = False, found.signature, True
            self.show_hint("redefined meanwhile: look again, and move the cursor first")

    def _why_not(self) -> str:
        return _GONE if self._gone else self._workspace.permission.why_not(self.key)

    @property
    def _many(self) -> bool:
        return self._vector.rule is Rule.ANY_OF_MANY

    def items(self, wanted: str, width: int) -> Sequence[Item]:
        found = wanted.casefold()
        return [
            Item(highlighted(self._row(member, width), wanted), member.name)
            for member in member_views(self._vector)
            if found in member.label.casefold() or found in printable(member.name).casefold()
        ]

    def _row(self, member: MemberView, width: int) -> StyledLine:
        text, role = switch_text(self._vector, member, draft=self._ticks.get(member.name))
        name = printable(member.name)
        space = width - cell_len(text) - cell_len(name)
        return [
            Styled(text, "value" if role == "off" else role),
            *([Styled(" " * space), Styled(name, "dim")] if name != member.label and space > 0 else []),
        ]

    def item_picked(self, key: Hashable) -> None:
        name = str(key)
        if why := self._why_not():
            self.show_refusal(why)
        elif self._many:
            members = self._vector.members
            changed = {name: to for name, to in self._ticks.items() if name in members and members[name].value != to}
            self.dismiss(changed or None)
        elif name in self._vector.members:
            values = toggled(self._vector, name)
            if is_on_already(self._vector, values):
                self.show_refusal("this is on already")
            else:
                self.dismiss(values)
        else:
            self.show_refusal("this choice is gone")

    def item_clicked(self, key: Hashable) -> None:
        if self._many:
            self._tick(str(key))
        else:
            self.item_picked(key)

    def action_tick(self) -> None:
        """Tick the member under the cursor, or take its tick away."""
        if self.list.displaced:
            self.show_refusal(_DISPLACED)
        elif why := self._why_not():
            self.show_refusal(why)
        elif self.list.cursor is not None:
            self._tick(str(self.list.cursor))

    def _tick(self, name: str) -> None:
        member = self._vector.members.get(name)
        if member is None:
            return
        wanted = OFF if self._ticks.pop(name, member.value) == ON else ON
        if wanted != member.value:
            self._ticks[name] = wanted
        self.list.rebuild()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Ticks are for AnyOfMany."""
        return action != "tick" or self._many
