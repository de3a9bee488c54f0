"""Members whose values are extracted only when they are read."""

from __future__ import annotations

from indipyterm.protocol.lazy_members import LazyMembers, MemberLayout
from indipyterm.protocol.messages import OneMember


def test_values_are_like_the_tuple_of_members() -> None:
    members = (OneMember("a", "1"), OneMember("b", "2"))
    values = LazyMembers(MemberLayout(("a", "b"), OneMember, str.split), "1 2")
    assert values == members
    assert members == values
    assert hash(values) == hash(members)
    assert list(values) == list(members)
    assert (len(values), values[1], values[:1], repr(values)) == (2, members[1], members[:1], repr(members))
    assert values != members[:1]
    assert values != "ab"


def test_values_are_extracted_once_and_only_when_they_are_read() -> None:
    sources: list[str] = []

    def extract(source: str) -> list[str]:
        sources.append(source)
        return source.split()

    values = LazyMembers(MemberLayout(("a", "b"), OneMember, extract), "1 2")
    assert len(values) == 2
    assert sources == []
    assert [member.value for member in values] == values.texts == ["1", "2"]
    assert sources == ["1 2"]
