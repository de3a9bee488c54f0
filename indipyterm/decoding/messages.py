"""What this process and its child say to each other: JSON behind its length, on a socket, with open files beside it."""

from __future__ import annotations

import json
import socket
from collections.abc import Sequence
from typing import Any

from indipyterm.presentation.imaging.cards import Card
from indipyterm.presentation.imaging.figures import Figures, Focus, Histogram, Star
from indipyterm.presentation.imaging.fits import StoredPicture
from indipyterm.presentation.imaging.frame import Frame
from indipyterm.presentation.imaging.lanes import PIXEL_TYPES, UNSIGNED, PixelType

Json = dict[str, Any]

_LENGTH = 4  # bytes, big-endian
_LONGEST = 64_000_000
_MOST_FILES = 2


def send(connection: socket.socket, message: Json, files: Sequence[int] = ()) -> None:
    """Send a message, and with it the descriptors of open files. Raises OSError."""
    data = json.dumps(message).encode()
    socket.send_fds(connection, [len(data).to_bytes(_LENGTH, "big")], list(files))
    connection.sendall(data)


def receive(connection: socket.socket) -> tuple[Json, list[int]]:
    """Wait for a message, and the files that come with it. Raises OSError, EOFError where the other side ended."""
    head, files, _, _ = socket.recv_fds(connection, _LENGTH, _MOST_FILES)
    head += _read(connection, _LENGTH - len(head)) if head else b""
    if not head:
        raise EOFError
    length = int.from_bytes(head, "big")
    if length > _LONGEST:
        raise OSError(f"a message of {length} bytes")
    message: Json = json.loads(_read(connection, length))
    return message, files


def _read(connection: socket.socket, length: int) -> bytes:
    data = bytearray()
    while len(data) < length:
        piece = connection.recv(min(length - len(data), 1 << 20))
        if not piece:
            raise EOFError
        data += piece
    return bytes(data)


def frame_json(frame: Frame) -> list[Any]:
    """A frame as JSON; lattices are not sent."""
    return [*frame[:4], [frame.pixel.bits, frame.pixel.code], *frame[5:11]]


def frame_from(found: list[Any]) -> Frame:
    """The frame that `frame_json` wrote."""
    bits, code = found[4]
    types: list[PixelType] = [*PIXEL_TYPES.values(), *UNSIGNED.values()]
    pixel = next(one for one in types if (one.bits, one.code) == (bits, code))
    offset, width, height, planes = found[:4]
    return Frame(offset, width, height, planes, pixel, *found[5:11])


def stored_json(stored: StoredPicture) -> Json:
    """A picture that was found, as JSON."""
    return {"frame": frame_json(stored.frame), "header": dict(stored.header), "cards": stored.cards}


def stored_from(found: Json) -> StoredPicture:
    """The picture that `stored_json` wrote."""
    cards = tuple(Card(*card) for card in found["cards"])
    return StoredPicture(frame_from(found["frame"]), found["header"], cards)


def figures_from(found: list[Any]) -> Figures:
    """The figures of which a tuple was sent."""
    figures = Figures(*found)
    histogram, focus = figures.histogram, figures.focus
    if histogram is not None:
        figures = figures._replace(histogram=Histogram(*histogram[:2], tuple(histogram[2])))
    if focus is not None:
        figures = figures._replace(focus=Focus(*focus[:3], tuple(Star(*star) for star in focus[3])))
    return figures
