"""How a cell is drawn, and the shortest sequence that changes that (SGR of ECMA-48)."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from rich.color import ColorSystem
from rich.style import Style

_EFFECTS = {
    "bold": "1",
    "dim": "2",
    "italic": "3",
    "underline": "4",
    "blink": "5",
    "blink2": "6",
    "reverse": "7",
    "conceal": "8",
    "strike": "9",
    "underline2": "21",
    "frame": "51",
    "encircle": "52",
    "overline": "53",
}
"""The parameters of Rich's attributes."""
_OFF = {"1": "22", "2": "22", "3": "23", "4": "24", "21": "24", "5": "25", "6": "25", "7": "27", "8": "28", "9": "29"}
_OFF |= {"51": "54", "52": "54", "53": "55"}
_SEEN_ON_BLANKS = frozenset({"4", "7", "9", "21", "51", "52", "53"})
_MOST = 4096  # kept; there are a few dozen, but for pictures


class Attributes(NamedTuple):
    """Parameters of SGR; an empty colour is the terminal's own."""

    foreground: str = ""
    background: str = ""
    effects: frozenset[str] = frozenset()


PLAIN = Attributes()


@lru_cache(_MOST)
def attributes_of(style: Style | None, colors: ColorSystem) -> Attributes:
    """The attributes of a style in a system of colours."""
    if style is None:
        return _same(*PLAIN)
    effects = frozenset(effect for name, effect in _EFFECTS.items() if getattr(style, name))
    foreground = ";".join(style.color.downgrade(colors).get_ansi_codes()) if style.color else ""
    background = ";".join(style.bgcolor.downgrade(colors).get_ansi_codes(foreground=False)) if style.bgcolor else ""
    return _same("" if foreground == "39" else foreground, "" if background == "49" else background, effects)


@lru_cache(_MOST)
def _same(foreground: str, background: str, effects: frozenset[str]) -> Attributes:
    """The same object for the same attributes, so that cells are compared fast."""
    return Attributes(foreground, background, effects)


@lru_cache(_MOST)
def blank(attributes: Attributes) -> Attributes:
    """What of them is seen on a space."""
    if attributes.effects & _SEEN_ON_BLANKS:
        return attributes
    return _same("", attributes.background, PLAIN.effects)


@lru_cache(_MOST)
def for_blank(now: Attributes, wanted: Attributes) -> Attributes:
    """The attributes to write a space with that is to have `wanted`: those of now, as far as it makes no difference."""
    if blank(now) == wanted:
        return now
    if wanted.effects:
        return wanted
    return now._replace(background=wanted.background, effects=now.effects - _SEEN_ON_BLANKS)


@lru_cache(_MOST)
def change(now: Attributes, wanted: Attributes) -> str:
    """The shortest sequence from one to the other."""
    if now == wanted:
        return ""
    off = {_OFF[effect] for effect in now.effects - wanted.effects}
    on = {effect for effect in wanted.effects if effect not in now.effects or _OFF[effect] in off}
    codes = [*sorted(off), *sorted(on)]
    if now.foreground != wanted.foreground:
        codes.append(wanted.foreground or "39")
    if now.background != wanted.background:
        codes.append(wanted.background or "49")
    anew = ["0", *sorted(wanted.effects), *filter(None, (wanted.foreground, wanted.background))]
    shortest = min(";".join(codes), ";".join(anew) if len(anew) > 1 else "", key=len)
    return f"\x1b[{shortest}m"
