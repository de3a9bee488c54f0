"""Properties that are not settings: those that start an action, configure the connection, or hold measurements."""

from __future__ import annotations

from fnmatch import fnmatchcase

from indipyterm.model.vectors import Vector
from indipyterm.protocol.messages import Rule

_CONNECTION_SETTING = "configures the connection to the device"

_EXCLUDED: dict[str, tuple[str, ...]] = {
    "starts an action": (
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
    _CONNECTION_SETTING: (
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
    "is a running time": ("TIME_UTC", "TIME_LST"),
    "is measured by the device as well as set": ("CCD_TEMPERATURE", "FOCUS_TEMPERATURE"),
}
"""Property names used by INDI drivers, by the reason why they are not settings."""

_NOT_EXCLUDED = ("GEOGRAPHIC_COORD",)
"""Settings whose names match one of the patterns above."""


def exclusion_reason(name: str, vector: Vector | None) -> str | None:
    """Return why a property is not saved or restored by default, as a phrase; None for a setting.

    `vector` is the property, or None if it is not defined; then only its name decides.
    """
    if vector is not None and vector.rule is Rule.AT_MOST_ONE:
        return "is momentary"
    if name in _NOT_EXCLUDED:
        return None
    for reason, patterns in _EXCLUDED.items():
        if any(fnmatchcase(name, pattern) for pattern in patterns):
            return reason
    return None


def is_connection_setting(name: str) -> bool:
    """Whether a property configures a device's connection; it has no effect while the device is connected."""
    return exclusion_reason(name, None) == _CONNECTION_SETTING
