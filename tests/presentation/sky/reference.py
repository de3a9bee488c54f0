"""Prints `astropy_places.csv`: what astropy makes of places over the whole sky, for the tests beside it.

astropy is no dependency of the tests: install it where you like, and run ``python -m tests.presentation.sky.reference``.
The apparent place is its TETE (true equator, true equinox) for an observer at the Earth's centre; altitude and azimuth
are its AltAz without refraction. No earth rotation data are fetched: UT1 is within 1 s of UTC.
"""

from __future__ import annotations

import random
from datetime import UTC, datetime
from math import asin, degrees

TIMES = tuple(datetime(year, month, 13, 5, 17, tzinfo=UTC) for year in (1990, 2026, 2060) for month in (2, 8))
SITES = ((41.9, -70.5), (-29.25, 289.27), (78.2, 15.6))
EACH = 12
"""Places for each time."""


def main() -> None:
    """Print the table."""
    import astropy  # type: ignore[import-not-found, unused-ignore]
    from astropy import units  # type: ignore[import-not-found, unused-ignore]
    from astropy.coordinates import (  # type: ignore[import-not-found, unused-ignore]
        TETE,
        AltAz,
        EarthLocation,
        SkyCoord,
    )
    from astropy.time import Time  # type: ignore[import-not-found, unused-ignore]
    from astropy.utils import iers  # type: ignore[import-not-found, unused-ignore]

    iers.conf.auto_download, iers.conf.auto_max_age, iers.conf.iers_degraded_accuracy = False, None, "ignore"
    rolled = random.Random(2026)
    print(f"# Made by reference.py with astropy {astropy.__version__}: places of J2000 (ICRS), and what they are then.")
    print("when,ra,dec,ra_of_date,dec_of_date,latitude,longitude,altitude,azimuth")
    for when in TIMES:
        for number in range(EACH):
            ra = rolled.uniform(0, 24)
            dec = (89.5, -89.5)[number] if number < 2 else degrees(asin(rolled.uniform(-1, 1)))
            ra, dec = round(ra, 6), round(dec, 6)
            latitude, longitude = SITES[number % len(SITES)]
            place = SkyCoord(ra * units.hourangle, dec * units.deg)
            seen = place.transform_to(TETE(obstime=Time(when)))
            site = EarthLocation(lat=latitude * units.deg, lon=longitude * units.deg)
            up = place.transform_to(AltAz(obstime=Time(when), location=site))
            numbers = (ra, dec, seen.ra.hour, seen.dec.deg, latitude, longitude, up.alt.deg, up.az.deg)
            print(",".join([when.isoformat(), *(f"{each:.6f}" for each in numbers)]))


if __name__ == "__main__":
    main()
