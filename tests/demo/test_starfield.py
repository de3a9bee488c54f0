import sys
from array import array
from statistics import median, stdev

import pytest

from indipyterm.demo.fits import BZERO
from indipyterm.demo.starfield import BIAS, FLAT, SENSOR_HEIGHT, SENSOR_WIDTH, Exposure, render


def counts(picture: Exposure) -> list[int]:
    stored = array("h", render(picture))
    if sys.byteorder == "little":
        stored.byteswap()
    return [each + BZERO for each in stored]


def test_a_light_frame_has_stars_on_a_noisy_sky() -> None:
    pixels = counts(Exposure("Light", 2, 1))
    assert len(pixels) == SENSOR_WIDTH * SENSOR_HEIGHT
    assert 500 < median(pixels) < 700
    assert max(pixels) > 10 * median(pixels)
    assert 1000 < sum(pixel > 1000 for pixel in pixels) < 20000


@pytest.mark.parametrize(("kind", "level"), [("Bias", BIAS), ("Dark", BIAS + 8), ("Flat", FLAT)])
def test_other_frames_have_none(kind: str, level: float) -> None:
    pixels = counts(Exposure(kind, 10, 1, width=100, height=100))
    assert median(pixels) == pytest.approx(level, abs=5)
    assert max(pixels) < level + 10 * stdev(pixels)


def test_the_same_picture_is_the_same_and_the_next_differs_by_noise() -> None:
    first, again, next_one = (Exposure("Light", 1, number, width=64, height=64) for number in (1, 1, 2))
    assert render(first) == render(again)
    assert render(first) != render(next_one)


def test_frame_and_binning_shape_the_picture_and_keep_the_stars_in_place() -> None:
    whole = counts(Exposure("Light", 5, 1))
    brightest = whole.index(max(whole))
    left, top = brightest % SENSOR_WIDTH - 20, brightest // SENSOR_WIDTH - 20
    part = counts(Exposure("Light", 5, 1, max(0, left), max(0, top), 40, 40))
    assert len(part) == 40 * 40
    assert max(part) == pytest.approx(max(whole), rel=0.01)
    assert len(counts(Exposure("Light", 1, 1, across=2, down=4))) == 320 * 120
    assert Exposure("Light", 1, 1, width=1, height=1, across=4, down=4).size == (1, 1)


def test_a_long_exposure_saturates() -> None:
    assert max(counts(Exposure("Light", 3600, 1, width=640, height=64))) == 65535
