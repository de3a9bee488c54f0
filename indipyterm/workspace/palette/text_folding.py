"""Texts made comparable: lower case, and what parts words is a space."""

from __future__ import annotations

from collections.abc import Sequence

_APART = "\0"
_SPACES = {code: " " for code in range(1, 128) if not chr(code).isalnum()}


def folded(text: str) -> str:
    """A text in lower case with a space before each word: ``" eq  coordinates"`` of ``"Eq. Coordinates"``."""
    return f" {text.replace(_APART, ' ').casefold().translate(_SPACES)}"


def all_folded(texts: Sequence[str]) -> list[str]:
    """Many texts, each as `folded` gives it: much faster than one by one."""
    whole = _APART.join(texts)
    if whole.count(_APART) >= len(texts):
        return list(map(folded, texts))
    return f" {whole}".replace(_APART, f"{_APART} ").casefold().translate(_SPACES).split(_APART) if texts else []


def are_word_prefixes(text: str, where: str) -> bool:
    """Whether each word of a text begins some word of another."""
    place = folded(where)
    return all(f" {word}" in place for word in folded(text).split())


def normalized(text: str) -> str:
    """The words of a text as they are typed: in lower case, one space between."""
    return " ".join(text.casefold().split())
