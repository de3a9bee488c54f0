"""What servers send, made up: definitions and floods, in the layouts that real servers use."""

from __future__ import annotations

import base64
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

MEMBERS = ("RA", "DEC", "RATE_RA", "RATE_DEC")
KINDS = ("Number", "Switch", "Text", "Light")
_BEGIN = datetime(2026, 11, 22, 20, 0, tzinfo=UTC)
_PER_SECOND = 1000  # messages that carry the same time


@dataclass(frozen=True)
class Layout:
    """Where a server puts quotes, line breaks and indents. ``value`` goes around a member's value."""

    quote: str = '"'
    space: str = " "  # between attributes
    child: str = "\n    "
    before: str = "\n"
    after: str = "\n    "
    end: str = "\n"
    between: str = "\n"  # behind each element

    def element(self, tag: str, attributes: dict[str, str], children: list[tuple[str, dict[str, str], str]]) -> str:
        """Write an element with its children (tag, attributes, value)."""
        inside = "".join(
            f"{self.child}{self._tag(name, had)}{self.before}{value}{self.after}</{name}>"
            for name, had, value in children
        )
        return f"{self._tag(tag, attributes)}{inside}{self.end}</{tag}>{self.between}"

    def empty(self, tag: str, attributes: dict[str, str]) -> str:
        """Write an element without children."""
        return f"{self._tag(tag, attributes)[:-1]}/>{self.between}"

    def _tag(self, name: str, attributes: dict[str, str]) -> str:
        written = "".join(f"{self.space}{key}={self.quote}{value}{self.quote}" for key, value in attributes.items())
        return f"<{name}{written}>"


LIBINDI = Layout()
ONE_LINE = Layout(quote="'", child="", before="", after="", end="")
DRIVER = Layout(quote="'", space="\n  ", child="\n  ", before="\n      ", after="\n  ")
LAYOUTS = (LIBINDI, ONE_LINE, DRIVER)


def stamp(number: int) -> str:
    """The time of a message, in whole seconds as libindi writes it."""
    return (_BEGIN + timedelta(seconds=number // _PER_SECOND)).strftime("%Y-%m-%dT%H:%M:%S")


def name(vector: int) -> str:
    """The name of a vector."""
    return f"PROPERTY_{vector:05d}"


def definitions(
    vectors: int, device: Callable[[int], str], kind: Callable[[int], str], groups: int = 1
) -> Iterator[bytes]:
    """Vectors of four members, each of the `device` and `kind` of its number."""
    for number in range(vectors):
        of = kind(number)
        attributes = {
            "device": device(number),
            "name": name(number),
            "label": f"Property {number}",
            "group": f"Group {number % groups}" if groups > 1 else "Main Control",
            "state": "Idle",
            **({} if of == "Light" else {"perm": "rw"}),
            **({"rule": "AnyOfMany"} if of == "Switch" else {}),
            **({} if of == "Light" else {"timeout": "60"}),
            "timestamp": stamp(0),
        }
        numbers = {"format": "%010.6m", "min": "-360", "max": "360", "step": "0"} if of == "Number" else {}
        children = [(f"def{of}", {"name": member, "label": member, **numbers}, _value(of, 0)) for member in MEMBERS]
        yield LIBINDI.element(f"def{of}Vector", attributes, children).encode()


def numbers(count: int, vectors: int, device: str) -> Iterator[bytes]:
    """``setNumberVector`` of four members as libindi writes them, one vector after the other."""
    for number in range(count):
        yield update(number, number % vectors, device, "Number", LIBINDI)


def mixed(count: int, vectors: int, device: str) -> Iterator[bytes]:
    """All kinds but BLOBs, in the layouts of three servers, and a message in each hundred."""
    for number in range(count):
        if number % 100 == 99:
            yield f'<message device="{device}" timestamp="{stamp(number)}" message="[INFO] Step {number}."/>\n'.encode()
        else:
            vector = number % vectors
            yield update(number, vector, device, KINDS[vector % len(KINDS)], LAYOUTS[vector // len(KINDS) % 3])


def update(number: int, vector: int, device: str, kind: str, layout: Layout) -> bytes:
    """The `number`-th message: new values for a vector."""
    attributes = {"device": device, "name": name(vector), "state": "Busy" if number % 50 else "Ok"}
    if kind != "Light":
        attributes["timeout"] = "60"
    attributes["timestamp"] = stamp(number)
    children = [(f"one{kind}", {"name": member}, _value(kind, number + at)) for at, member in enumerate(MEMBERS)]
    return layout.element(f"set{kind}Vector", attributes, children).encode()


def _value(kind: str, number: int) -> str:
    match kind:
        case "Number":
            return f"{number % 36_000_000 / 100_000 + 1 / 3:.17g}"
        case "Switch":
            return "On" if number % 3 else "Off"
        case "Light":
            return ("Idle", "Ok", "Busy", "Alert")[number % 4]
        case _:
            return f"Step {number} of the plan"


def blob_definition(device: str) -> bytes:
    """One BLOB vector with one member."""
    attributes = {"device": device, "name": "CCD1", "label": "Image", "group": "Image", "state": "Idle", "perm": "ro"}
    return LIBINDI.element(
        "defBLOBVector", attributes | {"timestamp": stamp(0)}, [("defBLOB", {"name": "CCD1", "label": "Image"}, "")]
    ).encode()


def blobs(count: int, size: int, device: str, wrapped: bool) -> Iterator[bytes]:
    """`count` BLOBs of `size` bytes, their base64 in one line or in lines of 72."""
    data = random.Random(size).randbytes(size)
    text = base64.b64encode(data).decode()
    length = {"enclen": str(len(text))} if wrapped else {"len": str(size)}
    if wrapped:
        text = "\n".join(text[at : at + 72] for at in range(0, len(text), 72))
    for number in range(count):
        attributes = {"device": device, "name": "CCD1", "state": "Ok", "timestamp": stamp(number)}
        one = {"name": "CCD1", "size": str(size), "format": ".fits", **length}
        yield LIBINDI.element("setBLOBVector", attributes, [("oneBLOB", one, text)]).encode()
