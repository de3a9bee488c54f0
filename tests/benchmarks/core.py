"""The rows without a screen: what the client makes of what a server sends, next to the Python library `PEER`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any

from tests.benchmarks import strangers
from tests.benchmarks.rows import Result, Row, Setting, below, faster
from tests.benchmarks.sides import OURS, PEER, Sample, Side, compare, members
from tests.benchmarks.streams import name

REQUIREMENT = f"{PEER}==0.9.4"
_MEGA = 1 << 20
_STALL = 0.020  # seconds


def _both(setting: Setting, what: dict[str, Any], **asked: Any) -> tuple[list[Sample], list[Sample]]:
    """Let both sides hear the same in turns: the samples of ours, those of the peer."""
    sides = [Side(OURS, sys.executable), Side(PEER, setting.peer(REQUIREMENT))]
    samples = compare(sides, setting.repeats, what, **asked)
    return samples[OURS], samples[PEER]


def _rates(amount: float, samples: list[Sample]) -> list[float]:
    return [amount / sample["cpu"] for sample in samples]


def _ingest(setting: Setting, flood: str, count: int, vectors: int) -> tuple[list[Sample], list[Sample]]:
    last = [place for vector in range(vectors) for place in members(name(vector))]
    return _both(
        setting, {"flood": flood, "count": count, "vectors": vectors}, events=count, defined=vectors, last=last
    )


def _ingest_strangers(setting: Setting, kinds: Sequence[str], count: int) -> tuple[list[Sample], list[Sample]]:
    what = {"flood": "strangers", "count": count, "vectors": 300, "devices": 12, "kinds": kinds}
    last = strangers.members(300, 12, kinds)
    return _both(setting, what, events=count, defined=300, last=last)


def numbers(setting: Setting) -> list[Result]:
    """``setNumberVector`` of four members in libindi's layout, and of strangers."""
    count = 50_000 if setting.quick else 200_000
    ours, peers = _ingest(setting, "numbers", count, 500)
    what = f"{count:,} setNumberVector of 4 members, 500 vectors"
    results = [
        faster(what, _rates(count, ours), _rates(count, peers), "/CPU s", 7.5),
        below("… memory grown meanwhile", [sample["memory"] for sample in ours], 8, "MB"),
    ]
    ours, peers = _ingest_strangers(setting, ("Number",), count)
    what = "… of strangers: 12 layouts, 1 to 12 members"
    return [*results, faster(what, _rates(count, ours), _rates(count, peers), "/CPU s", 7)]


def mixed(setting: Setting) -> list[Result]:
    """All kinds but BLOBs, in three layouts, and of strangers."""
    count = 40_000 if setting.quick else 200_000
    ours, peers = _ingest(setting, "mixed", count, 240)
    what = f"{count:,} of all kinds and layouts, and messages"
    result = faster(what, _rates(count, ours), _rates(count, peers), "/CPU s", 5)
    ours, peers = _ingest_strangers(setting, strangers.KINDS, count)
    what = "… of strangers: 12 layouts, 1 to 12 members, a tenth of messages"
    return [result, faster(what, _rates(count, ours), _rates(count, peers), "/CPU s", 5)]


def blobs(setting: Setting, wrapped: bool) -> list[Result]:
    """BLOBs, decoded and saved."""
    count, size = (2 if setting.quick else 24), 16 * _MEGA
    what = {"flood": "blobs", "count": count, "size": size, "wrapped": wrapped}
    asked = {"events": count, "defined": 2, "folder": True}  # the definition and a first BLOB come before
    ours, peers = _both(setting, what, **asked)
    stalls = compare([Side(OURS, sys.executable)], setting.repeats, what, **asked, stalls=True)[OURS]
    mega = count * size / 1e6
    lines = "in lines of 72" if wrapped else "in one line"
    return [
        faster(f"{count} BLOBs of 16 MB, {lines}, saved", _rates(mega, ours), _rates(mega, peers), "MB/CPU s", 4.5),
        below("… longest stall of the event loop", [1000 * sample["stall"] for sample in stalls], 1000 * _STALL, "ms"),
        below(
            "… memory at most, over that of a client with one BLOB",
            [sample["memory"] for sample in ours],
            2 * size / _MEGA,
            "MB",
        ),
    ]


def definitions(setting: Setting) -> list[Result]:
    """10,000 vectors of four members: 200 devices of 50; and of strangers."""
    count = 10_000
    ours, peers = _both(setting, {"flood": "definitions", "count": count, "devices": 200}, events=count)
    what = f"{count:,} vectors of 200 devices defined, known to the model"
    results = [
        faster(what, _rates(count, ours), _rates(count, peers), "/CPU s", 3),
        below("… resident memory", [sample["resident"] for sample in ours], 110, "MB"),
    ]
    ours, peers = _both(setting, {"flood": "strangers-definitions", "count": count, "devices": 60}, events=count)
    what = "… of strangers: 60 layouts, 1 to 12 members"
    return [*results, faster(what, _rates(count, ours), _rates(count, peers), "/CPU s", 3)]


ROWS = [
    Row("numbers", numbers),
    Row("mixed", mixed),
    Row("blobs", lambda setting: blobs(setting, wrapped=False)),
    Row("wrapped-blobs", lambda setting: blobs(setting, wrapped=True)),
    Row("definitions", definitions),
]
