"""BLOB vectors: a row a member, with the last file, its size and time."""

from __future__ import annotations

from pathlib import PurePath

from indipyterm.model.members import BlobMember, Member
from indipyterm.presentation.text import printable, size_text
from indipyterm.tui.rows.row import PaintContext, VectorRow, pending
from indipyterm.tui.rows.styled import Styled, StyledLine, line_width


class BlobRow(VectorRow):
    """A BLOB vector."""

    def height(self, room: int) -> int:
        return max(1, len(self.vector.members))

    def values(self, room: int, look: PaintContext) -> list[StyledLine]:
        rows = [self._member(member, room) for member in self.vector.members.values()] or [[]]
        if sent := pending(self.vector, look.now):
            rows[0] = [*rows[0], Styled("  → sent ", "pending"), *sent]
        return rows

    def _member(self, member: Member, room: int) -> StyledLine:
        saved = isinstance(member, BlobMember) and member.size and len(self.vector.members) == 1
        row: StyledLine = (
            [] if saved else [Styled(f"{printable(member.label)} ", "member")]
        )  # the name of the file tells more
        if not self.vector.readable:
            return [*row, Styled("⟨send a file⟩", "off", member.name)]
        if not isinstance(member, BlobMember) or not member.size:
            row.append(Styled("— none yet", "dim", member.name))
        else:
            name = PurePath(member.filename).name if member.filename else f"not saved {printable(member.format)}"
            when = self.vector.timestamp
            row += [
                Styled(printable(name), "value", member.name),
                Styled(f"  {size_text(len(member.data) or member.size)}", "value"),
            ]
            time = Styled(f"  {when:%H:%M:%S}" if when else "", "dim")
            if line_width([*row, time]) <= room:  # else it is in the name, or on the right, or in the details
                row.append(time)
        return row
