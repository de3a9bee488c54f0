"""How sharp the stars of a picture are.

They are found in pixels of 2x2, and measured in the real ones. Source: Bertin and Arnouts, "SExtractor: Software for
source extraction" (1996), and its manual (FLUX_RADIUS); the half flux radius of a Gaussian is 1.1774 of its sigma.
"""

from __future__ import annotations

from math import log, sqrt

import numpy as np
import sep

from indipyterm.decoding.pixels import ROWS, Array, Pixels
from indipyterm.presentation.imaging.figures import Focus, Star

MEASURED = 100
"""The most stars that are measured, the brightest."""

SENT = 40
"""The brightest of these, with their places."""

_RADIUS = 24  # pixels from a star's centre that are looked at, at the most
_AROUND = 4  # pixels further, which are sky
_THRESHOLD = 5.0  # times the noise
_LEAST_AREA = 4  # pixels of 2x2
_SHARPEST = 0.6  # pixels: what is narrower is no star but a hot pixel
_LEAST = 8  # pixels across and down of a picture that has stars
_MOST_ELONGATED = 4.0
_MUCH_WIDER = 2.0


def focus(pixels: Pixels, bayer: bool, saturated: float | None) -> Focus:
    """Find the stars and measure the brightest that are not `saturated`. `bayer`: neighbours have other colours."""
    frame = pixels.frame
    if min(frame.width, frame.height) < 2 * _LEAST:
        return Focus(0, None, None)
    found = _found(_binned(pixels))
    stars, wide, clipped = list[Star](), list[float](), list[Star]()
    count = len(found)
    for x, y, a, flux in found[: 4 * MEASURED]:
        if len(stars) == MEASURED:
            break
        measured = _measured(pixels, x, y, a, bayer, saturated)
        if measured is None:
            count -= 1
            continue
        x, y, hfr, fwhm, full = measured
        star = Star(round(x, 2), round(y if frame.top_down else frame.height - 1 - y, 2), round(hfr, 3), round(flux, 1))
        if full:
            clipped.append(star)
        else:
            stars.append(star)
            wide.append(fwhm)
    if not stars:
        return Focus(count, None, None, tuple(clipped[:SENT]))
    hfr = float(np.median([star.hfr for star in stars]))
    brightest = sorted((*stars, *clipped), key=lambda star: -star.flux)[:SENT]
    return Focus(count, round(hfr, 3), round(float(np.median(wide)), 3), tuple(brightest))


def _binned(pixels: Pixels) -> Array:
    """The means of 2x2 pixels: luminance where they are a Bayer matrix."""
    frame = pixels.frame
    height, width = frame.height // 2, frame.width // 2
    means = np.empty((height, width), np.float32)
    for number, band in enumerate(pixels.bands()):
        values = pixels.real(band)[: 2 * (len(band) // 2), : 2 * width]
        top = number * ROWS // 2
        part = means[top : top + len(values) // 2]
        np.add(values[::2, ::2], values[::2, 1::2], out=part)
        part += values[1::2, ::2]
        part += values[1::2, 1::2]
    means /= 4
    bad = ~np.isfinite(means)
    if bad.any():
        means[bad] = np.median(means[~bad]) if not bad.all() else 0
    return means


def _found(means: Array) -> list[tuple[float, float, float, float]]:
    """Centre, size (sigma) and flux of each star, in pixels of the picture; the brightest first that stand alone."""
    background = sep.Background(means)
    background.subfrom(means)
    noise = float(background.globalrms)
    if not noise > 0:
        noise = float(np.std(means)) or 1.0
    sep.set_extract_pixstack(2_000_000)
    threshold = _THRESHOLD
    while True:
        try:
            objects = sep.extract(means, threshold, err=noise, minarea=_LEAST_AREA)
            break
        except Exception:  # noqa: BLE001 - sep raises Exception itself: more bright pixels than it has room for
            threshold *= 4
            if threshold > 1e6:
                return []
    good = objects[(objects["b"] > 0) & (objects["a"] < _MOST_ELONGATED * objects["b"]) & (objects["flux"] > 0)]
    alone = good[good["flag"] == 0]
    usual = float(np.median(alone["a"])) if len(alone) else 0.0
    single = (good["flag"] == 0) & (good["a"] < _MUCH_WIDER * usual)
    # Those that stand alone come first: what touches another one, or is much wider, is no star to measure.
    order = np.lexsort((-good["flux"], ~single))
    return [
        (2 * float(one["x"]) + 0.5, 2 * float(one["y"]) + 0.5, 2 * float(one["a"]), 4 * float(one["flux"]))
        for one in good[order]
    ]


def _measured(
    pixels: Pixels, x: float, y: float, a: float, bayer: bool, saturated: float | None
) -> tuple[float, float, float, float, bool] | None:
    """Centre, half flux radius, full width at half maximum, whether the star is clipped; None where it is no star."""
    frame = pixels.frame
    radius = min(float(_RADIUS), max(8.0, 6 * a))
    reach = round(radius) + _AROUND
    left, top = max(0, round(x) - reach) & ~1, max(0, round(y) - reach) & ~1
    cut = pixels.values(top, left, min(2 * reach + 2, frame.height - top), min(2 * reach + 2, frame.width - left))
    if not np.isfinite(cut).all():
        cut = np.nan_to_num(cut, nan=float(np.nanmedian(cut)))
    down, across = np.indices(cut.shape, np.float32)
    distance = np.hypot(across - (x - left), down - (y - top))
    full = saturated is not None and bool((cut[distance < 3 * a + 1] >= saturated).any())
    cut = _luminance(cut, distance, radius) if bayer else cut - _sky(cut, distance, radius)
    cut = np.ascontiguousarray(cut, np.float32)
    core = np.where(distance < max(2.5, 2 * a), cut, 0)
    if (flux := float(core.sum())) > 0:
        x, y = left + float((core * across).sum()) / flux, top + float((core * down).sum()) / flux
        distance = np.hypot(across - (x - left), down - (y - top))
    radii, _ = sep.flux_radius(cut, [x - left], [y - top], [radius], 0.5, subpix=5)
    hfr = float(np.ravel(radii)[0])
    if not _SHARPEST < hfr < radius:
        return None
    return x, y, hfr, _width(cut, distance, hfr), full


def _sky(cut: Array, distance: Array, radius: float) -> float:
    around = cut[distance > radius]
    return float(np.median(around)) if around.size else float(np.median(cut))


def _luminance(cut: Array, distance: Array, radius: float) -> Array:
    """Each colour without its sky, and as bright as the others, so that the star has one shape."""
    cut = cut.copy()
    places = [(slice(row, None, 2), slice(column, None, 2)) for row in (0, 1) for column in (0, 1)]
    fluxes = []
    for place in places:
        cut[place] -= _sky(cut[place], distance[place], radius)
        fluxes.append(float(cut[place][distance[place] < radius].sum()))
    if min(fluxes) > 0.02 * max(fluxes):
        for place, flux in zip(places, fluxes, strict=True):
            cut[place] *= sum(fluxes) / 4 / flux
    return cut


def _width(cut: Array, distance: Array, hfr: float) -> float:
    """The full width at half maximum of the Gaussian that has the slope of the star's core."""
    core = (distance < 1.5 * hfr) & (cut > 0)
    values, squares = np.log(cut[core]), distance[core] ** 2
    weights = cut[core] ** 2
    if values.size < 4:
        return 2 * hfr
    mean_square, mean_value = np.average(squares, weights=weights), np.average(values, weights=weights)
    spread = np.average((squares - mean_square) ** 2, weights=weights)
    slope = np.average((squares - mean_square) * (values - mean_value), weights=weights) / spread if spread else 0.0
    return float(2 * sqrt(log(2) / -slope)) if slope < 0 else 2 * hfr
