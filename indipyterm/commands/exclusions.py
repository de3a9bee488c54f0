"""What is no setting: properties that make something happen, say how to reach a device, or hold what it measures."""

from __future__ import annotations

from fnmatch import fnmatchcase

from indipyterm.model.vectors import Vector
from indipyterm.protocol.messages import Rule

_REACH = "says how to reach the device"

_NAMES: dict[str, tuple[str, ...]] = {
    "makes something happen": (
        "*ABORT*",
        "CONFIG_PROCESS",
        "CCD_EXPOSURE",
        "*_EXPOSURE",
        "CCD_VIDEO_STREAM",
        "RECORD_STREAM",
        "*_SYNC",
        "*_REFRESH",
        "*REBOOT*",
        "*SHUTDOWN*",
    ),
    "moves something": (
        "*_PARK",
        "*_COORD",
        "*_MOTION_??",
        "DOME_MOTION",
        "*_TIMED_GUIDE_*",
        "*_TRACK_STATE",
        "*_HOME",
        "REL_*_POSITION",
        "ABS_DOME_POSITION",
        "ABS_ROTATOR_ANGLE",
        "*_SHUTTER",
        "FOCUS_TIMER",
        "Goto",
    ),
    _REACH: (
        "CONNECTION_MODE",
        "DEVICE_PORT",
        "DEVICE_BAUD_RATE",
        "DEVICE_ADDRESS",
        "DEVICE_TCP_ADDRESS",
        "DEVICE_LAN_SEARCH",
        "DEVICE_AUTO_SEARCH",
        "DEVICE_PORT_SCAN",
        "SYSTEM_PORTS",
        "*_PORT",
        "*_PORTS",
    ),
    "is a time, which passes": ("TIME_UTC", "TIME_LST"),
    "is what the device measures, as much as what is asked of it": ("CCD_TEMPERATURE", "FOCUS_TEMPERATURE"),
}
"""Names of properties as the INDI drivers use them, by what they are instead of settings."""

_SETTINGS = ("GEOGRAPHIC_COORD",)
"""Names that look like those above, and yet are settings."""


def exclusion_reason(name: str, vector: Vector | None) -> str | None:
    """Why a property is not saved or restored unless asked for, in words; None for a setting.

    `vector` is the property as it is now, None where it is not there: then only its name can tell.
    """
    if vector is not None and vector.rule is Rule.AT_MOST_ONE:
        return "is momentary"
    if name in _SETTINGS:
        return None
    for why, patterns in _NAMES.items():
        if any(fnmatchcase(name, pattern) for pattern in patterns):
            return why
    return None


def says_how_to_reach(name: str) -> bool:
    """Whether a property says how to reach a device: it counts only while that is not connected."""
    return exclusion_reason(name, None) == _REACH
