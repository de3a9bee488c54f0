"""``set``: ask for new values, and know what became of it.

What to set is written as ``Device.VECTOR.MEMBER=value``, the name as in `patterns`, without wildcards; the value is
everything behind the first ``=`` that is not in quotes, as it is. ``Device.VECTOR=MEMBER`` picks a switch, and
``Device.VECTOR.MEMBER=@path`` sends a file to a BLOB.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from indipyterm.client.uploads import read_files
from indipyterm.commands.answers import Answer, Verdict, ask
from indipyterm.commands.definitions import await_definitions, await_definitions_until
from indipyterm.commands.patterns import Part, Pattern, pattern_of, read_parts, written
from indipyterm.commands.session import Session
from indipyterm.exceptions import BadPattern, NoServer, NotPossible, NotSent, Refused
from indipyterm.model.requests import request
from indipyterm.model.vectors import Vector
from indipyterm.protocol.messages import OFF, ON, Kind

CONNECTION, CONNECT = "CONNECTION", "CONNECT"
"""The vector that every INDI device is connected with, and its switch for that."""

LOOK_SECONDS = 0.02
"""How often to look how much the server has taken of what was sent: a large BLOB goes slowly."""

LEARN_SECONDS = 10.0
"""How long definitions may go on where no timeout is given."""

FLUSH_SECONDS = 2.0
"""How long to wait, without waiting for answers, until the server has taken everything."""

FLUSH_SECONDS_UNKNOWN = 0.5
"""The same where it is not known to answer pings."""

Key = tuple[str, str]
"""Device and vector name."""


class Assignment(NamedTuple):
    """What is to be set to what; without a member, the switch called `value` is to be On."""

    device: str
    vector: str
    member: str | None
    value: str

    @property
    def key(self) -> Key:
        """Device and vector name."""
        return self.device, self.vector


async def set_values(
    session: Session, assignments: Sequence[str], *, wait: bool = True, timeout: float | None = None
) -> list[Answer]:
    """Set members, those of one vector in one message, in the order in which vectors are named first.

    Everything is checked before anything is sent; only what a device will define when it is connected by the same
    command is checked then. With `wait` each vector must have answered, within `timeout` seconds or its own time (see
    `answers.ask`), before the next is sent, and the first that is not done ends it: fewer answers than vectors.
    Without it there are no answers, but all is with the server.
    Raises `BadPattern`, `NotPossible`, `NoServer`, and TimeoutError where definitions do not end
    within `timeout` seconds, or the server takes nothing of what is sent for as long.
    """
    parsed = [parse_assignment(text) for text in assignments]
    groups = _grouped(parsed)
    patience = LEARN_SECONDS if timeout is None else timeout
    await await_definitions_until(session, lambda: all(_settled(session, key, groups) for key in groups), patience)
    for key, group in groups.items():
        if not _comes_later(session, key, groups):
            await _checked(session, key, group)
    answers: list[Answer] = []
    for key, group in groups.items():
        if session.catalog.find(*key) is None:
            await await_definitions(session, [exactly(*key)], patience)
        values = await _checked(session, key, group)
        if not wait:
            await _send(session, key, values)
            continue
        answers.append(await ask(session, *key, values, timeout))
        if answers[-1].verdict is not Verdict.DONE:
            return answers
    if not wait:
        await _flush(session, patience)
    return answers


def parse_assignment(text: str) -> Assignment:
    """Read ``Device.VECTOR.MEMBER=value`` or ``Device.VECTOR=MEMBER``; raises `BadPattern`."""
    parts, end = read_parts(text, 0, "=")
    if end == len(text):
        raise BadPattern("expected = and a value", text, end)
    name = pattern_of(parts, text)
    if name.vector is None:
        raise BadPattern("expected Device.VECTOR.MEMBER=value, or Device.VECTOR=MEMBER for a switch", text, 0)
    for part in parts:
        if part.wild:
            raise BadPattern("no wildcards here; put a name that has a * or ? in it in quotes", text, 0)
    return Assignment(
        name.device.text, name.vector.text, name.member.text if name.member else None, text[end + 1 :]
    )  # fmt: skip


def exactly(device: str, vector: str) -> Pattern:
    """The pattern of one vector."""
    return Pattern(Part(device, quoted=True), Part(vector, quoted=True))


def _grouped(assignments: Sequence[Assignment]) -> dict[Key, list[Assignment]]:
    groups: dict[Key, list[Assignment]] = {}
    for each in assignments:
        groups.setdefault(each.key, []).append(each)
    return groups


def _comes_later(session: Session, key: Key, groups: Mapping[Key, object]) -> bool:
    """Whether a vector that is not there may be defined when its device is connected, which is asked for before."""
    order = list(groups)
    connection = (key[0], CONNECTION)
    return (
        session.catalog.find(*key) is None
        and session.catalog.find(*connection) is not None
        and connection in order[: order.index(key)]
    )


def _settled(session: Session, key: Key, groups: Mapping[Key, object]) -> bool:
    """Whether a vector is there, or cannot be before its device is connected."""
    if session.catalog.find(*key) is not None:
        return True
    connection = session.catalog.find(key[0], CONNECTION)
    connect = connection.members.get(CONNECT) if connection else None
    return connect is not None and connect.value != ON and _comes_later(session, key, groups)


async def _checked(session: Session, key: Key, group: Sequence[Assignment]) -> dict[str, Any]:
    """Give the values for one vector as a request takes them; raises `NotPossible`."""
    vector = session.catalog.find(*key)
    if vector is None:
        known = any(device.enabled for name, device in session.catalog.devices.items() if name == key[0])
        raise NotPossible(written(*key), "there is no such vector" if known else "there is no such device")
    values: dict[str, Any] = {}
    for each in group:
        name, value = _value(vector, each)
        if values.setdefault(name, value) != value:
            raise NotPossible(written(*key, name), "is given two values")
    try:
        if vector.kind is Kind.BLOB and vector.writable:
            values = await asyncio.to_thread(read_files, values)
        request(vector, values)
    except Refused as error:
        where = written(*key) if error.member is None else written(*key, error.member)
        raise NotPossible(where, error.reason) from None
    return values


def _value(vector: Vector, wanted: Assignment) -> tuple[str, Any]:
    """The member and its value, in the form that `requests.request` takes; raises `NotPossible`."""
    value = wanted.value
    if wanted.member is None:
        if vector.kind is not Kind.SWITCH:
            raise NotPossible(written(*wanted.key), "only a switch can be picked; name the member: VECTOR.MEMBER=value")
        return value.strip(), ON
    if vector.kind is Kind.SWITCH:
        return wanted.member, {"on": ON, "off": OFF}.get(value.strip().lower(), value)
    if vector.kind is Kind.BLOB and vector.writable:
        if not value.startswith("@"):
            raise NotPossible(written(*wanted.key, wanted.member), "a BLOB is given as a file: @path")
        return wanted.member, (value[1:], 0, "")
    return wanted.member, value


async def _send(session: Session, key: Key, values: Mapping[str, Any]) -> None:
    try:
        await session.client.submit(*key, values)
    except NotSent as error:
        session.check()
        raise NoServer(f"not sent: {error}") from None
    except Refused as error:
        raise NotPossible(written(*key), str(error)) from None


async def _flush(session: Session, patience: float) -> None:
    """Wait until the server has taken everything. Raises TimeoutError where it takes nothing for so many seconds."""
    link, now = session.client.link, asyncio.get_running_loop().time
    left, since = link.unsent(), now()
    while left:
        await asyncio.sleep(LOOK_SECONDS)
        session.check()
        if (still := link.unsent()) < left:
            left, since = still, now()
        elif now() - since > patience:
            raise TimeoutError
    await session.ping(FLUSH_SECONDS if session.pinged else FLUSH_SECONDS_UNKNOWN)
