"""Coordinates of J2000 and of a date: precession, nutation, aberration.

INDI's EQUATORIAL_EOD_COORD is the apparent place of the date, as seen from the centre of the Earth: true equator and
equinox, annual aberration included; no refraction. EQUATORIAL_COORD is J2000, here the same as ICRS (they are 0.02"
apart). Precession is that of IAU 2006 with its frame bias; of the 77 terms of nutation IAU 2000B those above 0.003";
the Earth's velocity is that of an ellipse around the Sun. Parallax is left out (0.75" for the nearest star), and so is
the bending of light by the Sun. From 1990 to 2060 the result is within 0.1" of astropy's TETE; 1" within half a degree
of the Sun.
"""

from __future__ import annotations

from datetime import UTC, datetime
from math import asin, atan2, cos, degrees, hypot, pi, radians, sin
from typing import NamedTuple

J2000 = datetime(2000, 1, 1, 12, tzinfo=UTC)

_TT_MINUS_UTC = 69.184  # seconds; a minute more or less moves nothing by 0.001"
_DAYS_A_CENTURY = 36525.0
_ARCSECOND = pi / 648000
_ABERRATION = 20.49551 * _ARCSECOND  # the constant of aberration: the Earth's mean speed over that of light

Vector = tuple[float, float, float]
Matrix = tuple[Vector, Vector, Vector]


class Place(NamedTuple):
    """A place in the sky: right ascension in hours from 0 to 24, declination in degrees."""

    ra: float
    dec: float


def of_date(place: Place, when: datetime) -> Place:
    """The apparent place at a time, of one of J2000."""
    century = centuries(when)
    return _place(_turn(_nutation_matrix(century), _aberrated(_turn(_precession(century), _vector(place)), century)))


def to_j2000(place: Place, when: datetime) -> Place:
    """The place of J2000, of one that is apparent at a time."""
    century = centuries(when)
    seen = _turn(_transposed(_nutation_matrix(century)), _vector(place))
    without = seen
    for _ in range(2):  # what aberration adds hardly depends on where it is added: each step is 10000 times closer
        moved = _aberrated(without, century)
        without = _unit(tuple(one - (to - fro) for one, to, fro in zip(seen, moved, without, strict=True)))
    return _place(_turn(_transposed(_precession(century)), without))


def moved(place: Place, motion: tuple[float, float], years: float) -> Place:
    """A place after some years of proper motion, in milliarcseconds a year along RA (on the sky) and declination."""
    ra, dec = radians(place.ra * 15), radians(place.dec)
    east, north = (each * years * _ARCSECOND / 1000 for each in motion)
    x, y, z = _vector(place)
    return _place(
        (
            x - east * sin(ra) - north * sin(dec) * cos(ra),
            y + east * cos(ra) - north * sin(dec) * sin(ra),
            z + north * cos(dec),
        )
    )


def separation(one: Place, other: Place) -> float:
    """The angle between two places, in degrees."""
    first, second = _vector(one), _vector(other)
    return degrees(2 * asin(min(1.0, hypot(*(a - b for a, b in zip(first, second, strict=True))) / 2)))


def centuries(when: datetime) -> float:
    """Julian centuries from J2000 to a time, of 36525 days each."""
    return ((when - J2000).total_seconds() + _TT_MINUS_UTC) / 86400 / _DAYS_A_CENTURY


def mean_obliquity(century: float) -> float:
    """The angle between mean equator and ecliptic, in radians (IAU 2006)."""
    return _polynomial(century, 84381.406, -46.836769, -0.0001831, 0.0020034) * _ARCSECOND


def nutation(century: float) -> tuple[float, float]:
    """Nutation in longitude and in obliquity, in radians."""
    arguments = [radians(_polynomial(century, *each)) for each in _ARGUMENTS]
    longitude = obliquity = 0.0
    for factors, (sine, sine_change), (cosine, cosine_change) in _TERMS:
        angle = sum(factor * argument for factor, argument in zip(factors, arguments, strict=True))
        longitude += (sine + sine_change * century) * sin(angle)
        obliquity += (cosine + cosine_change * century) * cos(angle)
    return longitude * _ARCSECOND, obliquity * _ARCSECOND


def _precession(century: float) -> Matrix:
    """From ICRS to the mean equator and equinox of a date: the Fukushima-Williams angles, frame bias included."""
    gamma, phi, psi = (_polynomial(century, *each) * _ARCSECOND for each in _FUKUSHIMA_WILLIAMS)
    turned = _product(_around_x(phi), _around_z(gamma))
    return _product(_around_x(-mean_obliquity(century)), _product(_around_z(-psi), turned))


def _nutation_matrix(century: float) -> Matrix:
    """From the mean to the true equator and equinox of a date."""
    longitude, obliquity = nutation(century)
    mean = mean_obliquity(century)
    return _product(_around_x(-(mean + obliquity)), _product(_around_z(-longitude), _around_x(mean)))


def _aberrated(direction: Vector, century: float) -> Vector:
    """A direction as the moving Earth sees it, in the mean equator and equinox of a date."""
    anomaly = radians(_polynomial(century, 357.52911, 35999.05029))
    centre = _polynomial(century, 1.914602, -0.004817) * sin(anomaly) + 0.019993 * sin(2 * anomaly)
    sun = radians(_polynomial(century, 280.46646, 36000.76983, 0.0003032) + centre)
    perihelion = radians(_polynomial(century, 102.93735, 1.71946, 0.00046))
    eccentricity = _polynomial(century, 0.016708634, -0.000042037)
    along = _ABERRATION * (sin(sun) - eccentricity * sin(perihelion))  # towards the equinox
    across = _ABERRATION * (eccentricity * cos(perihelion) - cos(sun))  # towards 90 degrees of the ecliptic
    tilt = mean_obliquity(century)
    x, y, z = direction
    return _unit((x + along, y + across * cos(tilt), z + across * sin(tilt)))


# Vectors and rotations


def _vector(place: Place) -> Vector:
    ra, dec = radians(place.ra * 15), radians(place.dec)
    return cos(dec) * cos(ra), cos(dec) * sin(ra), sin(dec)


def _place(vector: Vector) -> Place:
    x, y, z = vector
    return Place(degrees(atan2(y, x)) / 15 % 24, degrees(atan2(z, hypot(x, y))))


def _unit(vector: tuple[float, ...]) -> Vector:
    length = hypot(*vector)
    x, y, z = (each / length for each in vector)
    return x, y, z


def _around_x(angle: float) -> Matrix:
    return (1.0, 0.0, 0.0), (0.0, cos(angle), sin(angle)), (0.0, -sin(angle), cos(angle))


def _around_z(angle: float) -> Matrix:
    return (cos(angle), sin(angle), 0.0), (-sin(angle), cos(angle), 0.0), (0.0, 0.0, 1.0)


def _turn(matrix: Matrix, vector: Vector) -> Vector:
    x, y, z = (sum(a * b for a, b in zip(row, vector, strict=True)) for row in matrix)
    return x, y, z


def _product(left: Matrix, right: Matrix) -> Matrix:
    first, second, third = (_turn(left, column) for column in _transposed(right))
    return _transposed((first, second, third))


def _transposed(matrix: Matrix) -> Matrix:
    first, second, third = zip(*matrix, strict=True)
    return first, second, third


def _polynomial(x: float, *coefficients: float) -> float:
    total = 0.0
    for coefficient in reversed(coefficients):
        total = total * x + coefficient
    return total


# Numbers of the IAU: precession 2006 in arcseconds, the arguments of nutation in degrees, its terms in arcseconds

_FUKUSHIMA_WILLIAMS = (
    (-0.052928, 10.556378, 0.4932044, -0.00031238),
    (84381.412819, -46.811016, 0.0511268, 0.00053289),
    (-0.041775, 5038.481484, 1.5584175, -0.00018522),
)

_ARGUMENTS = (
    (134.96340251, 477198.867560494),  # mean anomaly of the Moon
    (357.52910918, 35999.050291139),  # mean anomaly of the Sun
    (93.27209062, 483202.017457639),  # argument of latitude of the Moon
    (297.85019547, 445267.111446833),  # elongation of the Moon from the Sun
    (125.04455501, -1934.136261972),  # longitude of the Moon's ascending node
)

_TERMS = (
    ((0, 0, 0, 0, 1), (-17.2064161, -0.0174666), (9.2052331, 0.0009086)),
    ((0, 0, 2, -2, 2), (-1.3170906, -0.0001675), (0.5730336, -0.0003015)),
    ((0, 0, 2, 0, 2), (-0.2276413, -0.0000234), (0.0978459, -0.0000485)),
    ((0, 0, 0, 0, 2), (0.2074554, 0.0000207), (-0.0897492, 0.0000470)),
    ((0, 1, 0, 0, 0), (0.1475877, -0.0003633), (0.0073871, -0.0000184)),
    ((0, 1, 2, -2, 2), (-0.0516821, 0.0001226), (0.0224386, -0.0000677)),
    ((1, 0, 0, 0, 0), (0.0711159, 0.0000073), (-0.0006750, 0.0)),
    ((0, 0, 2, 0, 1), (-0.0387298, -0.0000367), (0.0200728, 0.0000018)),
    ((1, 0, 2, 0, 2), (-0.0301461, -0.0000036), (0.0129025, -0.0000063)),
    ((0, -1, 2, -2, 2), (0.0215829, -0.0000494), (-0.0095929, 0.0000299)),
    ((-1, 0, 0, 2, 0), (0.0156994, 0.0000010), (-0.0001235, 0.0)),
    ((0, 0, 2, -2, 1), (0.0128227, 0.0000137), (-0.0068982, -0.0000009)),
    ((-1, 0, 2, 0, 2), (0.0123457, 0.0000011), (-0.0053311, 0.0000032)),
    ((1, 0, 0, 0, 1), (0.0063110, 0.0000063), (-0.0033228, 0.0)),
    ((-1, 0, 2, 2, 2), (-0.0059641, -0.0000011), (0.0025543, -0.0000011)),
    ((-1, 0, 0, 0, 1), (-0.0057976, -0.0000063), (0.0031429, 0.0)),
    ((1, 0, 2, 0, 1), (-0.0051613, -0.0000042), (0.0026366, 0.0)),
    ((-2, 0, 0, 2, 0), (0.0047722, 0.0), (-0.0001217, 0.0)),
    ((-2, 0, 2, 0, 1), (0.0045893, 0.0000050), (-0.0024236, -0.0000010)),
    ((0, 0, 2, 2, 2), (-0.0038571, -0.0000001), (0.0016452, -0.0000011)),
    ((0, 0, 0, 2, 0), (0.0063384, 0.0000011), (-0.0001220, 0.0)),
    ((2, 0, 2, 0, 2), (-0.0031046, -0.0000001), (0.0013238, -0.0000011)),
)
