"""Values as they are typed for a property, and the names of properties."""

from __future__ import annotations

import pytest

from indipyterm.exceptions import Incomplete
from indipyterm.workspace.palette.set_verb import SetVerb, values_of
from indipyterm.workspace.palette.verb import PaletteContext
from tests.workspace.palette.scenes import CCD, TELESCOPE, WHEEL, key, simulators


@pytest.mark.parametrize(
    ("name", "typed", "values"),
    [
        ("CCD_FRAME", "x=1 WIDTH = 640", {"X": "1", "WIDTH": "640"}),
        ("CCD_GAIN", "95", {"GAIN": "95"}),
        ("CCD_DIRECTORY_LOCATION", "'a=b c'", {"LOCATION": "a=b c"}),
        ("FITS_HEADER", "FITS_OBJECT=\"M 42\" FITS_OBSERVER=", {"FITS_OBJECT": "M 42", "FITS_OBSERVER": ""}),
        ("CCD_COOLER", "COOLER_ON=ON COOLER_OFF=off", {"COOLER_ON": "On", "COOLER_OFF": "Off"}),
    ],
)  # fmt: skip
def test_values_by_member(name: str, typed: str, values: dict[str, str]) -> None:
    vector = simulators().vector(key(CCD, name))
    assert vector
    assert values_of(vector, typed) == values


def test_a_value_for_no_member_in_particular_is_refused() -> None:
    vector = simulators().vector(key(CCD, "CCD_FRAME"))
    assert vector
    with pytest.raises(Incomplete, match="values are missing"):
        values_of(vector, "")
    with pytest.raises(ValueError, match="which member"):
        values_of(vector, "5")


def test_a_device_is_named_only_where_its_property_is_not_the_first_of_its_name() -> None:
    verb = SetVerb(PaletteContext(simulators(), WHEEL, (), None))
    assert verb.beginning(key(WHEEL, "FILTER_SLOT")) == "set FILTER_SLOT "
    assert verb.beginning(key(CCD, "FILTER_SLOT")) == "set CCD Simulator FILTER_SLOT "
    assert verb.beginning(key(CCD, "CCD_INFO")) == ""  # read-only
    assert verb.beginning(key(TELESCOPE, "NOTHING")) == ""
