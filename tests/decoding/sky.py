"""Pictures of stars whose size is known."""

from __future__ import annotations

import numpy as np

from indipyterm.decoding.pixels import Array

SKY, NOISE = 1000, 20


def star_field(sigma: float, bayer: bool = False, peak: float = 12_000) -> Array:
    """40 Gaussian stars on a grid, as unsigned integers of 16 bits; `bayer`: green is twice as bright as the others."""
    random = np.random.default_rng(3)
    height, width = 420, 660
    down, across = np.indices((height, width))
    field = np.zeros((height, width))
    for number in range(40):
        x, y = 45 + 80 * (number % 8) + random.random(), 45 + 80 * (number // 8) + random.random()
        field += peak * (0.3 + 0.7 * random.random()) * np.exp(-((across - x) ** 2 + (down - y) ** 2) / (2 * sigma**2))
    field += SKY
    if bayer:
        field[::2, ::2] *= 0.5
        field[1::2, 1::2] *= 0.4
    noisy: Array = np.clip(np.rint(field + random.normal(0, NOISE, field.shape)), 0, 65535).astype(np.uint16)
    return noisy
