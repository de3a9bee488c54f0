"""What a standard property of INDI is, in a sentence."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources

_DIGITS = "0123456789"
_LONGEST_NUMBER = 3


def description(property_name: str) -> str | None:
    """A sentence about a property, by its INDI name; None for names that are not INDI's.

    Numbered names that are not listed themselves are found by their family (``CCD3`` by ``CCD#``) or by the name
    without its number (``FOCUS_SPEED_2``).
    """
    known = descriptions()
    if "#" in property_name:  # the mark of a family, in no name of INDI's
        return None
    if sentence := known.get(property_name):
        return sentence
    stem = property_name.rstrip(_DIGITS)
    number = property_name[len(stem) :]
    if not 0 < len(number) <= _LONGEST_NUMBER:
        return None
    if sentence := known.get(f"{stem}#"):
        return sentence.replace("#", number)
    return known.get(stem.removesuffix("_"))


@cache
def descriptions() -> dict[str, str]:
    """All sentences by name or family, read from the data file at the first call."""
    text = resources.files(__package__).joinpath("descriptions.toml").read_text("utf-8")
    return {name: sentence for table in tomllib.loads(text).values() for name, sentence in table.items()}
