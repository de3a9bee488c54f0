"""What servers of strangers send: devices, members, attributes and layouts vary, the same ones each time.

Each device is written in a style of its own, as drivers behind chained servers are: order of attributes, quotes, line
breaks or none at all, which of the optional attributes there are, and how many digits a time has.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from tests.benchmarks.streams import DRIVER, LIBINDI, ONE_LINE, Layout, stamp

KINDS = ("Number", "Number", "Number", "Switch", "Switch", "Text", "Light")
_LAYOUTS = (
    LIBINDI,
    ONE_LINE,
    DRIVER,
    Layout(child="", before="", after="", end="", between=""),
    Layout(quote="'", space="\n\t", child="\n\t", before="\n", after="\n", end="\n", between="\n\n"),
    Layout(quote="'", child="\r\n  ", before=" ", after=" ", end="\r\n", between="\r\n"),
)
_WORDS = [
    "ccd",
    "gain",
    "offset",
    "ra",
    "dec",
    "focus",
    "temp",
    "fan",
    "cooler",
    "dew",
    "rate",
    "mode",
    "slot",
    "filter",
    "park",
    "home",
    "track",
    "guide",
    "dome",
    "rain",
]
_ATTRIBUTES = [
    "device",
    "name",
    "label",
    "group",
    "state",
    "perm",
    "rule",
    "timeout",
    "timestamp",
    "message",
    "format",
    "min",
    "max",
    "step",
    "hints",
]
_VALUES = {
    "Switch": ("On", "Off"),
    "Light": ("Idle", "Ok", "Busy", "Alert"),
    "Text": ("M 42", "Küche & Bad", "", "17 °C", "/home/astro/<night>", "12:30:36"),
}
_UNITS = ("°C", "mm", 'in "', "at the night's end")


@dataclass(frozen=True)
class _Style:
    """How a device's elements are written: `rank` orders the attributes, `optional` are those that there are."""

    layout: Layout
    rank: dict[str, int]
    optional: frozenset[str]
    fraction: str

    def element(self, tag: str, attributes: dict[str, str], children: list[tuple[str, dict[str, str], str]]) -> bytes:
        """Write an element."""
        written = [(child, self._ordered(had), escape(value, quote=False)) for child, had, value in children]
        return self.layout.element(tag, self._ordered(attributes), written).encode()

    def message(self, attributes: dict[str, str]) -> bytes:
        """Write a message."""
        return self.layout.empty("message", self._ordered(attributes)).encode()

    def _ordered(self, attributes: dict[str, str]) -> dict[str, str]:
        there = [name for name in attributes if name in self.optional or name not in ("timeout", "timestamp", "hints")]
        return {name: self._quoted(attributes[name]) for name in sorted(there, key=self.rank.__getitem__)}

    def _quoted(self, value: str) -> str:
        quote = self.layout.quote
        return escape(value, quote=False).replace(quote, "&quot;" if quote == '"' else "&apos;")


@dataclass(frozen=True)
class _Vector:
    device: str
    name: str
    kind: str
    members: tuple[str, ...]
    style: _Style


def _style(rng: random.Random, number: int) -> _Style:
    order = rng.sample(_ATTRIBUTES, len(_ATTRIBUTES)) if number % 3 else _ATTRIBUTES
    optional = frozenset(name for name in ("timeout", "timestamp", "hints") if rng.random() < 0.7)
    layout = _LAYOUTS[number % len(_LAYOUTS)]
    return _Style(layout, {name: at for at, name in enumerate(order)}, optional, rng.choice(["", ".5", ".123", "Z"]))


def _vectors(count: int, devices: int, kinds: Sequence[str]) -> list[_Vector]:
    rng = random.Random(count)
    styles = [_style(rng, number) for number in range(devices)]
    found = []
    for number in range(count):
        device = number * devices // count
        size = rng.choice([1, 1, 2, 2, 3, 4, 4, 5, 6, 12])
        members = tuple(f"{word}_{at}".upper() for at, word in enumerate(rng.choices(_WORDS, k=size)))
        name = f"{rng.choice(_WORDS)}-{rng.choice(_WORDS)}.{number}"
        found.append(_Vector(f"Gerät {device} & Co", name, rng.choice(kinds), members, styles[device]))
    return found


def _value(rng: random.Random, kind: str) -> str:
    if kind == "Number":
        return f"{rng.uniform(-1e4, 1e4):.{rng.randrange(12)}f}"
    return rng.choice(_VALUES[kind])


def definitions(count: int, devices: int, kinds: Sequence[str] = KINDS) -> Iterator[bytes]:
    """Definitions of one to twelve members, four on the average."""
    rng = random.Random(1)
    for number, vector in enumerate(_vectors(count, devices, kinds)):
        kind = vector.kind
        attributes = {
            "device": vector.device,
            "name": vector.name,
            "label": f"{vector.name.capitalize()} {rng.choice(_UNITS)}",
            "group": f"Group {number % 7}",
            "state": rng.choice(_VALUES["Light"]),
            "hints": "target",
            **(
                {}
                if kind == "Light"
                else {"perm": rng.choice(["ro", "rw", "wo"]), "timeout": rng.choice(["0", "60.5"])}
            ),
            **({"rule": rng.choice(["OneOfMany", "AnyOfMany", "AtMostOne"])} if kind == "Switch" else {}),
            "timestamp": stamp(number) + vector.style.fraction,
        }
        children = []
        for member in vector.members:
            had = {"name": member, "label": member.capitalize().replace("_", " ")}
            if kind == "Number":
                had |= {
                    "format": rng.choice(["%g", "%010.6m", "%4.0f"]),
                    "min": f"-{number}",
                    "max": "1e5",
                    "step": "0",
                }
            children.append((f"def{kind}", had, _value(rng, kind)))
        yield vector.style.element(f"def{kind}Vector", attributes, children)


def updates(
    count: int, vectors: int, devices: int, kinds: Sequence[str] = KINDS, *, messages: bool = True
) -> Iterator[bytes]:
    """New values for these definitions' vectors, and, with `messages`, one in ten of them a message."""
    rng = random.Random(2)
    known = _vectors(vectors, devices, kinds)
    for number in range(count):
        vector = known[number * 7 % vectors]
        when = stamp(number) + vector.style.fraction
        if messages and number % 10 == 9:
            text = f"[INFO] Step {number} of {vector.name}: it's {rng.randrange(40)} °C"
            yield vector.style.message({"device": vector.device, "timestamp": when, "message": text})
            continue
        attributes = {"device": vector.device, "name": vector.name, "state": rng.choice(_VALUES["Light"])}
        attributes |= {"timestamp": when, "hints": "target"} | ({} if vector.kind == "Light" else {"timeout": "60"})
        children = [(f"one{vector.kind}", {"name": name}, _value(rng, vector.kind)) for name in vector.members]
        yield vector.style.element(f"set{vector.kind}Vector", attributes, children)


def members(vectors: int, devices: int, kinds: Sequence[str] = KINDS) -> list[tuple[str, str, str]]:
    """All members, with their devices and vectors."""
    return [(vector.device, vector.name, one) for vector in _vectors(vectors, devices, kinds) for one in vector.members]
