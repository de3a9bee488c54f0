"""Oddities are told now and then, whatever the server does."""

from __future__ import annotations

from datetime import timedelta

from indipyterm.model.oddities import AGAIN, MOST, Oddities
from tests.model.samples import NOW, TEXTS, catalog_of, hear

SOON = timedelta(seconds=1)


def test_the_same_is_told_once_a_minute_with_how_often_it_was() -> None:
    oddities = Oddities()
    assert oddities.tell("A B: 'x' is odd", NOW) == "A B: 'x' is odd"
    assert oddities.tell("A B: 'y' is odd", NOW + SOON) == ""
    assert oddities.tell('A B: "z" is odd', NOW + SOON) == ""
    assert oddities.tell("A B: 'x' is odd", NOW + AGAIN) == "A B: 'x' is odd (and 2 times before)"
    assert oddities.tell("A B: 'x' is odd", NOW + AGAIN * 2) == "A B: 'x' is odd"


def test_another_vector_or_fault_is_another() -> None:
    oddities = Oddities()
    texts = ["A B: odd", "A C: odd", "A B: odder"]
    assert [oddities.tell(text, NOW) for text in texts] == texts


def test_what_it_remembers_is_bounded() -> None:
    oddities = Oddities()
    for number in range(MOST + 1):
        assert oddities.tell(f"{number}", NOW)
    assert oddities.tell("0", NOW) == "0"  # forgotten
    assert oddities.tell(f"{MOST}", NOW) == ""
    assert len(oddities.tell("x" * 10_000, NOW)) < 1000


def test_a_driver_that_goes_on_with_it_leaves_the_messages_alone() -> None:
    catalog = catalog_of(TEXTS)
    hear(catalog, b"<message message='first'/>")
    for value in range(500):
        hear(
            catalog,
            b"<setTextVector device='Mount' name='PLACE'><oneText name='M%d'>x</oneText></setTextVector>" % value,
        )
        hear(
            catalog,
            b"<setNumberVector device='Mount' name='NONE'/><setSwitchVector device='Mount' name='S' state='%d'/>"
            % value,
        )
    assert [text for _, text in reversed(catalog.messages)] == [
        "first",
        "Mount PLACE: no member is called 'M0'",
        "Mount NONE: not defined; new values ignored",
        "not understood: setSwitchVector Mount S: state='0' ignored",
        "Mount S: not defined; new values ignored",
    ]
