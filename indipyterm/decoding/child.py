"""The child process: ``python -m indipyterm.decoding.child DESCRIPTOR``, which is its end of a socket.

It works on one request after another, and ends when it was not asked for a minute, or when its parent did.
"""

from __future__ import annotations

import os
import socket
import sys
from contextlib import ExitStack
from typing import Any, BinaryIO

from indipyterm.decoding.messages import Json, frame_from, receive, send, stored_json
from indipyterm.exceptions import NeedsDecoder, NotAnImage
from indipyterm.presentation.imaging.fits import StoredPicture
from indipyterm.presentation.imaging.header import number
from indipyterm.presentation.imaging.reading import file_kind

IDLE = 60.0
"""Seconds without a request after which it ends."""

_NICE = 5
_SATURATED = ("SATURATE", "SATURATION", "MAXADU", "DATAMAX")


def main(descriptor: int, idle: float = IDLE) -> None:
    """Answer requests until there are none for `idle` seconds."""
    os.nice(_NICE)
    with socket.socket(fileno=descriptor) as connection:
        connection.settimeout(idle)
        while True:
            try:
                request, files = receive(connection)
            except (EOFError, OSError):
                return
            with ExitStack() as stack:
                modes = ("rb", "r+b")[: len(files)]  # the picture, and the file for its pixels
                opened: list[Any] = [os.fdopen(file, mode) for file, mode in zip(files, modes, strict=True)]
                for one in opened:
                    stack.enter_context(one)
                answer = _answer(request, *opened)
            connection.settimeout(None)
            send(connection, answer)
            connection.settimeout(idle)


def _answer(request: Json, file: BinaryIO, pixels: BinaryIO | None = None) -> Json:
    """What was decoded and measured: ``stored`` and ``figures``; ``refused`` and ``extra`` where that was not to be."""
    try:
        return _work(request, file, pixels)
    except NeedsDecoder as error:
        return {"refused": str(error), "name": error.name, "extra": error.extra}
    except NotAnImage as error:
        return {"refused": str(error)}
    except MemoryError:
        return {"refused": "there is not enough memory for it"}
    except Exception as error:  # noqa: BLE001 - libraries raise anything for damaged files
        return {"refused": f"damaged: {type(error).__name__}: {error}"[:300]}


def _work(request: Json, file: BinaryIO, pixels: BinaryIO | None) -> Json:
    if pixels is None:
        return {"figures": _figures(StoredPicture(frame_from(request["frame"]), request["header"], ()), file)}
    try:
        from indipyterm.decoding.formats import decode  # noqa: PLC0415 - brings libraries
    except ImportError:
        raise NeedsDecoder(file_kind(file, request["name"]).name, "images") from None
    return {"stored": stored_json(decode(file, request["name"], pixels))}


def _figures(stored: StoredPicture, file: BinaryIO) -> list[Any]:
    try:
        from indipyterm.decoding.exact import ceiling_of, exact_figures  # noqa: PLC0415 - bring libraries
        from indipyterm.decoding.pixels import Pixels  # noqa: PLC0415
        from indipyterm.decoding.stars import focus  # noqa: PLC0415
    except ImportError:
        raise NeedsDecoder("exact figures", "images") from None
    saturated = ceiling_of(stored.frame, number(stored.header, *_SATURATED))
    pixels = Pixels(file, stored.frame)
    figures = exact_figures(pixels, saturated)
    bayer = bool(stored.header.get("BAYERPAT"))
    return list(figures._replace(focus=focus(pixels, bayer, saturated)))


if __name__ == "__main__":
    main(int(sys.argv[1]), *map(float, sys.argv[2:3]))
