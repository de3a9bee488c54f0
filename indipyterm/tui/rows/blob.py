"""BLOB vectors: a line for each member, with the last file, its size and time."""

from __future__ import annotations

from indipyterm.presentation.vector import MemberView, VectorView
from indipyterm.tui.rows.row import PaintContext, VectorRow, pending_line
from indipyterm.tui.rows.styled import Styled, StyledLine, line_width


class BlobRow(VectorRow):
    """A BLOB vector."""

    def value_height(self, room: int) -> int:
        return max(1, len(self.vector.members))

    def values(self, view: VectorView, room: int, context: PaintContext) -> list[StyledLine]:
        lines = [_member(view, member, room) for member in view.members] or [[]]
        if time := pending_line(view.pending):
            lines[0] = [*lines[0], Styled("  → sent ", "pending"), *time]
        return lines


def _member(view: VectorView, member: MemberView, room: int) -> StyledLine:
    named = member.size and len(view.members) == 1  # the name of its file says more than its label
    line: StyledLine = [] if named else [Styled(f"{member.label} ", "member")]
    if not view.readable:
        return [*line, Styled("⟨send a file⟩", "off", member.name)]
    if not member.size:
        return [*line, Styled("— none yet", "dim", member.name)]
    line += [Styled(member.text, "value", member.name), Styled(f"  {member.size}", "value")]
    time = Styled(f"  {view.changed:%H:%M:%S}" if view.changed else "", "dim")
    # without room for it the time is in the file's name, or on the right, or in the details
    return [*line, time] if line_width([*line, time]) <= room else line
