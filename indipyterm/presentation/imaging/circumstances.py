"""How an image was taken, by what the devices said when it came."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from indipyterm.model.devices import Device
from indipyterm.model.members import NumberMember
from indipyterm.model.standard import number_member
from indipyterm.presentation.filter_slots import SLOT, SLOT_VALUE, slot_name, slot_names
from indipyterm.protocol.numbers import number_or_none

_FOCUSER = "ABS_FOCUS_POSITION"
_FOCUSER_VALUE = "FOCUS_ABSOLUTE_POSITION"


class Circumstances(NamedTuple):
    """The name of the filter ("" where no device says it), degrees Celsius of the sensor, steps of the focuser."""

    filter: str = ""
    temperature: float | None = None
    focuser: float | None = None


def circumstances_now(camera: str, devices: Mapping[str, Device]) -> Circumstances:
    """What the devices of one server say now.

    Wheel and focuser are those that the camera names in ACTIVE_DEVICES, else the only ones that the server has.
    """
    wheel = _device(camera, devices, "ACTIVE_FILTER", lambda device: _number(device, SLOT, SLOT_VALUE) is not None)
    focuser = _device(camera, devices, "ACTIVE_FOCUSER", lambda device: _number(device, _FOCUSER, "") is not None)
    slot = _number(wheel, SLOT, SLOT_VALUE)
    name = "" if slot is None else slot_name(slot_names(wheel), slot) or f"{slot:g}"
    temperature = _number(devices.get(camera), "CCD_TEMPERATURE", "CCD_TEMPERATURE_VALUE")
    return Circumstances(name, temperature, _number(focuser, _FOCUSER, _FOCUSER_VALUE))


def _device(camera: str, devices: Mapping[str, Device], member: str, fits: Callable[[Device], bool]) -> Device | None:
    """The device that a camera names, else the camera itself, else the only one of its server that there is."""
    own = devices.get(camera)
    active = own.vectors.get("ACTIVE_DEVICES") if own else None
    named = active.members.get(member) if active and active.enabled else None
    for device in (devices.get(named.value) if named else None, own):
        if device is not None and fits(device):
            return device
    others = [device for device in devices.values() if fits(device)]
    return others[0] if len(others) == 1 else None


def _number(device: Device | None, name: str, member: str) -> float | None:
    vector = device.vectors.get(name) if device else None
    found = number_member(vector, member) if vector and vector.enabled else None
    return number_or_none(found.value) if isinstance(found, NumberMember) else None
