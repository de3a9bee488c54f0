"""The header of a FITS file as people read it: every card, in order.

Source: "Definition of the Flexible Image Transport System (FITS)", version 4.0, sections 4.1 and 4.2.1.2 (CONTINUE);
"The HIERARCH keyword conventions", FITS convention registry.
"""

from __future__ import annotations

import re
from typing import BinaryIO, NamedTuple

from indipyterm.presentation.imaging.header import read_cards
from indipyterm.presentation.text import printable

_TEXT = re.compile(r"\s*'((?:[^']|'')*)'\s*(?:/(.*))?")
_HIERARCH = re.compile(r"HIERARCH\s+([^=]*?)\s*=(.*)")


class Card(NamedTuple):
    """A line of a header, all safe to show; `value` as it is written, a text without its quotes."""

    keyword: str
    value: str
    comment: str = ""


def header_cards(file: BinaryIO) -> list[Card]:
    """The cards of all headers up to that of the picture: of the first part, and of the next if the first is empty.

    Texts that go on in CONTINUE cards are put together, and empty cards left out. Raises NotAnImage where a header has
    no end, and what the file raises when it is read.
    """
    file.seek(0)
    found = _joined(list(read_cards(file)))
    if any(card.keyword == "NAXIS" and card.value == "0" for card in found):
        found += _joined(list(read_cards(file)))
    return [Card(*map(printable, card)) for card in found if any(card)]


def _joined(lines: list[str]) -> list[Card]:
    cards: list[Card] = []
    for line in lines:
        card = _card(line)
        last = cards[-1] if cards else None
        if card.keyword == "CONTINUE" and last and last.value.endswith("&"):
            comment = " ".join(filter(None, (last.comment, card.comment)))
            cards[-1] = Card(last.keyword, last.value[:-1] + card.value, comment)
        else:
            cards.append(card)
    return cards


def _card(line: str) -> Card:
    keyword, rest = line[:8].rstrip(), line[8:]
    if found := _HIERARCH.fullmatch(line.rstrip()):
        keyword, rest = found[1], found[2]
    elif rest.startswith("= "):
        rest = rest[2:]
    elif keyword != "CONTINUE":
        return Card(keyword, rest.strip())
    if text := _TEXT.match(rest):
        return Card(keyword, text[1].replace("''", "'").rstrip(), (text[2] or "").strip())
    value, _, comment = rest.partition("/")
    return Card(keyword, value.strip(), comment.strip())
