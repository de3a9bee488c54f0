"""What is typed behind ``goto`` and ``sync``: a name of the sky, or coordinates and their epoch."""

from __future__ import annotations

import re
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import NamedTuple

from indipyterm.presentation.sky import objects
from indipyterm.presentation.sky.objects import SkyObject, SkyObjects
from indipyterm.presentation.sky.places import Place, of_date, to_j2000
from indipyterm.protocol.numbers import decimal_text, parse_typed
from indipyterm.workspace.palette.coordinates import split_pair

_MOST_NAMES = 8
_DIGITS = 6  # decimals of hours and degrees: 0.05" and 0.004"
_COORDINATES = re.compile(r"\s*(ra\b|[-+−.\d])", re.IGNORECASE)
_EPOCH = re.compile(r"(.*?)[\s,]*(?:(j2000(?:\.0)?)|jnow|now|of date)\s*", re.IGNORECASE | re.DOTALL)


class Target(NamedTuple):
    """Where to point: `values` to send, in the epoch of the mount; `words` say what they are."""

    title: str
    ra: str
    dec: str
    words: str


@cache
def sky_objects() -> SkyObjects:
    """The objects of the sky, read when they are wanted first."""
    return SkyObjects(Path(objects.__file__).with_suffix(".csv").read_text("utf-8"))


def named(text: str) -> list[SkyObject]:
    """The objects that a text can mean, the one that it names in full first; none for coordinates and for nothing."""
    if not any(map(str.isalpha, text)):
        return []  # without reading them
    exact = sky_objects().find(text)
    if exact is None and _COORDINATES.match(text):
        return []
    others = [one for one in sky_objects().beginning_with(text) if one is not exact]
    return [*([exact] if exact else []), *others][:_MOST_NAMES]


def is_named(text: str, one: SkyObject) -> bool:
    """Whether a text is the full name of an object."""
    return sky_objects().find(text) is one


def object_target(one: SkyObject, when: datetime, *, j2000: bool) -> Target:
    """An object as the target of a mount whose coordinates are those of J2000, or else of the date."""
    place = one.place_at(when)
    return _sent(one.title, place if j2000 else of_date(place, when), j2000)


def typed_target(text: str, when: datetime, *, j2000: bool) -> Target:
    """Typed coordinates as the target of a mount; without an epoch they are taken in that of its own.

    Raises `Incomplete`, or ValueError with the reason.
    """
    if text and not _COORDINATES.match(text):
        raise ValueError(f"no object here is called {text!r}")
    pair, given = _without_epoch(text)
    ra, dec = split_pair(pair)
    if given is None or given is j2000:
        return Target(f"{ra} {dec}", ra, dec, epoch_text(j2000))
    place = _checked(Place(parse_typed(ra), parse_typed(dec)))
    title = f"{ra} {dec} {epoch_text(given)}"
    return _sent(title, of_date(place, when) if given else to_j2000(place, when), j2000)


def epoch_text(j2000: bool) -> str:
    """What the coordinates of a mount are for."""
    return "J2000" if j2000 else "of date"


def _sent(title: str, place: Place, j2000: bool) -> Target:
    ra, dec = (decimal_text(round(each, _DIGITS)) for each in place)
    return Target(title, ra, dec, epoch_text(j2000))


def _without_epoch(text: str) -> tuple[str, bool | None]:
    """Coordinates without their epoch, and whether that is J2000; None if there is none."""
    found = _EPOCH.fullmatch(text)
    return (found[1], bool(found[2])) if found else (text, None)


def _checked(place: Place) -> Place:
    """A place, if it is one: converted, 25 h would become 1 h."""
    if not 0 <= place.ra <= 24:
        raise ValueError(f"RA: {place.ra:g} is not within 0 … 24")
    if not -90 <= place.dec <= 90:
        raise ValueError(f"DEC: {place.dec:g} is not within -90 … 90")
    return place
