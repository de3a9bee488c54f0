"""Places of J2000 and of a date, against astropy: `reference.py` made the table."""

from __future__ import annotations

import csv
from datetime import UTC, datetime
from pathlib import Path

import pytest

from indipyterm.presentation.sky.horizon import Site, direction, sidereal_time
from indipyterm.presentation.sky.places import Place, moved, of_date, separation, to_j2000

_TABLE = (Path(__file__).parent / "astropy_places.csv").read_text()
ROWS = list(csv.DictReader(line for line in _TABLE.splitlines() if not line.startswith("#")))
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def test_the_table_has_three_epochs_and_the_poles() -> None:
    assert {row["when"][:4] for row in ROWS} == {"1990", "2026", "2060"}
    decs = [float(row["dec"]) for row in ROWS]
    assert len(ROWS) >= 60
    assert (max(decs) > 89, min(decs) < -89) == (True, True)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['when'][:7]} {row['ra']} {row['dec']}")
def test_places_are_as_astropy_has_them(row: dict[str, str]) -> None:
    """Within 0.3" where 1" is asked for; altitude and azimuth within what the difference of UT1 and UTC makes."""
    when, values = (
        datetime.fromisoformat(row["when"]),
        {name: float(text) for name, text in row.items() if name != "when"},
    )
    j2000, seen = Place(values["ra"], values["dec"]), Place(values["ra_of_date"], values["dec_of_date"])
    assert separation(of_date(j2000, when), seen) * 3600 < 0.3
    assert separation(to_j2000(seen, when), j2000) * 3600 < 0.3
    up = direction(seen, Site(values["latitude"], values["longitude"]), when)
    assert (
        separation(Place(up.azimuth / 15, up.altitude), Place(values["azimuth"] / 15, values["altitude"])) < 15 / 3600
    )


def test_there_and_back_is_the_same_place() -> None:
    for dec in (-90.0, -45.0, 0.0, 89.99):
        place = Place(23.999, dec)
        assert separation(to_j2000(of_date(place, NOON), NOON), place) * 3600 < 1e-4


def test_what_is_forgotten_would_be_seen() -> None:
    """M42 is 20' from where it was in 2000, so that the tests above say something."""
    m42 = Place(5.588, -5.391)
    assert separation(of_date(m42, NOON), m42) * 60 == pytest.approx(20, abs=1)


def test_a_star_moves_along_ra_and_declination() -> None:
    assert moved(Place(6.0, 60.0), (3_600_000.0, 0.0), 1.0).ra == pytest.approx(6.0 + 2 / 15, abs=1e-4)
    assert moved(Place(6.0, 0.0), (0.0, -1000.0), 36.0) == pytest.approx(Place(6.0, -0.01))


def test_sidereal_time_grows_with_the_longitude() -> None:
    """Meeus's example: apparent sidereal time at Greenwich, 1987 April 10, 0 h: 13 h 10 m 46.1351 s."""
    when = datetime(1987, 4, 10, tzinfo=UTC)
    assert sidereal_time(when, 0) * 3600 == pytest.approx(13 * 3600 + 10 * 60 + 46.14, abs=0.1)
    assert sidereal_time(when, -30) == pytest.approx(sidereal_time(when, 0) - 2)


def test_the_pole_is_as_high_as_the_latitude() -> None:
    up = direction(Place(3.0, 90.0), Site(41.9, -70.0), NOON)
    assert up.altitude == pytest.approx(41.9)
    assert up.azimuth % 360 == pytest.approx(0.0, abs=1e-6)
