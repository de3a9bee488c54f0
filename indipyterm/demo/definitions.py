"""Short functions to define properties, so that an instrument's list of properties reads as its documentation.

They return `DefVector`, `DefNumber` and `DefMember` messages without the device's name, which the instrument adds.
"""

from __future__ import annotations

from indipyterm.protocol.messages import OFF, ON, DefMember, DefNumber, DefVector, Kind, Perm, Rule, State
from indipyterm.protocol.numbers import decimal_text

TIMEOUT = 60.0
"""The timeout of all vectors in seconds, the same as most drivers use."""


def number(
    name: str, label: str, value: float, form: str = "%g", low: float = 0, high: float = 0, step: float = 0
) -> DefNumber:
    """Define a member of a number vector; it has no limits if `low` equals `high`."""
    return DefNumber(name, label, decimal_text(value), form, decimal_text(low), decimal_text(high), decimal_text(step))


def text(name: str, label: str, value: str = "") -> DefMember:
    """Define a member of a text vector."""
    return DefMember(name, label, value)


def switch(name: str, label: str, on: bool = False) -> DefMember:
    """Define a member of a switch vector."""
    return DefMember(name, label, ON if on else OFF)


def light(name: str, label: str, state: State = State.IDLE) -> DefMember:
    """Define a member of a light vector."""
    return DefMember(name, label, state.value)


def blob(name: str, label: str) -> DefMember:
    """Define a member of a BLOB vector."""
    return DefMember(name, label)


def number_vector(
    name: str, label: str, group: str, *members: DefNumber, perm: Perm = Perm.RW, state: State = State.IDLE
) -> DefVector:
    """Define a number vector."""
    return DefVector(Kind.NUMBER, "", name, members, label, group, state, perm, None, TIMEOUT)


def text_vector(
    name: str, label: str, group: str, *members: DefMember, perm: Perm = Perm.RW, state: State = State.IDLE
) -> DefVector:
    """Define a text vector."""
    return DefVector(Kind.TEXT, "", name, members, label, group, state, perm, None, TIMEOUT)


def switch_vector(
    name: str,
    label: str,
    group: str,
    *members: DefMember,
    rule: Rule = Rule.ONE_OF_MANY,
    perm: Perm = Perm.RW,
    state: State = State.IDLE,
) -> DefVector:
    """Define a switch vector."""
    return DefVector(Kind.SWITCH, "", name, members, label, group, state, perm, rule, TIMEOUT)


def light_vector(name: str, label: str, group: str, *members: DefMember, state: State = State.IDLE) -> DefVector:
    """Define a light vector."""
    return DefVector(Kind.LIGHT, "", name, members, label, group, state)


def blob_vector(
    name: str, label: str, group: str, *members: DefMember, perm: Perm = Perm.RO, state: State = State.IDLE
) -> DefVector:
    """Define a BLOB vector."""
    return DefVector(Kind.BLOB, "", name, members, label, group, state, perm, None, TIMEOUT)


def button(name: str, label: str, group: str, member: str, member_label: str) -> DefVector:
    """Define a switch vector with one momentary switch, such as Abort."""
    return switch_vector(name, label, group, switch(member, member_label), rule=Rule.AT_MOST_ONE)


def driver_info(name: str, program: str, interface: int) -> DefVector:
    """Define DRIVER_INFO; `interface` is the sum of INDI's interface flags."""
    return text_vector(
        "DRIVER_INFO",
        "Driver Info",
        "General Info",
        text("DRIVER_NAME", "Name", name),
        text("DRIVER_EXEC", "Exec", program),
        text("DRIVER_VERSION", "Version", "1.0"),
        text("DRIVER_INTERFACE", "Interface", str(interface)),
        perm=Perm.RO,
    )


CONNECTION = switch_vector(
    "CONNECTION",
    "Connection",
    "Main Control",
    switch("CONNECT", "Connect", on=True),
    switch("DISCONNECT", "Disconnect"),
    state=State.OK,
)

POLLING = number_vector(
    "POLLING_PERIOD", "Polling", "Options", number("PERIOD_MS", "Period (ms)", 1000, "%.f", 10, 600000, 1000)
)

DEBUG = switch_vector("DEBUG", "Debug", "Options", switch("ENABLE", "Enable"), switch("DISABLE", "Disable", on=True))

CONFIG = switch_vector(
    "CONFIG_PROCESS",
    "Configuration",
    "Options",
    switch("CONFIG_LOAD", "Load"),
    switch("CONFIG_SAVE", "Save"),
    switch("CONFIG_DEFAULT", "Default"),
    switch("CONFIG_PURGE", "Purge"),
    rule=Rule.AT_MOST_ONE,
)
