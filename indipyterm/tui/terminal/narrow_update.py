"""Partial updates of the screen that write only the cells that changed.

Textual writes a line from the left edge of the widget up to the last cell that changed: many times what a digit needs,
over an SSH connection. `TerminalApp` replaces its updates by these; nothing else of its painting changes.
"""

from __future__ import annotations

from rich.console import Console
from rich.control import Control
from textual._compositor import ChopsUpdate


class NarrowUpdate(ChopsUpdate):
    """An update of the screen by spans: line, first cell, the cell behind the last one."""

    @classmethod
    def of(cls, update: ChopsUpdate) -> NarrowUpdate:
        """Return the same update in narrow form."""
        return cls(update.chops, update.spans, update.chop_ends)

    def render_segments(self, console: Console) -> str:
        """Return what is written to the terminal."""
        written: list[str] = []
        for line, first, behind in self.spans:
            for end, (begin, strip) in zip(self.chop_ends[line], self.chops[line].items(), strict=False):
                left, right = max(begin, first), min(end, behind)
                if strip is not None and left < right:
                    written.append(Control.move_to(left, line).segment.text)
                    written.append(strip.crop(left - begin, right - begin).simplify().render(console))
        return "".join(written)
