"""What a card says of a device."""

from __future__ import annotations

import pytest

from indipyterm.presentation.headline import headline
from indipyterm.protocol.messages import DefMember, DefNumber, DefVector, Perm
from tests.tui.samples import catalog, number, switch

COORDINATES = number(
    "EQUATORIAL_EOD_COORD",
    DefNumber("RA", "RA (hh:mm:ss)", "5.5", "%010.6m"),
    DefNumber("DEC", "DEC (dd:mm:ss)", "-5.5", "%010.6m"),
    DefNumber("THIRD", "Third", "1"),
)
SLEWING_RATE = number("RATE", DefNumber("RATE", "Rate", "3"), perm=Perm.RO)
PARK = switch("TELESCOPE_PARK", [("PARK", "On"), ("UNPARK", "Off")])
EXPOSURE = number("CCD_EXPOSURE", DefNumber("CCD_EXPOSURE_VALUE", "Duration (s)", "2.5", "%5.2f"))
COOLER = number("CCD_TEMPERATURE", DefNumber("CCD_TEMPERATURE_VALUE", "Temperature (C)", "-9.98", "%5.2f"))
FILTER = number("FILTER_SLOT", DefNumber("FILTER_SLOT_VALUE", "Filter", "2", "%.f"))
NAMES = DefVector(
    PARK.kind.TEXT, "D", "FILTER_NAME", (DefMember("FILTER_SLOT_NAME_1", "1", "Red"), DefMember("N2", "2", "Blue"))
)


@pytest.mark.parametrize(
    ("definitions", "shown"),
    [
        ((SLEWING_RATE, PARK, COORDINATES), [("RA", "5:30:00"), ("DEC", "-5:30:00")]),
        ((COOLER, EXPOSURE), [("Duration", "2.50 s"), ("Temperature", "-9.98 C")]),
        ((FILTER, NAMES), [("Filter", "2 Blue")]),
        ((PARK, SLEWING_RATE), [("PARK", ""), ("Rate", "3")]),
        ((EXPOSURE._replace(perm=Perm.WO), SLEWING_RATE), [("Rate", "3")]),
        ((number("GAIN"),), []),
    ],
    ids=["a mount", "a camera", "a wheel", "a switch and a number", "nothing to read", "only settings"],
)
def test_the_values_that_say_most_come_first(definitions: tuple[DefVector, ...], shown: list[tuple[str, str]]) -> None:
    assert headline(catalog(*definitions).devices["D"]) == shown


def test_a_value_that_is_said_twice_and_one_that_was_deleted_do_not_count() -> None:
    twice = number("RATE2", DefNumber("RATE", "Rate", "3"), perm=Perm.RO)
    model = catalog(COORDINATES, SLEWING_RATE, twice)
    device = model.devices["D"]
    device.delete("EQUATORIAL_EOD_COORD")
    assert headline(device) == [("Rate", "3")]
