"""All that is fuzzed: for each target its check, which raises where bytes do harm, and where made-up bytes begin."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from hypothesis import strategies as st

from tests.fuzz import blob, image, number, recording, settings, stream
from tests.fuzz.mutated import mutated, one_of

FOUND = Path(__file__).with_name("found")


class Target(NamedTuple):
    """`share` is the part of the time that it gets; an input has at most `longest` bytes."""

    check: Callable[[bytes], None]
    seeds: Callable[[], Sequence[bytes]]
    words: Sequence[bytes]
    share: int
    longest: int = 4096
    parts: Callable[[], st.SearchStrategy[bytes]] | None = None


TARGETS = {
    "stream": Target(stream.check, stream.seeds, stream.WORDS, 8, stream.LONGEST, parts=stream.parts),
    "number": Target(number.check, number.seeds, number.WORDS, 2, 300),
    "blob": Target(blob.check, blob.seeds, blob.WORDS, 2),
    "image": Target(image.check, image.seeds, image.WORDS, 2, 20_000),
    "recording": Target(recording.check, recording.seeds, recording.WORDS, 3),
    "settings": Target(settings.check, settings.seeds, settings.WORDS, 3, 12_000),
}


def cases(name: str) -> list[Path]:
    """What was found before."""
    return sorted(path for path in (FOUND / name).glob("*") if not path.name.startswith("."))


def seeds(name: str) -> list[bytes]:
    """Where to begin."""
    return [*TARGETS[name].seeds(), *(path.read_bytes() for path in cases(name))]


def drawn(name: str) -> st.SearchStrategy[bytes]:
    """Inputs, made of seeds and words."""
    target = TARGETS[name]
    part = one_of(seeds(name), target.words)
    return mutated(part | target.parts() if target.parts else part).map(lambda data: data[: target.longest])
