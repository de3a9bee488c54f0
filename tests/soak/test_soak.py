"""The soak can fail, and a minute's beginning of it runs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest

from tests.soak.__main__ import soak
from tests.soak.figures import Sample, grown, judged

CALM = [Sample(float(second), 80.0 + second % 3, 20, 4, 30, 100_000, 400_000) for second in range(0, 1800, 2)]
LEAKS = pytest.mark.parametrize(
    ("name", "rate"),
    [("memory", 0.005), ("files", 0.003), ("threads", 0.003), ("tasks", 0.004), ("objects", 4.0), ("blocks", 10.0)],
)


def changed(name: str, change: Callable[[float], float]) -> list[Sample]:
    """Samples in which one quantity has so much more, by the time."""
    kind = type(getattr(CALM[0], name))
    return [replace(each, **{name: kind(getattr(each, name) + change(each.at))}) for each in CALM]


def growing(samples: list[Sample]) -> list[str]:
    return [figure.name for figure in judged(samples) if not figure.flat]


def test_what_stays_is_flat() -> None:
    assert growing(CALM) == []


@LEAKS
def test_what_grows_slowly_is_not(name: str, rate: float) -> None:
    assert growing(changed(name, lambda at: at * rate)) == [name]


@LEAKS
def test_nor_below_noise(name: str, rate: float) -> None:
    rand = Random(1)
    noise = 1800 * rate  # as much as all that leaks
    assert growing(changed(name, lambda at: at * rate + rand.uniform(0, noise))) == [name]


@LEAKS
def test_nor_in_a_few_steps(name: str, rate: float) -> None:
    assert growing(changed(name, lambda at: at // 400 * 400 * rate * 2)) == [name]


@pytest.mark.parametrize("seed", range(20))
def test_noise_is_flat(seed: int) -> None:
    rand = Random(seed)
    assert growing(changed("memory", lambda _: rand.uniform(0, 20))) == []
    assert growing(changed("tasks", lambda _: rand.choice((0, 0, 3, 12)))) == []


@pytest.mark.parametrize("when", [100, 700, 1100, 1700])
def test_one_step_is_flat(when: int) -> None:
    assert growing(changed("memory", lambda at: 30.0 * (at >= when))) == []


def test_warming_up_is_flat() -> None:
    assert growing(changed("memory", lambda at: 40.0 * min(1.0, at / 450))) == []
    assert growing(changed("objects", lambda at: 90_000 * (1 - 0.99**at))) == []


def test_what_comes_and_goes_is_flat() -> None:
    assert growing(changed("memory", lambda at: at % 300 / 10)) == []


def test_the_rise_is_told_by_the_hour() -> None:
    hourly = {figure.name: figure.hourly for figure in judged(changed("memory", lambda at: at / 60))}
    assert hourly["memory"] == pytest.approx(60, rel=0.05)
    assert hourly["files"] == 0


def test_a_short_run_is_not_judged() -> None:
    with pytest.raises(ValueError, match="too few"):
        list(judged(CALM[:20]))


def test_the_types_that_grew_are_told() -> None:
    first, last = (replace(CALM[0], types={"a": 5, "b": count, "c": 7}) for count in (1, 900))
    assert grown(first, last, 1) == [("b", 1, 900)]


async def test_one_round_of_it(tmp_path: Path) -> None:
    samples = await soak(0.01, tmp_path, print, share=0.1)
    assert len(samples) >= 2
    assert samples[-1].tasks > 0
    assert all(earlier.at < later.at for earlier, later in pairwise(samples))
