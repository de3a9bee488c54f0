"""A vector as a command for a shell: what sets it to the values that it has, or reads them."""

from __future__ import annotations

import shlex
from collections.abc import Mapping

from indipyterm.client.hosts import DEFAULT_PORT, server_name
from indipyterm.commands.patterns import format_name
from indipyterm.commands.selection import format_value, member_value
from indipyterm.model.vectors import Vector
from indipyterm.protocol.messages import ON, Kind, Rule


def shell_command(host: str, port: int, vector: Vector, choice: str | None = None) -> str:
    """The command line that sets a vector to its present values, or reads them where nothing can be set to them.

    `choice` is the switch that the user has picked: then the command picks that one.
    """
    server = host if port == DEFAULT_PORT and ":" not in host else server_name(host, port)
    values = _values(vector, choice)
    what = [f"{format_name(vector.device, vector.name, name)}={value}" for name, value in values.items()]
    command = ["set", *what] if what else ["get", format_name(vector.device, vector.name)]
    return " ".join(map(_quoted, ["indipyterm", "--host", server, *_after_options(command)]))


def _quoted(word: str) -> str:
    """A word for a shell; what a terminal would obey when it is pasted is spelled out, as bash, zsh and ksh read it."""
    if word.isprintable():
        return shlex.quote(word)
    return "$'" + "".join(map(_spelled, word)) + "'"


def _spelled(character: str) -> str:
    if character in "\\'":
        return f"\\{character}"
    code = ord(character)
    if character.isprintable():
        return character
    return f"\\x{code:02x}" if code < 0x80 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _values(vector: Vector, choice: str | None) -> Mapping[str, str]:
    """What there is to be set, by member: nothing where the vector cannot be written, or has no values to write."""
    members = vector.members
    if not vector.writable or vector.kind is Kind.BLOB:
        return {}
    if vector.kind is Kind.SWITCH and choice in members:
        return {choice: ON}
    if not vector.readable:
        return {}
    if vector.kind is not Kind.SWITCH:
        return {name: format_value(member_value(member)) for name, member in members.items()}
    if vector.rule is Rule.ANY_OF_MANY:
        return {name: member.value for name, member in members.items()}
    on = {name: ON for name, member in members.items() if member.value == ON}
    return on or (dict.fromkeys(members, ON) if len(members) == 1 else {})


def _after_options(command: list[str]) -> list[str]:
    """Keep names that begin like an option from being read as one."""
    name, *what = command
    return [name, "--", *what] if any(each.startswith("-") for each in what) else command
