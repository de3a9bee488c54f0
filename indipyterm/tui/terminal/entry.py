"""The one-line text field that all of the screen uses."""

from __future__ import annotations

from typing import Any

from textual import events
from textual.widgets import Input


class Entry(Input):
    """An `Input` of one line whose cursor does not blink: each blink would go over the SSH line."""

    def __init__(self, value: str = "", **words: Any) -> None:
        super().__init__(value, compact=True, **words)
        self.cursor_blink = False

    def on_unmount(self) -> None:
        """Unsubscribe from the screen's signal, which would otherwise keep every field ever mounted alive."""
        self.screen.text_selection_started_signal.unsubscribe(self)

    def on_paste(self, event: events.Paste) -> None:
        """Warn when more than one line is pasted: Input's own handler, which runs next, inserts only the first."""
        if len(event.text.splitlines()) > 1:
            self.app.notify("A field has one line: only the first line was pasted", severity="warning")
