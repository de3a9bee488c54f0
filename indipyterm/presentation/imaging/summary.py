"""A picture in a few words, for the lines under its preview."""

from __future__ import annotations

from indipyterm.presentation.imaging.picture import Picture
from indipyterm.presentation.text import printable


def summary(image: Picture) -> str:
    """Size, type, binning and exposure: ``1280×1024 u16 1×1 1.0 s``, as far as the header says."""
    size = f"{image.width}×{image.height}" + (f"×{image.planes}" if image.planes > 1 else "")
    words = [size, image.kind]
    if image.binning:
        words.append("{}×{}".format(*image.binning))
    if image.exposure is not None:
        words.append(f"{_seconds(image.exposure)} s")
    return " ".join(words)


def figures(image: Picture) -> str:
    """Counts: ``med 1012 σ 31 (1 in 41) max 64211``, where "1 in n" says how many pixels were not looked at.

    ``max ≥64211 (1 in 9)``: the real maximum may be higher.
    """
    measured, real = image.figures, image.frame.pixel.real
    median, sigma, maximum = (count_text(value, real) for value in (measured.median, measured.sigma, measured.maximum))
    more = "≥" if measured.seen > 1 else ""
    return f"med {median} σ {sigma}{share(measured.sampled)} max {more}{maximum}{share(measured.seen)}"


def share(one_in: int) -> str:
    """Of how many pixels a figure is: `` (1 in 9)``; "" where it is of all."""
    return f" (1 in {one_in})" if one_in > 1 else ""


def circumstances(image: Picture) -> str:
    """What the header says of frame, filter and temperature: ``Light  Blue  -10.0 C``; "" where nothing."""
    degrees = image.temperature
    sensible = degrees is not None and -300 < degrees < 1000
    words = [printable(image.frame_type), printable(image.filter), f"{degrees:.1f} C" if sensible else ""]
    return "  ".join(word for word in words if word)


def focus(image: Picture) -> str:
    """How sharp the stars are, and what is clipped: ``14 px clipped  HFR 2.38  FWHM 4.76  528 stars``.

    "" where nobody looked.
    """
    measured = image.figures
    words = [f"{measured.clipped} px clipped"] if measured.clipped else []
    if found := measured.focus:
        words += [f"HFR {found.hfr:.2f}"] if found.hfr is not None else []
        words += [f"FWHM {found.fwhm:.2f}"] if found.fwhm is not None else []
        words.append(f"{found.stars} stars" if found.stars != 1 else "1 star")
    return "  ".join(words)


def _seconds(seconds: float) -> str:
    text = f"{seconds:g}"
    return f"{text}.0" if text.isdigit() and seconds < 100 else text


def count_text(value: float, real: bool) -> str:
    """A count; `real` where pixels are floats."""
    return f"{value:.4g}" if real or abs(value) >= 1e12 else f"{value:.0f}"
