"""The header of a FITS file as people read it: every card, in order.

Source: "Definition of the Flexible Image Transport System (FITS)", version 4.0, sections 4.1 and 4.2.1.2 (CONTINUE);
"The HIERARCH keyword conventions", FITS convention registry.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from indipyterm.presentation.text import printable

TEXT_ONLY = ("", "COMMENT", "HISTORY", "CONTINUE")
"""Keywords of cards that have no value."""

_TEXT = re.compile(r"\s*'((?:[^']|'')*)'\s*(?:/(.*))?")
_HIERARCH = re.compile(r"HIERARCH\s+([^=]*?)\s*=(.*)")


class Card(NamedTuple):
    """A line of a header; `value` as it is written, a text without its quotes."""

    keyword: str
    value: str
    comment: str = ""


class ParsedCard(NamedTuple):
    """A card with what is known of its value: whether it has one, and whether that is a text in quotes."""

    card: Card
    has_value: bool
    quoted: bool


def joined_cards(lines: Iterable[str]) -> list[Card]:
    """The cards of a header, safe to show; long texts put together, and empty cards left out."""
    return [Card(*map(printable, parsed.card)) for parsed in parsed_cards(lines) if any(parsed.card)]


def parsed_cards(lines: Iterable[str]) -> list[ParsedCard]:
    """The cards of a header as they stand; texts that go on in CONTINUE cards are put together."""
    cards: list[ParsedCard] = []
    for line in lines:
        parsed = _parsed(line)
        last = cards[-1] if cards else None
        if parsed.card.keyword == "CONTINUE" and last and last.quoted and last.card.value.endswith("&"):
            comment = " ".join(filter(None, (last.card.comment, parsed.card.comment)))
            cards[-1] = last._replace(card=Card(last.card.keyword, last.card.value[:-1] + parsed.card.value, comment))
        else:
            cards.append(parsed)
    return cards


def _parsed(line: str) -> ParsedCard:
    keyword, rest = line[:8].rstrip(), line[8:]
    if found := _HIERARCH.fullmatch(line.rstrip()):
        keyword, rest = found[1], found[2]
    elif rest.startswith("= "):
        rest = rest[2:]
    elif keyword != "CONTINUE":
        return ParsedCard(Card(keyword, rest.strip()), has_value=False, quoted=False)
    has_value = keyword not in TEXT_ONLY
    if text := _TEXT.match(rest):
        card = Card(keyword, text[1].replace("''", "'").rstrip(), (text[2] or "").strip())
        return ParsedCard(card, has_value, quoted=True)
    value, _, comment = rest.partition("/")
    return ParsedCard(Card(keyword, value.strip(), comment.strip()), has_value, quoted=False)
