"""A vector as a shell command that sets it to its present values, or reads them."""

from __future__ import annotations

import shlex
from collections.abc import Mapping

from indipyterm.client.hosts import DEFAULT_PORT, server_name
from indipyterm.commands.patterns import format_name
from indipyterm.commands.selection import format_value, member_value
from indipyterm.model.vectors import Vector
from indipyterm.protocol.messages import ON, Kind, Rule


def shell_command(host: str, port: int, vector: Vector, choice: str | None = None) -> str:
    """The command that sets a vector to its present values, or reads them if it can't be set to them.

    With a `choice`, the name of a switch, the command turns that one On.
    """
    server = host if port == DEFAULT_PORT and ":" not in host else server_name(host, port)
    values = _values(vector, choice)
    what = [f"{format_name(vector.device, vector.name, name)}={value}" for name, value in values.items()]
    command = ["set", *what] if what else ["get", format_name(vector.device, vector.name)]
    return " ".join(map(_quoted, ["indipyterm", "--host", server, *_after_options(command)]))


def _quoted(word: str) -> str:
    """A word quoted for a shell; control characters are escaped, as bash, zsh and ksh read them."""
    if word.isprintable():
        return shlex.quote(word)
    return "$'" + "".join(map(_escaped, word)) + "'"


def _escaped(character: str) -> str:
    if character in "\\'":
        return f"\\{character}"
    code = ord(character)
    if character.isprintable():
        return character
    return f"\\x{code:02x}" if code < 0x80 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _values(vector: Vector, choice: str | None) -> Mapping[str, str]:
    """The values to set, by member; none if the vector is not writable, or has no values that can be sent."""
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
    """A command in which names that begin with a dash are not read as options."""
    name, *what = command
    return [name, "--", *what] if any(each.startswith("-") for each in what) else command
