"""Where a mount is sent: the epoch of its coordinates, its site, and how high that is above the horizon."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from indipyterm.model.vectors import Vector
from indipyterm.presentation.keys import DeviceKey, VectorKey
from indipyterm.presentation.sky.horizon import Site, direction
from indipyterm.presentation.sky.places import Place, of_date
from indipyterm.protocol.messages import ON
from indipyterm.protocol.numbers import number_or_none, parse_typed
from indipyterm.workspace.submission import Request

if TYPE_CHECKING:
    from indipyterm.workspace.servers import Servers

OF_DATE = "EQUATORIAL_EOD_COORD"
"""The coordinates of a mount for true equator and equinox of the date; those of J2000 are EQUATORIAL_COORD."""

_MODES = "ON_COORD_SET"
_SITE = "GEOGRAPHIC_COORD"


def site_for(servers: Servers, owner: DeviceKey) -> Site | None:
    """Where a device stands: as it says itself, else as another of its server says, else as one of any server does.

    None where nobody says it. Latitude 0 with longitude 0 is what drivers say that do not know.
    """
    others = sorted((key for key in servers.devices() if key != owner), key=lambda key: key.server != owner.server)
    return next(_sites(servers, [owner, *others]), None)


def _sites(servers: Servers, owners: list[DeviceKey]) -> Iterator[Site]:
    for owner in owners:
        vector = servers.vector(VectorKey(*owner, _SITE))
        latitude, longitude = (_value(vector, name) for name in ("LAT", "LONG"))
        if latitude is not None and longitude is not None and (latitude or longitude) and abs(latitude) <= 90:
            yield Site(latitude, longitude)


def _value(vector: Vector | None, name: str) -> float | None:
    member = vector.members.get(name) if vector else None
    return number_or_none(member.value) if member else None


def altitude(servers: Servers, key: VectorKey, values: Mapping[str, Any], when: datetime) -> float | None:
    """How many degrees above the horizon the coordinates are that would be sent to a mount, without refraction.

    What `values` leave out stays as it is. None where the site is unknown, or the values are no coordinates.
    """
    site, vector = site_for(servers, key.owner), servers.vector(key)
    ra, dec = (_typed(values[name]) if name in values else _value(vector, name) for name in ("RA", "DEC"))
    if site is None or ra is None or dec is None:
        return None
    place = Place(ra, dec) if key.vector == OF_DATE else of_date(Place(ra, dec), when)
    return direction(place, site, when).altitude


def _typed(value: Any) -> float | None:
    try:
        return parse_typed(str(value))
    except ValueError:
        return None


def is_sync(servers: Servers, request: Request, requests: Iterable[Request]) -> bool:
    """Whether coordinates that are sent among some requests tell a mount where it points, instead of moving it."""
    modes = request.key._replace(vector=_MODES)
    asked = next((each.values for each in requests if each.key == modes), None)
    if asked is not None:
        return asked.get("SYNC") == ON
    vector = servers.vector(modes)
    member = vector.members.get("SYNC") if vector else None
    return member is not None and member.value == ON


def altitude_text(degrees: float | None) -> str:
    """An altitude in words, in whole degrees."""
    if degrees is None:
        return "altitude unknown (no site is set)"
    whole = round(abs(degrees))
    return f"{whole}° below the horizon" if degrees < 0 else f"altitude {whole}°"
