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
    """Counts: ``med 1012 σ 31 max 64211``; ``max ≥64211`` where not every pixel was looked at."""
    measured, real = image.figures, image.frame.pixel.real
    median, sigma, maximum = (_counts(value, real) for value in (measured.median, measured.sigma, measured.maximum))
    return f"med {median} σ {sigma} max {'≥' if measured.seen > 1 else ''}{maximum}"


def circumstances(image: Picture) -> str:
    """What the header says of frame, filter and temperature: ``Light  Blue  -10.0 C``; "" where nothing."""
    degrees = image.temperature
    sensible = degrees is not None and -300 < degrees < 1000
    words = [printable(image.frame_type), printable(image.filter), f"{degrees:.1f} C" if sensible else ""]
    return "  ".join(word for word in words if word)


def _seconds(seconds: float) -> str:
    text = f"{seconds:g}"
    return f"{text}.0" if text.isdigit() and seconds < 100 else text


def _counts(value: float, real: bool) -> str:
    return f"{value:.4g}" if real or abs(value) >= 1e12 else f"{value:.0f}"
