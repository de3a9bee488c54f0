"""Making a plan of what was typed: which camera, which wheel, which slots. What can't be is said in words."""

from __future__ import annotations

from collections.abc import Sequence

from indipyterm.exceptions import Refused
from indipyterm.model.devices import Device
from indipyterm.model.members import NumberMember
from indipyterm.model.requests import request
from indipyterm.model.standard import number_member, sent_by
from indipyterm.presentation.filter_slots import SLOT, SLOT_VALUE, slot_names, slot_number
from indipyterm.presentation.keys import DeviceKey, VectorKey
from indipyterm.protocol.messages import Kind
from indipyterm.workspace.series.camera import image_of
from indipyterm.workspace.series.plan import Filter, Plan, TypedSeries
from indipyterm.workspace.servers import Servers


def cameras(servers: Servers) -> list[VectorKey]:
    """The properties that expose, main chips before guide chips, each by device name."""
    return [
        VectorKey(*owner, name)
        for name in sent_by("expose")
        for owner in servers.devices()
        if (vector := servers.vector(VectorKey(*owner, name))) and vector.kind is Kind.NUMBER and vector.writable
    ]


def wheels(servers: Servers, camera: DeviceKey) -> list[DeviceKey]:
    """The devices with a filter wheel: the one that a camera says it has first, then its own, then by name."""
    found = [owner for owner in servers.devices() if _slot(servers.device(owner))]
    active = servers.vector(VectorKey(*camera, "ACTIVE_DEVICES"))
    named = active.members.get("ACTIVE_FILTER") if active else None
    mine = DeviceKey(camera.server, named.value if named else "")
    return sorted(found, key=lambda owner: (owner != mine, owner != camera))


def filters(servers: Servers, wheel: DeviceKey, names: Sequence[str]) -> tuple[Filter, ...]:
    """The slots of a wheel that names, beginnings of names, or numbers mean. Raises ValueError if one means none."""
    device = servers.device(wheel)
    slot, known = _slot(device), slot_names(device)
    if slot is None:
        raise ValueError(f"{wheel.device} has no filter wheel")
    most = max(len(known), int(slot.max))
    found = []
    for name in names:
        number = slot_number(known, name)
        if number is None and name.isascii() and name.isdigit() and 0 < int(name) <= most:
            number = int(name)
        if number is None:
            there = f": it has {', '.join(known)}" if known else ""
            raise ValueError(f"{wheel.device} has no filter {name!r}{there}")
        label = known[number - 1] if number <= len(known) else str(number)
        found.append(Filter(VectorKey(*wheel, SLOT), slot.name, number, label))
    return tuple(found)


def make_plan(servers: Servers, camera: VectorKey, typed: TypedSeries, wheel: DeviceKey | None = None) -> Plan:
    """The plan for a camera; the filters are those of `wheel`, or else of the first that has them.

    Raises ValueError with the reason if it can't be done with this camera and the wheels.
    """
    vector, device = servers.vector(camera), servers.device(camera.owner)
    member = number_member(vector, f"{camera.vector}_VALUE") if vector else None
    if vector is None or device is None or member is None:
        raise ValueError(f"{camera.device} can't expose")
    try:
        request(vector, {member.name: typed.seconds})
    except Refused as error:
        raise ValueError(error.reason) from None
    image = image_of(device, camera.vector)
    if image is None:
        raise ValueError(f"{camera.device} sends no images of it")
    chosen = _chosen_filters(servers, camera.owner, typed.filters, wheel)
    whole = camera._replace(vector=image)
    return Plan(camera, member.name, whole, typed.seconds, typed.exposures, chosen, typed.delay)


def _chosen_filters(
    servers: Servers, camera: DeviceKey, names: Sequence[str], wheel: DeviceKey | None
) -> tuple[Filter, ...]:  # fmt: skip
    if not names:
        return ()
    possible = [wheel] if wheel else wheels(servers, camera)
    if not possible:
        raise ValueError("there is no filter wheel")
    fault = ""
    for owner in possible:
        try:
            return filters(servers, owner, names)
        except ValueError as error:
            fault = fault or str(error)
    raise ValueError(fault)


def _slot(device: Device | None) -> NumberMember | None:
    vector = device.vectors.get(SLOT) if device else None
    wanted = vector and vector.enabled and vector.writable
    return number_member(vector, SLOT_VALUE) if vector and wanted else None
