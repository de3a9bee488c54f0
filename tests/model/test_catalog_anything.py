"""The catalog, whatever it hears: nothing breaks it, and what holds always holds."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from indipyterm.exceptions import Refused
from indipyterm.model.catalog import Catalog
from indipyterm.model.devices import MESSAGES_KEPT
from indipyterm.model.members import BlobMember, NumberMember
from indipyterm.model.requests import request
from indipyterm.protocol.messages import DefVector, DelProperty, Element, Kind, Message, NewVector, SetVector
from tests.model.samples import NOW
from tests.protocol.strategies import elements

NAMES = ["a", "b", "c"]


def _few_names(message: Any, pick: st.DataObject) -> Any:
    """The same message with names that meet those of others."""
    few = st.sampled_from(NAMES)
    if isinstance(message, DefVector | SetVector | NewVector):
        names = pick.draw(st.permutations(NAMES))
        members: Any = tuple(one._replace(name=name) for one, name in zip(message.members, names, strict=False))
        return message._replace(device=pick.draw(few), name=pick.draw(few), members=members)
    if isinstance(message, DelProperty):
        device = pick.draw(st.none() | few)
        return message._replace(device=device, name=pick.draw(st.none() | few))
    if isinstance(message, Message):
        return message._replace(device=pick.draw(st.none() | few))
    return message


def _check(catalog: Catalog) -> None:
    """What holds at any time."""
    assert len(catalog.messages) <= MESSAGES_KEPT
    for name, device in catalog.devices.items():
        assert device.name == name
        assert device.enabled == any(vector.enabled for vector in device.vectors.values())
        for vector_name, vector in device.vectors.items():
            assert (vector.device, vector.name) == (name, vector_name)
            assert vector.label
            assert vector.group
            assert not (vector.request and (vector.stale or not vector.enabled))
            assert (vector.rule is None) == (vector.kind is not Kind.SWITCH)
            assert catalog.find(name, vector_name) is (vector if vector.enabled else None)
            for member_name, member in vector.members.items():
                assert member.name == member_name
                kinds = {Kind.NUMBER: NumberMember, Kind.BLOB: BlobMember}
                assert isinstance(member, tuple(kinds.values())) == (vector.kind in kinds)
                assert isinstance(member, kinds.get(vector.kind, object))


@given(st.data(), st.lists(elements, max_size=15))
def test_no_sequence_of_messages_breaks_it(data: st.DataObject, messages: list[Element]) -> None:
    catalog = Catalog()
    for drawn in messages:
        message = _few_names(drawn, data)
        for event in catalog.apply(message, NOW):
            assert event.when == NOW
        _check(catalog)
        if isinstance(message, DefVector):
            vector = catalog.find(message.device, message.name)
            assert vector is not None
            assert (vector.kind, vector.state, vector.perm) == (message.kind, message.state, message.perm)
            assert [*vector.members] == [member.name for member in message.members]
        if data.draw(st.sampled_from(["hear", "hear", "send", "lose"])) == "lose":
            catalog.mark_stale()
        else:
            _send_something(catalog)
        _check(catalog)


def _send_something(catalog: Catalog) -> None:
    """Send the first vector's own values back to it, if it takes any."""
    for device in catalog.devices.values():
        for vector in device.present():
            if vector.kind is Kind.BLOB:
                continue
            try:
                message = request(vector, {member.name: member.value for member in vector.members.values()})
            except Refused:
                continue
            catalog.mark_sent(message, NOW)
            return
