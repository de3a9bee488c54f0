"""Properties that are not settings: those that start an action, configure the connection, or hold measurements."""

from __future__ import annotations

from indipyterm.model.roles import Role
from indipyterm.model.standard import role
from indipyterm.model.vectors import Vector
from indipyterm.protocol.messages import Rule

_REASONS = {
    Role.ACTS: "starts an action",
    Role.MOVES: "moves something",
    Role.ABORTS: "stops something",
    Role.MEASURES: "is measured by the device, as well as set",
    Role.KEEPS_TIME: "is a running clock",
    Role.CONFIGURES_CONNECTION: "configures the connection to the device",
}
"""Why properties with these roles are not settings; all others are."""


def exclusion_reason(name: str, vector: Vector | None) -> str | None:
    """Return why a property is not saved or restored by default, as a phrase; None for a setting.

    `vector` is the property, or None if it is not defined; then only its name decides.
    """
    known = role(name)
    if vector is not None and vector.rule is Rule.AT_MOST_ONE and known is not Role.SETS:
        return "is momentary"
    return _REASONS.get(known) if known else None


def is_connection_setting(name: str) -> bool:
    """Whether a property configures a device's connection; it has no effect while the device is connected."""
    return role(name) is Role.CONFIGURES_CONNECTION
