"""What a silent server is asked."""

from __future__ import annotations

from indipyterm.client.questions import Questions
from indipyterm.protocol.messages import GetProperties
from tests.model.samples import EVERYTHING, IMAGE, TEXTS, catalog_of, hear


def test_nothing_is_asked_where_nothing_is_known() -> None:
    assert Questions().next(catalog_of(b"").devices.values()) is None
    assert Questions().next(catalog_of(IMAGE).devices.values()) is None  # a BLOB may be large


def test_one_device_after_the_other_for_what_nobody_sets() -> None:
    catalog = catalog_of(EVERYTHING + TEXTS.replace(b"'Mount'", b"'Dome'").replace(b'"Mount"', b'"Dome"'))
    questions = Questions()
    asked = [questions.next(catalog.devices.values()) for _ in range(3)]
    assert asked == [
        GetProperties(device="Mount", name="HEALTH"),
        GetProperties(device="Dome", name="PLACE"),
        GetProperties(device="Mount", name="HEALTH"),
    ]


def test_what_is_gone_or_stale_is_not_asked_for() -> None:
    catalog = catalog_of(EVERYTHING)
    hear(catalog, b"<delProperty device='Mount' name='HEALTH'/>")
    found = Questions().next(catalog.devices.values())
    assert found is not None
    assert found.name != "HEALTH"
    catalog.mark_stale()
    assert Questions().next(catalog.devices.values()) is None
