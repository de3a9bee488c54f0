"""Switch vectors: all choices side by side; where they would take more than two rows, the one that is on and a list.

``‹On›`` is on; ``»this«`` is picked but not sent, or sent but not answered; ``⟨Press⟩`` is a momentary button
(AtMostOne); ``[x]`` and ``[ ]`` are members of an AnyOfMany.
"""

from __future__ import annotations

from indipyterm.model.members import Member
from indipyterm.presentation.text import printable
from indipyterm.protocol.messages import ON, Perm, Rule
from indipyterm.tui.rows.row import PaintContext, VectorRow, pending, spread, value_width
from indipyterm.tui.rows.styled import Styled, StyledLine, cropped

LIST = "\0list"
"""What a click on the end of a list that did not fit means; no member's name is like it."""

_MOST_ROWS = 2
_LONGEST = 40


class SwitchRow(VectorRow):
    """A switch vector."""

    def height(self, room: int) -> int:
        rows = len(self._rows(room, None))
        return 1 if rows > _MOST_ROWS else rows

    def folded(self, width: int) -> bool:
        """Whether a sheet of `width` cells shows a list instead of all choices."""
        return len(self._rows(value_width(width), None)) > _MOST_ROWS

    def values(self, room: int, look: PaintContext) -> list[StyledLine]:
        rows = self._rows(room, look)
        if len(rows) > _MOST_ROWS:
            rows = [self._short(room, look)]
        sent = pending(self.vector, look.now)
        rows[-1] = [*rows[-1], Styled("  … ", "pending"), *sent] if sent else rows[-1]
        return rows

    def _rows(self, room: int, look: PaintContext | None) -> list[StyledLine]:
        return spread([self._piece(member, look) for member in self.vector.members.values()], room, 1)

    def _short(self, room: int, look: PaintContext) -> StyledLine:
        """The members that matter, and how many more there are."""
        chosen = [
            member
            for member in self.vector.members.values()
            if member.value == ON or member.name == look.choice or member.name in look.drafts
        ]
        rows = spread([self._piece(member, look) for member in chosen], max(8, room - 12), 1)
        more = len(self.vector.members) - (len(chosen) if len(rows) == 1 else 1)
        return [*rows[0], Styled(f" +{more} ▾", "key", LIST)]

    def _piece(self, member: Member, look: PaintContext | None) -> StyledLine:
        """A member between its signs, which take two cells for every kind so that nothing moves."""
        label = cropped(printable(member.label), _LONGEST)
        on = member.value == ON and self.vector.readable
        request = self.vector.request
        asked = request is not None and request.members.get(member.name) == ON and not on
        picked = look is not None and look.choice == member.name
        drafted = look.drafts.get(member.name) if look else None
        role = "stale" if self.vector.stale else "on" if on else "off"
        if self.vector.rule is Rule.ANY_OF_MANY:
            text = f"[{'x' if (drafted or member.value) == ON else ' '}]{label}"
            role = "pending" if drafted or asked else role
        elif asked:
            text, role = f"»{label}«", "pending"
        elif on:
            text = f"‹{label}›"
        elif picked:
            text = f"»{label}«"
        elif self.vector.rule is Rule.AT_MOST_ONE and self.vector.perm is not Perm.RO:
            text = f"⟨{label}⟩"
        else:
            text = f" {label} "
        return [Styled(text, "picked" if picked else role, member.name)]
