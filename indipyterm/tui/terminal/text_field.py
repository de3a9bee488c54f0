"""The text field of the screen: typing and pasting in it."""

from __future__ import annotations

from typing import Any

from textual import events
from textual.widgets import Input


class TextField(Input):
    """An `Input` of one line. Its cursor does not blink: each blink would go over the SSH line."""

    def __init__(self, value: str = "", **words: Any) -> None:
        super().__init__(value, compact=True, **words)
        self.cursor_blink = False

    def on_unmount(self) -> None:
        """Unsubscribe from the screen's signal, which would otherwise keep every field ever mounted alive."""
        self.screen.text_selection_started_signal.unsubscribe(self)

    def on_paste(self, event: events.Paste) -> None:
        """Paste the first line that is not empty, without blanks around it; warn when there are others.

        Input's own handler runs next, and inserts the text of the event.
        """
        lines = [line.strip() for line in event.text.splitlines() if line.strip()]
        event.text = lines[0] if lines else ""
        if len(lines) > 1:
            self.app.notify("A field has one line: only the first line was pasted", severity="warning")
