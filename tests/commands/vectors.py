"""Short ways to put vectors in a catalog."""

from __future__ import annotations

from datetime import UTC, datetime

from indipyterm.commands.session import Session
from indipyterm.model.catalog import Catalog
from indipyterm.protocol.messages import (
    AnyDef,
    DefMember,
    DefNumber,
    DefVector,
    Kind,
    OneMember,
    OneNumber,
    Perm,
    Rule,
    SetVector,
    State,
)

WHEN = datetime(2026, 11, 22, 22, 43, 7, tzinfo=UTC)


def catalog(*definitions: DefVector) -> Catalog:
    """A catalog that has heard these."""
    made = Catalog()
    for definition in definitions:
        made.apply(definition, WHEN)
    return made


def numbers(device: str, name: str, perm: Perm = Perm.RW, state: State = State.OK, **values: str) -> DefVector:
    """A number vector without limits."""
    members = tuple(DefNumber(member, member, value) for member, value in values.items())
    return _vector(Kind.NUMBER, device, name, members, perm, state)


def texts(device: str, name: str, perm: Perm = Perm.RW, **values: str) -> DefVector:
    """A text vector."""
    members = tuple(DefMember(member, member, value) for member, value in values.items())
    return _vector(Kind.TEXT, device, name, members, perm)


def switches(device: str, name: str, rule: Rule = Rule.ONE_OF_MANY, perm: Perm = Perm.RW, **on: bool) -> DefVector:
    """A switch vector."""
    members = tuple(DefMember(member, member, "On" if value else "Off") for member, value in on.items())
    return _vector(Kind.SWITCH, device, name, members, perm)._replace(rule=rule)


def lights(device: str, name: str, **states: str) -> DefVector:
    """A light vector."""
    members = tuple(DefMember(member, member, value) for member, value in states.items())
    return _vector(Kind.LIGHT, device, name, members, Perm.RO)


def blobs(device: str, name: str, *members: str, perm: Perm = Perm.RO) -> DefVector:
    """A BLOB vector."""
    return _vector(Kind.BLOB, device, name, tuple(DefMember(member, member) for member in members), perm)


def change(definition: DefVector, state: State | None = None, **values: str) -> SetVector:
    """New values of a vector."""
    one = OneNumber if definition.kind is Kind.NUMBER else OneMember
    members = tuple(one(member, value) for member, value in values.items())
    return SetVector(definition.kind, definition.device, definition.name, members, state)


def value(session: Session, device: str, vector: str, member: str) -> str:
    """The value of a member that the session knows."""
    return session.catalog.devices[device].vectors[vector].members[member].value


def state(session: Session, device: str, vector: str) -> State | None:
    """The state of a vector; None where there is none."""
    found = session.catalog.find(device, vector)
    return found.state if found else None


def _vector(
    kind: Kind, device: str, name: str, members: tuple[AnyDef, ...], perm: Perm, state: State = State.OK
) -> DefVector:
    return DefVector(kind, device, name, members, f"Label of {name}", "Group", state, perm, timestamp=WHEN)
