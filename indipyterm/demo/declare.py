"""Short ways to write down a property, so that an instrument's list of them reads as its documentation.

The results are plain `DefVector`, `DefNumber` and `DefMember` values of the protocol, without the device's name: the
instrument fills it in.
"""

from __future__ import annotations

from indipyterm.protocol.messages import OFF, ON, DefMember, DefNumber, DefVector, Kind, Perm, Rule, State
from indipyterm.protocol.numbers import decimal_text

TIMEOUT = 60.0
"""Seconds that a client should wait for an answer, as most drivers say."""


def number(
    name: str, label: str, value: float, form: str = "%g", low: float = 0, high: float = 0, step: float = 0
) -> DefNumber:
    """Declare a member of a number vector; `low` equal to `high` means that it has no limits."""
    return DefNumber(name, label, decimal_text(value), form, decimal_text(low), decimal_text(high), decimal_text(step))


def text(name: str, label: str, value: str = "") -> DefMember:
    """Declare a member of a text vector."""
    return DefMember(name, label, value)


def switch(name: str, label: str, on: bool = False) -> DefMember:
    """Declare a member of a switch vector."""
    return DefMember(name, label, ON if on else OFF)


def light(name: str, label: str, state: State = State.IDLE) -> DefMember:
    """Declare a member of a light vector."""
    return DefMember(name, label, state.value)


def blob(name: str, label: str) -> DefMember:
    """Declare a member of a BLOB vector."""
    return DefMember(name, label)


def numbers(
    name: str, label: str, group: str, *members: DefNumber, perm: Perm = Perm.RW, state: State = State.IDLE
) -> DefVector:
    """Declare a number vector."""
    return DefVector(Kind.NUMBER, "", name, members, label, group, state, perm, None, TIMEOUT)


def texts(
    name: str, label: str, group: str, *members: DefMember, perm: Perm = Perm.RW, state: State = State.IDLE
) -> DefVector:
    """Declare a text vector."""
    return DefVector(Kind.TEXT, "", name, members, label, group, state, perm, None, TIMEOUT)


def switches(
    name: str,
    label: str,
    group: str,
    *members: DefMember,
    rule: Rule = Rule.ONE_OF_MANY,
    perm: Perm = Perm.RW,
    state: State = State.IDLE,
) -> DefVector:
    """Declare a switch vector."""
    return DefVector(Kind.SWITCH, "", name, members, label, group, state, perm, rule, TIMEOUT)


def lights(name: str, label: str, group: str, *members: DefMember, state: State = State.IDLE) -> DefVector:
    """Declare a light vector."""
    return DefVector(Kind.LIGHT, "", name, members, label, group, state)


def blobs(
    name: str, label: str, group: str, *members: DefMember, perm: Perm = Perm.RO, state: State = State.IDLE
) -> DefVector:
    """Declare a BLOB vector."""
    return DefVector(Kind.BLOB, "", name, members, label, group, state, perm, None, TIMEOUT)


def button(name: str, label: str, group: str, member: str, member_label: str) -> DefVector:
    """Declare a switch vector with one momentary switch, such as Abort."""
    return switches(name, label, group, switch(member, member_label), rule=Rule.AT_MOST_ONE)


def driver_info(name: str, program: str, interface: int) -> DefVector:
    """Declare what a driver says of itself; `interface` is the sum of INDI's numbers for what it can do."""
    return texts(
        "DRIVER_INFO",
        "Driver Info",
        "General Info",
        text("DRIVER_NAME", "Name", name),
        text("DRIVER_EXEC", "Exec", program),
        text("DRIVER_VERSION", "Version", "1.0"),
        text("DRIVER_INTERFACE", "Interface", str(interface)),
        perm=Perm.RO,
    )


CONNECTION = switches(
    "CONNECTION",
    "Connection",
    "Main Control",
    switch("CONNECT", "Connect", on=True),
    switch("DISCONNECT", "Disconnect"),
    state=State.OK,
)

POLLING = numbers(
    "POLLING_PERIOD", "Polling", "Options", number("PERIOD_MS", "Period (ms)", 1000, "%.f", 10, 600000, 1000)
)

DEBUG = switches("DEBUG", "Debug", "Options", switch("ENABLE", "Enable"), switch("DISABLE", "Disable", on=True))

CONFIG = switches(
    "CONFIG_PROCESS",
    "Configuration",
    "Options",
    switch("CONFIG_LOAD", "Load"),
    switch("CONFIG_SAVE", "Save"),
    switch("CONFIG_DEFAULT", "Default"),
    switch("CONFIG_PURGE", "Purge"),
    rule=Rule.AT_MOST_ONE,
)
