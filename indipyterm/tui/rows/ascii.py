"""What is painted on terminals that show only ASCII."""

from __future__ import annotations

from rich.cells import cell_len

_ASCII = str.maketrans(
    {
        "○": "o",
        "●": "@",
        "◐": "%",
        "▲": "!",
        "▸": ">",
        "▾": "v",
        "→": "~",
        "⇄": "&",
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
        "⌫": "<",
    }
)


_FIGURES = str.maketrans({"×": "x", "σ": "sd", "≥": ">="})
_KEYS = {"←→⏎": "Enter", "⌫": "Backspace", "⏎": "Enter", "⎋": "Esc", "←": "left", "→": "right", "↑": "up", "↓": "down"}


def ascii_text(text: str) -> str:
    """A painted text for terminals that know only ASCII: the same cells, a ``?`` in each that it cannot show."""
    if text.isascii():
        return text
    return "".join(c if c.isascii() else "?" * cell_len(c) for c in text.translate(_ASCII))


def spelled_figures(text: str) -> str:
    """Figures of an image, with their signs written in ASCII, in more cells."""
    return text.translate(_FIGURES)


def spelled_keys(text: str) -> str:
    """What is shown for keys, with their names in place of their signs."""
    for sign, name in _KEYS.items():
        text = text.replace(sign, name)
    return text
