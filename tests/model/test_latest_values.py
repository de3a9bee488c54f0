"""Values that nobody looked at yet: whoever looks, at whatever, sees what was heard last."""

from __future__ import annotations

from copy import copy

from hypothesis import given
from hypothesis import strategies as st

from indipyterm.model.catalog import Catalog
from indipyterm.protocol.lazy_members import LazyMembers
from indipyterm.protocol.messages import SetVector
from indipyterm.protocol.parser import Parser
from tests.model.samples import COORDINATES, NOW


def change(members: str) -> bytes:
    inside = "".join(f"<oneNumber {member}</oneNumber>" for member in members.split(";"))
    return f"<setNumberVector device='Mount' name='COORD' state='Ok'>{inside}</setNumberVector>\n".encode()


BOTH, TURNED, ONE, LIMIT, ODD = (
    "name='RA'>{0};name='DEC'>{1}",
    "name='DEC'>{0};name='RA'>{1}",
    "name='DEC'>{0}",
    "name='RA' min='{0}'>{1}",
    "name='RA'>{0};name='ALT'>{1}",
)


def test_a_copy_and_what_a_definition_replaced_stay_as_they_were() -> None:
    catalog, parser = Catalog(), Parser()

    def hear(data: bytes) -> None:
        for message in parser.feed(data):
            catalog.apply(message, NOW)

    hear(COORDINATES + change(BOTH.format(1, 2)) * 3)
    vector = catalog.devices["Mount"].vectors["COORD"]
    member = vector.members["RA"]
    hear(change(BOTH.format(3, 4)))
    copied = copy(member)
    hear(change(BOTH.format(5, 6)))
    assert (copied.value, copied.label, member.value) == ("3", "Right ascension", "5")
    hear(change(BOTH.format(7, 8)) + COORDINATES + change(BOTH.format(9, 9)))
    assert (member.value, vector.members["RA"].value) == ("7", "9")
    vector.members["RA"].value = "10"
    assert [each.value for each in vector.members.values()] == ["10", "9"]


changes = st.tuples(st.sampled_from([BOTH, BOTH, TURNED, ONE, LIMIT, ODD]), st.integers(0, 9), st.integers(0, 9))


@given(st.lists(st.tuples(changes, st.booleans()), min_size=6, max_size=30))
def test_values_are_those_that_the_general_parser_would_give(steps: list[tuple[tuple[str, int, int], bool]]) -> None:
    parsers, catalogs = (Parser(), Parser(fast=False)), (Catalog(), Catalog())
    for data, look in [(COORDINATES, True), *((change(form.format(*values)), look) for (form, *values), look in steps)]:
        for parser, catalog in zip(parsers, catalogs, strict=True):
            for message in parser.feed(data):
                if not (isinstance(message, SetVector) and catalog.try_update(message, NOW)):
                    catalog.apply(message, NOW)
        if look or data is COORDINATES:
            quick, plain = ([m.value for m in c.devices["Mount"].vectors["COORD"].members.values()] for c in catalogs)
            assert quick == plain
    texts = [[text for _, text in catalog.devices["Mount"].messages] for catalog in catalogs]
    assert texts[0] == texts[1]


def test_that_the_fast_way_is_taken_here() -> None:
    *_, last = Parser().feed(change(BOTH.format(1, 2)) * 3)
    assert isinstance(last, SetVector)
    assert isinstance(last.members, LazyMembers)


def test_new_values_of_one_vector_are_not_those_of_another() -> None:
    catalog, parser = Catalog(), Parser()
    other = COORDINATES.replace(b"COORD", b"PARK_COORD")
    for message in parser.feed(COORDINATES + other + change(BOTH.format(1, 2)) * 3):
        if not (isinstance(message, SetVector) and catalog.try_update(message, NOW)):
            catalog.apply(message, NOW)
    vectors = catalog.devices["Mount"].vectors
    before = [member.value for member in vectors["PARK_COORD"].members.values()]
    assert [member.value for member in vectors["COORD"].members.values()] == ["1", "2"]
    assert [member.value for member in vectors["PARK_COORD"].members.values()] == before != ["1", "2"]
