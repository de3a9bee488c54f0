"""A vector as a shell command that sets it to its present values, or reads them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from indipyterm.client.hosts import DEFAULT_PORT, server_name
from indipyterm.commands.patterns import format_name
from indipyterm.commands.selection import format_value, member_value
from indipyterm.model.vectors import Vector
from indipyterm.protocol.messages import ON, Kind, Rule

_PLAIN = re.compile(r"[A-Za-z0-9_./:@,+-][A-Za-z0-9_./:@,+=-]*")
_SPECIAL = re.compile(r"([\\'])")


def shell_command(host: str, port: int, vector: Vector, choice: str | None = None) -> str | None:
    """The command that sets a vector to its present values, or reads them if it can't be set to them.

    With a `choice`, the name of a switch, the command turns that one On. It means the same in bash, zsh and fish. None
    if there is no such command: a name or a value has control characters, for which each shell has its own way.
    """
    server = host if port == DEFAULT_PORT and ":" not in host else server_name(host, port)
    values = _values(vector, choice)
    what = [f"{format_name(vector.device, vector.name, name)}={value}" for name, value in values.items()]
    command = ["set", *what] if what else ["get", format_name(vector.device, vector.name)]
    words = ["indipyterm", "--host", server, *_after_options(command)]
    return " ".join(map(_quoted, words)) if all(map(_can_be_pasted, words)) else None


def _can_be_pasted(word: str) -> bool:
    """Whether a terminal shows a word as it is, and does nothing else with it."""
    return all(character.isprintable() or unicodedata.category(character) == "Zs" for character in word)


def _quoted(word: str) -> str:
    """A word quoted for bash, zsh and fish: a backslash means something else between quotes in fish."""
    if _PLAIN.fullmatch(word):
        return word
    parts = _SPECIAL.split(word)
    return "".join(f"\\{part}" if part in ("\\", "'") else f"'{part}'" for part in parts if part) or "''"


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
