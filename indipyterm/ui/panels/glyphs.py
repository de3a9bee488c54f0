"""The signs on screen that stand for INDI's words: a shape for each, so that none depends on colour alone."""

from __future__ import annotations

from rich.cells import cell_len

from indipyterm.protocol.messages import State

STATES = {State.IDLE: "○", State.OK: "●", State.BUSY: "◐", State.ALERT: "▲"}
STALE = "?"
CURSOR = "▸"
EDITABLE = "✎"
WRITE_ONLY = "wo"
READ_ONLY = "ro"
ARROW = "→"
OTHER = "⇄"  # another client changed it

WORST_FIRST = (State.ALERT, State.BUSY, State.OK, State.IDLE)


def state_role(state: State | str) -> str:
    """The role in which a state is painted."""
    return str(state).lower()


_ASCII = str.maketrans(
    {
        "○": "o",
        "●": "*",
        "◐": "%",
        "▲": "!",
        "▸": ">",
        "▾": "v",
        "✎": "e",
        "→": ">",
        "⇄": "x",
        "★": "*",
        "‹": "<",
        "›": ">",
        "»": "{",
        "«": "}",
        "⟨": "(",
        "⟩": ")",
        "─": "-",
        "│": "|",
        "┤": "|",
        "└": "+",
        "…": ".",
        "✓": "+",
        "✗": "x",
        "⏎": "^",
        "←": "<",
        "°": "d",
        "—": "-",
        "↑": "^",
        "↓": "v",
        "┬": "+",
        "≥": ">",
        "▓": "#",
        "░": ".",
        "⎋": "E",
    }
)

_KEYS = {"←→⏎": "Enter", "⏎": "Enter", "⎋": "Esc", "←": "left", "→": "right", "↑": "up", "↓": "down"}


def ascii_text(text: str) -> str:
    """A painted text for terminals that know only ASCII: the same cells, a ``?`` in each that it cannot show."""
    if text.isascii():
        return text
    return "".join(c if c.isascii() else "?" * cell_len(c) for c in text.translate(_ASCII))


def spelled(text: str) -> str:
    """What is shown for keys, with their names in place of their signs."""
    for sign, name in _KEYS.items():
        text = text.replace(sign, name)
    return text
