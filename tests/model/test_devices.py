"""Devices: vectors in the order of definition, deletion, and a bounded memory for messages."""

from __future__ import annotations

from indipyterm.model.devices import MESSAGES_KEPT, Device
from tests.model.samples import COORDINATES, LIGHTS, NOW, TEXTS, catalog_of, hear


def mount() -> Device:
    return catalog_of(COORDINATES, TEXTS, LIGHTS).devices["Mount"]


def test_vectors_stay_in_the_order_in_which_they_were_defined() -> None:
    catalog = catalog_of(COORDINATES, TEXTS, LIGHTS)
    hear(catalog, b"<delProperty device='Mount' name='COORD'/>" + TEXTS + COORDINATES)
    assert list(catalog.devices["Mount"].vectors) == ["COORD", "PLACE", "HEALTH"]


def test_a_deleted_vector_is_not_present_but_can_still_be_read() -> None:
    device = mount()
    assert device.delete("PLACE")
    assert [vector.name for vector in device.present()] == ["COORD", "HEALTH"]
    assert (device.enabled, device.vectors["PLACE"].enabled) == (True, False)
    assert device.vectors["PLACE"].members["SITE"].value == "La Palma"


def test_a_device_is_gone_with_its_last_vector() -> None:
    device = mount()
    for name in ("COORD", "PLACE", "HEALTH"):
        assert device.enabled
        assert device.delete(name)
    assert not device.enabled


def test_deleting_a_device_deletes_all_its_vectors() -> None:
    device = mount()
    assert device.delete()
    assert (list(device.present()), device.enabled) == ([], False)


def test_deleting_what_is_not_there_is_nothing() -> None:
    device = mount()
    assert not device.delete("NOTHING")
    assert device.enabled
    device.delete()
    assert not device.delete()


def test_the_latest_messages_are_kept_newest_first() -> None:
    catalog = catalog_of(TEXTS)
    for number in range(MESSAGES_KEPT + 50):
        hear(catalog, b"<message device='Mount' message='%d'/>" % number)
    messages = catalog.devices["Mount"].messages
    assert len(messages) == MESSAGES_KEPT
    assert (messages[0], messages[-1]) == ((NOW, str(MESSAGES_KEPT + 49)), (NOW, "50"))
