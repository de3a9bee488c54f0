"""What the user chose and can have seen on a sheet: no key and no click acts on anything else."""

from __future__ import annotations

from collections.abc import Hashable

from indipyterm.model.vectors import Vector
from indipyterm.presentation.keys import VectorKey
from indipyterm.protocol.messages import ON, Kind
from indipyterm.tui.sheet.held_keys import Repeats
from indipyterm.tui.sheet.reaction import MovedLines, Watched


class Attention:
    """Follows one cursor: where the user put it, and how the vector there looked then."""

    def __init__(self) -> None:
        self.displaced = False
        """Whether the cursor went elsewhere by itself; keys that act do nothing until the user moves it."""
        self.used = False
        """Whether the user ever moved the cursor."""
        self.lines = MovedLines()
        self._chosen: VectorKey | None = None  # where the user put the cursor, while it is displaced
        self._signature: Hashable = None  # of the vector under the cursor, as the user saw it
        self._switches = Watched()
        self._enters = Repeats()

    @property
    def looked(self) -> bool:
        """Whether the user saw a vector under the cursor that can be acted on."""
        return self._signature is not None

    @property
    def settled(self) -> bool:
        """Whether the user can have seen everything as it is, so that a click or Enter acts on it."""
        return self.lines.settled and self._switches.settled

    def chosen(self, cursor: VectorKey | None) -> VectorKey | None:
        """Return the row that the user put the cursor on, wherever that went by itself."""
        return self._chosen if self.displaced else cursor

    def choose(self, vector: Vector | None) -> None:
        """Note that the cursor is on a vector because the user wants it there."""
        self.displaced = False
        self.look(vector)

    def displace(self, chosen: VectorKey | None) -> None:
        """Note that the cursor went elsewhere by itself; the user chose another row."""
        if not self.displaced:
            self.displaced, self._chosen = True, chosen

    def look(self, vector: Vector | None) -> None:
        """Note that the user sees a vector under the cursor as it is now."""
        self._signature = vector.signature if vector and vector.enabled else None
        self._switches.look(_members_on(vector))

    def update(self, vector: Vector | None) -> None:
        """Note the values of the vector under the cursor, which may have changed."""
        self._switches.update(_members_on(vector))

    def why_not_act(self, vector: Vector | None) -> str:
        """Return why no key may act on the vector under the cursor now, or an empty text."""
        if self.displaced:
            return "The row that was here is gone: move the cursor first"
        if vector and vector.enabled and self.looked and vector.signature != self._signature:
            return "This property was redefined: look again, and move the cursor first"
        return ""

    def why_not_switch_over(self, key: VectorKey, vector: Vector, key_changes: int) -> str:
        """Return why Enter, pressed now, may not send the other one of two choices, or an empty text.

        `key_changes` counts how often another key than the last one was pressed: Enter that comes again so soon with
        no other key between must be held down.
        """
        held = self._enters.repeated((key, key_changes))
        if vector.kind is not Kind.SWITCH or len(vector.members) != 2:
            return ""
        if held:
            return "Enter is held down: ← → move the choice"
        if not self._switches.settled:
            return "This has changed just now: look again before you send the other choice"
        return ""


def _members_on(vector: Vector | None) -> tuple[str, ...]:
    """The switches that are on."""
    if vector is None or vector.kind is not Kind.SWITCH:
        return ()
    return tuple(name for name, member in vector.members.items() if member.value == ON)
