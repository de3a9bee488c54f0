"""Which public event each of the model's events becomes."""

from __future__ import annotations

from indipyterm.client.events import (
    ConnectionLost,
    ConnectionMade,
    Devices,
    Event,
    Message,
    VectorEvent,
    VectorTimeOut,
    defBLOBVector,
    defLightVector,
    defNumberVector,
    defSwitchVector,
    defTextVector,
    defVector,
    delProperty,
    getProperties,
    setBLOBVector,
    setLightVector,
    setNumberVector,
    setSwitchVector,
    setTextVector,
)
from indipyterm.model import events as model
from indipyterm.protocol.messages import Kind

DEFINED: dict[Kind, type[defVector]] = {
    Kind.SWITCH: defSwitchVector,
    Kind.TEXT: defTextVector,
    Kind.NUMBER: defNumberVector,
    Kind.LIGHT: defLightVector,
    Kind.BLOB: defBLOBVector,
}
"""What a definition becomes."""

SET: dict[Kind, type[VectorEvent]] = {
    Kind.SWITCH: setSwitchVector,
    Kind.TEXT: setTextVector,
    Kind.NUMBER: setNumberVector,
    Kind.LIGHT: setLightVector,
    Kind.BLOB: setBLOBVector,
}
"""What a ``set`` becomes."""


def public_event(devices: Devices, event: model.Event) -> Event | None:
    """The public event for one of the model's; None for those that scripts are not given."""
    match event:
        case model.Updated(message, when):
            return SET[message.kind](devices, message, when)
        case model.Defined(message, when):
            return DEFINED[message.kind](devices, message, when)
        case model.MessageReceived(message, when):
            return Message(devices, message.device, message.message or "", message.timestamp or when)
        case model.Deleted(message, when):
            time = message.timestamp or when
            return delProperty(devices, message.device, message.name, message.message, time)
        case model.PropertiesRequested(message, when):
            return getProperties(devices, message.device, message.name, when)
        case model.TimedOut(device, vector, _, when):
            return VectorTimeOut(devices, device, vector, when)
        case model.Connected(when, _):
            return ConnectionMade(devices, None, None, when)
        case model.Disconnected(reason, _, True, when):
            return ConnectionLost(devices, reason, when)
        case _:
            return None
