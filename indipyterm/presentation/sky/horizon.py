"""Where a place of the sky stands over the horizon of a site."""

from __future__ import annotations

from datetime import datetime
from math import asin, atan2, cos, degrees, radians, sin
from typing import NamedTuple

from indipyterm.presentation.sky.places import J2000, Place, centuries, mean_obliquity, nutation

_TURNS_A_DAY = 1.00273781191135448


class Site(NamedTuple):
    """Where an observer is: latitude in degrees north, longitude in degrees east, both negative the other way."""

    latitude: float
    longitude: float


class Direction(NamedTuple):
    """Altitude in degrees above the horizon; azimuth in degrees from north through east, from 0 to 360."""

    altitude: float
    azimuth: float


def sidereal_time(when: datetime, longitude: float) -> float:
    """The local apparent sidereal time in hours, good to a second (UT1 is taken as UTC); longitude in degrees east."""
    days = (when - J2000).total_seconds() / 86400
    century = centuries(when)
    precession = (0.014506 + 4612.156534 * century + 1.3915817 * century**2) / 3600
    equinox = degrees(nutation(century)[0]) * cos(mean_obliquity(century))
    rotation = 360 * (0.7790572732640 + _TURNS_A_DAY * days)
    return (rotation + precession + equinox + longitude) / 15 % 24


def direction(place: Place, site: Site, when: datetime) -> Direction:
    """Where an apparent place of the date stands at a time, without refraction (half a degree at the horizon)."""
    hour_angle = radians((sidereal_time(when, site.longitude) - place.ra) * 15)
    latitude, dec = radians(site.latitude), radians(place.dec)
    east = -cos(dec) * sin(hour_angle)
    north = sin(dec) * cos(latitude) - cos(dec) * cos(hour_angle) * sin(latitude)
    up = sin(dec) * sin(latitude) + cos(dec) * cos(hour_angle) * cos(latitude)
    return Direction(degrees(asin(max(-1.0, min(1.0, up)))), degrees(atan2(east, north)) % 360)
