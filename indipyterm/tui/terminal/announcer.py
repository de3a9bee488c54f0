"""What reaches the user behind the terminal: the bell, notifications, the window's title and its progress bar.

Text in these sequences may come from a network: nothing in it can end a sequence, or begin another.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

_MOST = 200
"""Characters of a text: GNU screen drops longer sequences."""

_PREFIX = "INDI: "
"""Before each text: ConEmu and others take a number at its beginning for a command."""

_NO_SEQUENCES = ("linux", "dumb", "vt")
"""Terminals, by the beginning of TERM, that would show parts of such sequences as text."""

_PUSH_TITLE, _POP_TITLE = "\x1b[22;2t", "\x1b[23;2t"


class Announcer:
    """Writes to a terminal with `write`. `by` are the ways to use: bell, desktop, title, progress."""

    def __init__(self, write: Callable[[str], object], environment: Mapping[str, str], by: Collection[str]) -> None:
        self._write, self._environment = write, environment
        term = environment.get("TERM", "")
        plain = not term or term.startswith(_NO_SEQUENCES)
        self.by = {way for way in by if way == "bell" or not plain}
        """The ways that this terminal knows."""
        self._rxvt = term.startswith("rxvt")
        self._title: str | None = None
        self._progress: int | None = None

    def announce(self, title: str, text: str) -> None:
        """Ring, and show a notification."""
        if "bell" in self.by:
            self._write("\a")
        if "desktop" in self.by and self._rxvt:
            self._write(self._through(f"\x1b]777;notify;{_safe(_PREFIX + title).replace(';', ',')};{_safe(text)}\a"))
        elif "desktop" in self.by:
            self._write(self._through(f"\x1b]9;{_safe(f'{_PREFIX}{title}: {text}')}\a"))

    def set_title(self, text: str) -> None:
        """Change the title of the window; the one before is brought back at the end."""
        text = _safe(text)
        if "title" in self.by and text != self._title:
            push = _PUSH_TITLE if self._title is None else ""
            self._title = text
            self._write(f"{push}\x1b]2;{text}\a")

    def set_progress(self, share: float | None) -> None:
        """Show in the window's bar, or icon, how much is done, from 0 to 1; None where nothing is under way."""
        percent = None if share is None else round(100 * share)
        if "progress" in self.by and percent != self._progress:
            self._progress = percent
            self._write(self._through(f"\x1b]9;4;{0 if percent is None else 1};{percent or 0}\a"))

    def restore(self) -> str:
        """What puts title and progress back as they were; whatever is set afterwards is set anew."""
        end = "" if self._progress is None else self._through("\x1b]9;4;0;0\a")
        end += "" if self._title is None else _POP_TITLE
        self._title = self._progress = None
        return end

    def _through(self, sequence: str) -> str:
        """A sequence for the terminal around tmux or GNU screen, which pass none on that they do not know."""
        if self._environment.get("TMUX"):
            doubled = sequence.replace("\x1b", "\x1b\x1b")
            return f"\x1bPtmux;{doubled}\x1b\\"
        return f"\x1bP{sequence}\x1b\\" if self._environment.get("STY") else sequence


def _safe(text: str) -> str:
    """A text without control characters, of ASCII and of C1 (0x80 to 0x9f), and not too long."""
    shown = "".join(" " if ord(c) < 0x20 or 0x7F <= ord(c) < 0xA0 or 0xD800 <= ord(c) < 0xE000 else c for c in text)
    return shown if len(shown) <= _MOST else f"{shown[: _MOST - 1]}…"
