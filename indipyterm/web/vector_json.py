"""A vector, and the card of a device, as the browser gets them: what stays until a new definition, and what changes."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from indipyterm.model.devices import Device
from indipyterm.model.members import BlobMember
from indipyterm.model.standard import connected
from indipyterm.model.vectors import Vector
from indipyterm.presentation.activities import device_activities
from indipyterm.presentation.edit import limits_text, offered_text
from indipyterm.presentation.headline import headline
from indipyterm.presentation.keys import DeviceKey, VectorKey
from indipyterm.presentation.states import device_sign, worst_of
from indipyterm.presentation.text import Piece, printable
from indipyterm.presentation.vector import vector_view
from indipyterm.protocol.messages import Kind
from indipyterm.web.images.saved_files import file_id

Json = dict[str, Any]

_ANY_TIME = datetime(2000, 1, 1, tzinfo=UTC)  # for what does not depend on the time


def milliseconds(when: datetime | None) -> int | None:
    """A time as browsers count it: milliseconds since 1970, UTC."""
    return None if when is None else int(when.timestamp() * 1000)


def definition_json(key: VectorKey, vector: Vector, order: int) -> Json:
    """Describe what stays until the vector is defined anew; `order` is its place among those of its device."""
    view = vector_view(vector, _ANY_TIME)
    members = [
        {
            "name": name,
            "label": shown.label,
            "title": shown.title,
            "unit": shown.unit,
            "limits": limits_text(member),
            "offer": offered_text(vector, name),
        }
        for (name, member), shown in zip(vector.members.items(), view.members, strict=True)
    ]
    return {
        "k": list(key),
        "order": order,
        "name": view.name,
        "label": view.label,
        "group": printable(vector.group),
        "kind": str(view.kind),
        "rule": str(view.rule) if view.rule else None,
        "writable": view.writable,
        "readable": view.readable,
        "mark": view.mark,
        "unit": view.unit,
        "timeout": vector.timeout,
        "members": members,
    }


def state_json(vector: Vector, device: Device | None, now: datetime, sent_by: str = "") -> tuple[Json, list[str]]:
    """Describe what changes: the state, and the values of the members.

    `sent_by` is the user who sent to it last. Times are in milliseconds: the browser counts the seconds itself.
    """
    view = vector_view(vector, now, device)
    request, waiting = vector.request, view.pending
    state = {
        "s": str(view.state),
        "stale": view.stale,
        "sign": view.sign.text,
        "role": view.sign.role,
        "changed": milliseconds(view.changed),
        "refusal": view.refusal,
        "other": view.other_asked,
        "by": printable(sent_by) if request else "",
        "busy": [milliseconds(request.when), waiting.limit, waiting.has_timeout, request.answered, waiting.progress]
        if request and waiting
        else None,
        "t": {str(place): one.target for place, one in enumerate(view.members) if one.target is not None},
        "meaning": {str(place): one.meaning for place, one in enumerate(view.members) if one.meaning},
        "size": {str(place): one.size for place, one in enumerate(view.members) if one.size},
        "file": _files(vector) if vector.kind is Kind.BLOB else {},
    }
    return state, [one.text for one in view.members]


def _files(vector: Vector) -> dict[str, str]:
    """The ids of the files in which BLOBs were saved, by the places of the members."""
    members = enumerate(vector.members.values())
    return {str(place): file_id(one.filename) for place, one in members if isinstance(one, BlobMember) and one.filename}


def card_json(key: DeviceKey, device: Device, title: str, now: datetime) -> Json:
    """Describe a device in a few values: its worst state, its headline, and what it is busy with."""
    present = list(device.present())
    worst = worst_of(present)
    sign: Piece = device_sign(worst, connected(device))
    busy = [one.short for one in device_activities(device)]
    return {
        "k": list(key),
        "title": printable(title),
        "connected": connected(device),
        "stale": worst is None,
        "state": str(worst) if worst else None,
        "sign": sign.text,
        "role": sign.role,
        "vectors": len(present),
        "headline": [{"label": value.label, "text": value.text} for value in headline(device)],
        "busy": busy,
        "images": any(vector.kind is Kind.BLOB and vector.readable for vector in present),
    }
