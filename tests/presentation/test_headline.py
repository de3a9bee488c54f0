"""The values that say most about a device."""

from __future__ import annotations

from indipyterm.model.catalog import Catalog
from indipyterm.model.devices import Device
from indipyterm.presentation.headline import MOST, headline
from indipyterm.protocol.messages import DefNumber, DefVector, Perm
from tests.tui.emulator import NOON
from tests.tui.samples import number, switch


def device(*definitions: DefVector) -> Device:
    catalog = Catalog()
    for definition in definitions:
        catalog.apply(definition, NOON)
    return catalog.devices["D"]


def test_what_people_ask_of_an_instrument_comes_first() -> None:
    parts = [
        number("GAIN", DefNumber("G", "Gain", "3", "%g"), perm=Perm.RO),
        switch("TELESCOPE_PARK", [("PARK", "On"), ("UNPARK", "Off")]),
        number("CCD_TEMPERATURE", DefNumber("T", "Temperature", "-10", "%g")),
    ]
    shown = headline(device(*parts))
    assert len(shown) == MOST
    assert [value.text[:3] for value in shown] == ["-10", ""]


def test_of_an_unknown_kind_its_first_readings() -> None:
    parts = [
        number(name, DefNumber("N", name, text, "%g"), perm=Perm.RO)
        for name, text in (("A", "1"), ("B", "2"), ("C", "3"))
    ]
    assert [value.text for value in headline(device(*parts))] == ["1", "2"]
    assert headline(device(number("SET", DefNumber("N", "N", "1", "%g")))) == []
