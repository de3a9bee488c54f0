"""What was done last, to be done again, and what was typed in the palette."""

from __future__ import annotations

from collections import deque
from typing import NamedTuple

from indipyterm.presentation.keys import DeviceKey
from indipyterm.workspace.submission import Request

MOST = 100
"""Texts that are kept."""


class Typed(NamedTuple):
    """A text of the palette that sent something to a device.

    It is read anew, so ``focus +5`` goes on from where the focuser is.
    """

    text: str
    device: DeviceKey | None


class History:
    """Of one session: the texts, the newest last, and the last command in either form."""

    def __init__(self) -> None:
        self.texts: deque[str] = deque(maxlen=MOST)
        self.last: Typed | tuple[Request, ...] | None = None

    def add_text(self, text: str) -> None:
        """Keep a text that did something; one that was there before becomes the newest."""
        text = " ".join(text.split())
        if text:
            if text in self.texts:
                self.texts.remove(text)
            self.texts.append(text)
