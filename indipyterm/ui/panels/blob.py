"""BLOB vectors: a row a member, with the last file, its size and time."""

from __future__ import annotations

from pathlib import PurePath

from indipyterm.model.members import BlobMember, Member
from indipyterm.ui.panels.panel import Look, Panel, pending
from indipyterm.ui.panels.parts import Part, Row, plain, row_width

_UNITS = ("bytes", "kB", "MB", "GB")


def size_text(size: float) -> str:
    """A number of bytes for people: ``2.6 MB`` (decimal units)."""
    unit = 0
    while size >= 1000 and unit < len(_UNITS) - 1:
        size /= 1000
        unit += 1
    return f"{size:.1f} {_UNITS[unit]}" if unit else f"{size} {_UNITS[0]}"


class BlobPanel(Panel):
    """A BLOB vector."""

    def height(self, room: int) -> int:
        return max(1, len(self.vector.members))

    def values(self, room: int, look: Look) -> list[Row]:
        rows = [self._member(member, room) for member in self.vector.members.values()] or [[]]
        if sent := pending(self.vector, look.now):
            rows[0] = [*rows[0], Part("  → sent ", "pending"), *sent]
        return rows

    def _member(self, member: Member, room: int) -> Row:
        saved = isinstance(member, BlobMember) and member.size and len(self.vector.members) == 1
        row: Row = [] if saved else [Part(f"{plain(member.label)} ", "member")]  # the name of the file tells more
        if not self.vector.readable:
            return [*row, Part("⟨send a file⟩", "off", member.name)]
        if not isinstance(member, BlobMember) or not member.size:
            row.append(Part("— none yet", "dim", member.name))
        else:
            name = PurePath(member.filename).name if member.filename else f"not saved {plain(member.format)}"
            when = self.vector.timestamp
            row += [
                Part(plain(name), "value", member.name),
                Part(f"  {size_text(len(member.data) or member.size)}", "value"),
            ]
            time = Part(f"  {when:%H:%M:%S}" if when else "", "dim")
            if row_width([*row, time]) <= room:  # else it is in the name, or on the right, or in the details
                row.append(time)
        return row
