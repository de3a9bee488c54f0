"""Faults are reported now and then, whatever the server does."""

from __future__ import annotations

from datetime import timedelta

from indipyterm.model.events import DataIgnored, IgnoredReason
from indipyterm.model.fault_limiter import INTERVAL, MAX_FAULTS, FaultLimiter
from tests.model.samples import NOW, TEXTS, catalog_of, hear

SOON = timedelta(seconds=1)


def test_the_same_is_reported_once_a_minute_with_how_often_it_occurred() -> None:
    faults = FaultLimiter()
    assert faults.occurred("a", NOW) == 0
    assert faults.occurred("a", NOW + SOON) is None
    assert faults.occurred("a", NOW + SOON) is None
    assert faults.occurred("a", NOW + INTERVAL) == 2
    assert faults.occurred("a", NOW + INTERVAL * 2) == 0


def test_another_key_is_another_fault() -> None:
    faults = FaultLimiter()
    assert [faults.occurred(key, NOW) for key in (("A", "B"), ("A", "C"), ("B", "B"))] == [0, 0, 0]


def test_what_it_remembers_is_bounded() -> None:
    faults = FaultLimiter()
    for number in range(MAX_FAULTS + 1):
        assert faults.occurred(number, NOW) == 0
    assert faults.occurred(0, NOW) == 0  # forgotten
    assert faults.occurred(MAX_FAULTS, NOW) is None


def test_a_driver_that_goes_on_with_it_does_not_fill_the_log() -> None:
    catalog = catalog_of(TEXTS)
    events = []
    for value in range(500):
        events += hear(
            catalog,
            b"<setTextVector device='Mount' name='PLACE'><oneText name='M%d'>x</oneText></setTextVector>" % value,
        )
        events += hear(
            catalog,
            b"<setNumberVector device='Mount' name='NONE'/><setSwitchVector device='Mount' name='S' state='%d'/>"
            % value,
        )
    assert [event[:4] for event in events if isinstance(event, DataIgnored)] == [
        (IgnoredReason.UNKNOWN_MEMBERS, "Mount", "PLACE", ("M0",)),
        (IgnoredReason.NOT_DEFINED, "Mount", "NONE", ()),
        (IgnoredReason.NOT_UNDERSTOOD, "", "", ("setSwitchVector Mount S: state='0' ignored",)),
        (IgnoredReason.NOT_DEFINED, "Mount", "S", ()),
    ]
    (again, *_) = hear(catalog, b"<setNumberVector device='Mount' name='NONE'/>", NOW + INTERVAL)
    assert isinstance(again, DataIgnored)
    assert again.repeated == 499
