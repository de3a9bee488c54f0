"""``watch --figures``: a line of JSON for each image that is saved."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from contextlib import aclosing
from pathlib import Path

from indipyterm.cli.output import LineWriter
from indipyterm.cli.stderr import warn
from indipyterm.commands.selection import format_time
from indipyterm.commands.session import Session
from indipyterm.commands.watch import Change, watch
from indipyterm.decoding.opening import measured, open_picture
from indipyterm.decoding.process import Decoder, is_installed
from indipyterm.exceptions import DecoderEnded, NotAnImage
from indipyterm.model.members import BlobMember
from indipyterm.presentation.imaging.bare_pixels import FrameSize, frame_sizes
from indipyterm.presentation.imaging.circumstances import Circumstances, circumstances_now
from indipyterm.presentation.imaging.picture import Picture

Row = dict[str, object]


async def print_figures(session: Session, patterns: Sequence[str], out: LineWriter) -> None:
    """Print a line for each image that is named, in order, until the session ends."""
    decoder = Decoder()
    try:
        async with aclosing(watch(session, patterns, blobs=True)) as changes:
            async for change in changes:
                vector = session.catalog.find(change.device, change.vector)
                member = vector.members.get(change.member) if vector else None
                if not isinstance(member, BlobMember) or not change.value:
                    continue
                devices = session.catalog.devices
                known, sizes = circumstances_now(change.device, devices), frame_sizes(devices.get(change.device))
                path = Path(str(change.value))
                out.write_line(json.dumps(await asyncio.to_thread(_row, change, path, known, sizes, decoder)))
    finally:
        decoder.close()


def _row(change: Change, path: Path, known: Circumstances, sizes: tuple[FrameSize, ...], decoder: Decoder) -> Row:
    """What the file of an image has, and the devices said when it came. Waits for the disk, and for the decoder."""
    names: Row = {"t": format_time(change.t), "device": change.device, "vector": change.vector, "member": change.member}
    try:
        picture = _picture(path, sizes, decoder)
    except (NotAnImage, DecoderEnded) as reason:
        return {**names, "file": str(path), **_figures(None, known), "reason": str(reason)}
    except OSError as problem:
        reason_text = f"cannot be read: {problem.strerror or problem}"
        return {**names, "file": str(path), **_figures(None, known), "reason": reason_text}
    return {**names, "file": str(path), **_figures(picture, known), "reason": ""}


def _picture(path: Path, sizes: tuple[FrameSize, ...], decoder: Decoder) -> Picture:
    with path.open("rb") as file:
        opened = open_picture(file, path.name, sizes, decoder)
        picture = opened.picture()
        if is_installed("images"):
            try:
                return measured(picture, opened, decoder)
            except DecoderEnded as error:
                warn(f"{path.name}: no exact figures: {error}")
        return picture


def _figures(picture: Picture | None, known: Circumstances) -> Row:
    figures = picture.figures if picture else None
    focus = figures.focus if figures else None
    temperature = picture.temperature if picture else None
    focuser = picture.focuser if picture else None
    return {
        "filter": (picture.filter if picture else "") or known.filter or None,
        "exposure": picture.exposure if picture else None,
        "temperature": known.temperature if temperature is None else temperature,
        "focuser": known.focuser if focuser is None else focuser,
        "median": figures.median if figures else None,
        "sigma": figures.sigma if figures else None,
        "maximum": figures.maximum if figures else None,
        "clipped": figures.clipped if figures else None,
        "hfr": focus.hfr if focus else None,
        "fwhm": focus.fwhm if focus else None,
        "stars": focus.stars if focus else None,
        "one_in": figures.sampled if figures else None,
    }
