"""``set``: sending new values, and waiting for the answers.

An assignment is ``Device.VECTOR.MEMBER=value``, with the name as in `patterns`, but without wildcards; the value is
everything after the first unquoted ``=``, without the white space around it. ``Device.VECTOR=MEMBER`` switches a
switch On, and ``Device.VECTOR.MEMBER=@path`` sends a file as a BLOB.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

from indipyterm.client.uploads import read_files
from indipyterm.commands.answers import Answer, Verdict
from indipyterm.commands.ask import ask, ask_unseen, send_unseen
from indipyterm.commands.definitions import QUIET, await_condition, is_defined, not_heard, unheard
from indipyterm.commands.patterns import format_name, make_pattern, parse_parts
from indipyterm.commands.session import Session
from indipyterm.exceptions import BadPattern, NoServer, NotPossible, NotSent, Refused
from indipyterm.model.requests import request
from indipyterm.model.roles import Role
from indipyterm.model.standard import CONNECT, CONNECTION, role
from indipyterm.model.vectors import Vector
from indipyterm.protocol.messages import OFF, ON, Kind

POLL_SECONDS = 0.02
"""How often to check how much of the sent data the server has read: a large BLOB takes time."""

LEARN_SECONDS = 10.0
"""How long definitions may take without a timeout."""

FLUSH_SECONDS = 2.0
"""How long to wait, without waiting for answers, until the server has taken everything."""

FLUSH_SECONDS_UNKNOWN = 0.5
"""The same for a server that is not known to answer pings."""

VectorName = tuple[str, str]
"""Device and vector name."""


class Assignment(NamedTuple):
    """An assignment of a value to a member; without a member, the switch named `value` is to be On."""

    device: str
    vector: str
    member: str | None
    value: str

    @property
    def key(self) -> VectorName:
        """Device and vector name."""
        return self.device, self.vector


async def set_values(
    session: Session, assignments: Sequence[str], *, wait: bool = True, timeout: float | None = None
) -> list[Answer]:
    """Set members, with one message for each vector, in the order in which the vectors are first named.

    All assignments are checked before anything is sent, except those to vectors that will be defined only after an
    earlier assignment has connected their device, and an abort: that is sent first, and even to a device that has said
    nothing yet. With `wait`, each vector must answer before the next is sent, within `timeout` seconds or its own
    timeout (see `ask.ask`); after one that is not done nothing more is sent, so there are fewer answers than vectors.
    Without `wait` it returns no answers, once the server has received everything.
    Raises `BadPattern`, `NotPossible`, `NoServer`, and TimeoutError if a device says nothing within `timeout` seconds,
    or the server reads nothing for as long.
    """
    groups = _group_by_vector([parse_assignment(text) for text in assignments])
    seconds = LEARN_SECONDS if timeout is None else timeout
    answers: list[Answer] = []
    for key, member in (await _unseen_aborts(session, groups)).items():
        del groups[key]
        if not wait:
            await send_unseen(session, *key, member)
            continue
        answers.append(await ask_unseen(session, *key, member, seconds))
        if answers[-1].verdict is not Verdict.DONE:
            return answers
    await await_condition(session, lambda: all(_ready(session, key, groups) for key in groups), seconds)
    for key, group in groups.items():
        if not _defined_once_connected(session, key, groups):
            await _checked_values(session, key, group, seconds)
    for key, group in groups.items():
        if not is_defined(session, *key):
            await await_condition(session, partial(is_defined, session, *key), seconds)
        values = await _checked_values(session, key, group, seconds)
        if not wait:
            await _send(session, key, values)
            continue
        answers.append(await ask(session, *key, values, timeout))
        if answers[-1].verdict is not Verdict.DONE:
            return answers
    if not wait:
        await _flush(session, seconds)
    return answers


def parse_assignment(text: str) -> Assignment:
    """Parse ``Device.VECTOR.MEMBER=value`` or ``Device.VECTOR=MEMBER``. Raises `BadPattern`."""
    parts, end = parse_parts(text, 0, "=")
    if end == len(text):
        raise BadPattern("expected = and a value", text, end)
    name = make_pattern(parts, text)
    if name.vector is None:
        raise BadPattern("expected Device.VECTOR.MEMBER=value, or Device.VECTOR=MEMBER for a switch", text, 0)
    for part in parts:
        if part.regex:
            raise BadPattern("no wildcards here; put a name that has a * or ? in it in quotes", text, 0)
    return Assignment(
        name.device.text, name.vector.text, name.member.text if name.member else None, text[end + 1 :]
    )  # fmt: skip


def _group_by_vector(assignments: Sequence[Assignment]) -> dict[VectorName, list[Assignment]]:
    groups: dict[VectorName, list[Assignment]] = {}
    for each in assignments:
        groups.setdefault(each.key, []).append(each)
    return groups


async def _unseen_aborts(session: Session, groups: Mapping[VectorName, Sequence[Assignment]]) -> dict[VectorName, str]:
    """Return the aborts that are not defined, with the switch to turn On: their drivers may be busy."""
    aborts = {key: group[0] for key, group in groups.items() if role(key[1]) is Role.ABORTS and len(group) == 1}
    await await_condition(session, lambda: all(is_defined(session, *key) for key in aborts), QUIET)
    return {
        key: each.value.strip() if each.member is None else each.member
        for key, each in aborts.items()
        if not is_defined(session, *key) and (each.member is None or each.value.strip().lower() == ON.lower())
    }


def _defined_once_connected(session: Session, key: VectorName, groups: Mapping[VectorName, object]) -> bool:
    """Return whether a missing vector may be defined after an earlier assignment has connected its device."""
    order = list(groups)
    connection = (key[0], CONNECTION)
    return (
        session.catalog.find(*key) is None
        and session.catalog.find(*connection) is not None
        and connection in order[: order.index(key)]
    )


def _ready(session: Session, key: VectorName, groups: Mapping[VectorName, object]) -> bool:
    """Return whether a vector is defined, or cannot be before an assignment connects its device."""
    if session.catalog.find(*key) is not None:
        return True
    connection = session.catalog.find(key[0], CONNECTION)
    connect = connection.members.get(CONNECT) if connection else None
    return connect is not None and connect.value != ON and _defined_once_connected(session, key, groups)


async def _checked_values(
    session: Session, key: VectorName, group: Sequence[Assignment], seconds: float
) -> dict[str, Any]:
    """Return the values for a vector in the form that `requests.request` takes.

    Raises `NotPossible`, and TimeoutError where nothing was heard of its device within the `seconds` that are over.
    """
    vector = session.catalog.find(*key)
    if vector is None and unheard(session, [key[0]]):
        raise TimeoutError(not_heard([key[0]], seconds))
    if vector is None:
        raise NotPossible(format_name(*key), "there is no such vector")
    values: dict[str, Any] = {}
    for each in group:
        name, value = _member_and_value(vector, each)
        if name not in vector.members:
            raise NotPossible(format_name(*key, name), _unknown_member(vector, name))
        if values.setdefault(name, value) != value:
            raise NotPossible(format_name(*key, name), "is given two values")
    try:
        if vector.kind is Kind.BLOB and vector.writable:
            values = await asyncio.to_thread(read_files, values, session.client.blob_limit)
        request(vector, values)
    except MemoryError:
        raise NotPossible(format_name(*key), "there is not enough memory for it") from None
    except Refused as error:
        where = format_name(*key) if error.member is None else format_name(*key, error.member)
        raise NotPossible(where, error.reason) from None
    return values


def _member_and_value(vector: Vector, wanted: Assignment) -> tuple[str, Any]:
    """Return the member and its value in the form that `requests.request` takes. Raises `NotPossible`."""
    value = wanted.value.strip()  # drivers strip it, too; what is seen is what is sent
    if wanted.member is None:
        if vector.kind is not Kind.SWITCH:
            raise NotPossible(
                format_name(*wanted.key), "only a switch can be picked; name the member: VECTOR.MEMBER=value"
            )
        return value, ON
    if vector.kind is Kind.SWITCH:
        return wanted.member, {"on": ON, "off": OFF}.get(value.lower(), value)
    if vector.kind is Kind.BLOB and vector.writable:
        if not value.startswith("@"):
            raise NotPossible(format_name(*wanted.key, wanted.member), "a BLOB is given as a file: @path")
        return wanted.member, (value[1:], 0, "")
    return wanted.member, value


def _unknown_member(vector: Vector, name: str) -> str:
    """Why there is no such member, with the name of the one that has it as its label."""
    labelled = [member.name for member in vector.members.values() if member.label == name]
    return f"no such member; {name!r} is the label of {labelled[0]}" if labelled else "no such member"


async def _send(session: Session, key: VectorName, values: Mapping[str, Any]) -> None:
    try:
        await session.client.submit(*key, values)
    except NotSent as error:
        session.check()
        raise NoServer(f"not sent: {error}") from None
    except Refused as error:
        raise NotPossible(format_name(*key), str(error)) from None


async def _flush(session: Session, seconds: float) -> None:
    """Wait until the server has read everything. Raises TimeoutError if it reads nothing for `seconds`."""
    link, now = session.client.link, asyncio.get_running_loop().time
    left, since = link.unsent(), now()
    while left:
        await asyncio.sleep(POLL_SECONDS)
        session.check()
        if (now_left := link.unsent()) < left:
            left, since = now_left, now()
        elif now() - since > seconds:
            raise TimeoutError
    await session.ping(FLUSH_SECONDS if session.pinged else FLUSH_SECONDS_UNKNOWN)
