"""Vectors for tests of what needs no server."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from indipyterm.model.catalog import Catalog
from indipyterm.model.vectors import Vector
from indipyterm.protocol.messages import DefMember, DefNumber, DefVector, Kind, Perm, Rule, State

NOW = datetime(2026, 11, 22, 12, 0, 0, tzinfo=UTC)


def catalog(*definitions: DefVector) -> Catalog:
    """A model that has heard these definitions."""
    made = Catalog()
    for definition in definitions:
        made.apply(definition, NOW)
    return made


def vector(definition: DefVector) -> Vector:
    """The vector that a definition makes."""
    return catalog(definition).devices[definition.device].vectors[definition.name]


def number(
    name: str, *members: DefNumber, device: str = "D", group: str = "Main Control", perm: Perm = Perm.RW
) -> DefVector:
    """A number vector."""
    return DefVector(Kind.NUMBER, device, name, members or (DefNumber("X", "X"),), name, group, perm=perm)


def switch(
    name: str, members: Iterable[tuple[str, str]], rule: Rule = Rule.ONE_OF_MANY, device: str = "D", group: str = ""
) -> DefVector:
    """A switch vector of members (name, "On" or "Off")."""
    made = tuple(DefMember(member, member, value) for member, value in members)
    return DefVector(Kind.SWITCH, device, name, made, name, group, State.OK, Perm.RW, rule)
