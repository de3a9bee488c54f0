"""Texts made comparable: in lower case, with spaces between words."""

from __future__ import annotations

from collections.abc import Sequence

_SEPARATOR = "\0"
_SPACES = {code: " " for code in range(1, 128) if not chr(code).isalnum()}


def folded(text: str) -> str:
    """A text in lower case with a space before each word: ``" eq  coordinates"`` of ``"Eq. Coordinates"``."""
    return f" {text.replace(_SEPARATOR, ' ').casefold().translate(_SPACES)}"


def all_folded(texts: Sequence[str]) -> list[str]:
    """The same as `folded` of each text, but much faster."""
    whole = _SEPARATOR.join(texts)
    if whole.count(_SEPARATOR) >= len(texts):
        return list(map(folded, texts))
    return (
        f" {whole}".replace(_SEPARATOR, f"{_SEPARATOR} ").casefold().translate(_SPACES).split(_SEPARATOR)
        if texts
        else []
    )


def are_word_prefixes(text: str, where: str) -> bool:
    """Whether each word of a text begins some word of another text."""
    place = folded(where)
    return all(f" {word}" in place for word in folded(text).split())


def normalized(text: str) -> str:
    """A text in lower case with single spaces; punctuation is kept."""
    return " ".join(text.casefold().split())
