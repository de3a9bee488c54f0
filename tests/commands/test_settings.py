"""Which values are settings, and how they differ."""

from __future__ import annotations

import pytest

from indipyterm.commands.patterns import parse_pattern
from indipyterm.commands.settings import Difference, Setting, compare, format_setting, setting_values, vectors_to_save
from indipyterm.protocol.messages import DelProperty, Perm, Rule
from tests.commands.vectors import WHEN, blobs, catalog, change, lights, numbers, switches, texts

SPEED = numbers("Focuser", "SPEED", VALUE="1", BACKLASH="0.1")
INFO = texts("Focuser", "INFO", NAME="a")
MODE = switches("Mount", "MODE", A=True, B=False)
ALL = catalog(
    SPEED,
    INFO,
    texts("Focuser", "READ_ONLY", Perm.RO, A="1"),
    texts("Focuser", "WRITE_ONLY", Perm.WO, A="1"),
    numbers("Focuser", "BROKEN", A="nan", B="1"),
    MODE,
    switches("Mount", "NONE_ON", A=False, B=False),
    switches("Mount", "MOMENTARY", Rule.AT_MOST_ONE, A=False),
    switches("Mount", "ANY", Rule.ANY_OF_MANY, A=False, B=True),
    switches("Mount", "TELESCOPE_PARK", PARK=True, UNPARK=False),
    lights("Mount", "LIGHTS", A="Ok"),
    blobs("Mount", "IMAGE", "A", perm=Perm.RW),
)
SAVED: dict[str, dict[str, dict[str, Setting]]] = {
    "Focuser": {"SPEED": {"VALUE": 1, "BACKLASH": 0.1}, "INFO": {"NAME": "a"}},
    "Mount": {"MODE": {"A": True, "B": False}},
}


def names(*patterns: str, everything: bool = False) -> list[str]:
    parsed = [parse_pattern(pattern) for pattern in patterns]
    return [vector.name for vector in vectors_to_save(ALL, parsed, everything=everything)]


def test_settings_can_be_read_and_written_and_start_nothing() -> None:
    assert names() == ["SPEED", "INFO", "MODE", "ANY"]
    assert names(everything=True) == ["SPEED", "INFO", "MODE", "MOMENTARY", "ANY", "TELESCOPE_PARK"]


def test_patterns_name_vectors_or_members_in_them() -> None:
    assert names("Foc*") == ["SPEED", "INFO"]
    assert names("*.*.A") == ["MODE", "ANY"]
    assert names("*.SPEED.NO_SUCH") == []
    assert names("Mount.TELESCOPE_PARK") == []
    assert names("Mount.TELESCOPE_PARK", everything=True) == ["TELESCOPE_PARK"]


def test_values() -> None:
    speed, mode, broken = (ALL.find(*key) for key in (("Focuser", "SPEED"), ("Mount", "MODE"), ("Focuser", "BROKEN")))
    assert speed
    assert mode
    assert broken
    assert setting_values(speed) == {"VALUE": 1, "BACKLASH": 0.1}
    assert setting_values(mode) == {"A": True, "B": False}
    assert setting_values(broken) == {"A": None, "B": 1}


def test_nothing_differs() -> None:
    assert list(compare(SAVED, ALL)) == []


def test_differences_are_in_the_saved_order() -> None:
    made = catalog(MODE, INFO, SPEED)
    for message in (change(MODE, A="Off", B="On"), change(INFO, NAME="b"), change(SPEED, BACKLASH="0.2")):
        made.apply(message, WHEN)
    differences = list(compare(SAVED, made))
    assert differences == [
        Difference("Focuser", "SPEED", {"BACKLASH": (0.1, 0.2)}),
        Difference("Focuser", "INFO", {"NAME": ("a", "b")}),
        Difference("Mount", "MODE", {"A": (True, False), "B": (False, True)}),
    ]
    assert differences[2].saved == {"A": True, "B": False}


def test_what_is_missing() -> None:
    made = catalog(INFO, numbers("Focuser", "SPEED", VALUE="1"))
    made.apply(DelProperty("Focuser", "INFO"), WHEN)
    assert list(compare(SAVED, made)) == [
        Difference("Focuser", "SPEED", {"BACKLASH": (0.1, None)}, "has no BACKLASH"),
        Difference("Focuser", "INFO", {}, "is not there"),
        Difference("Mount", "MODE", {}, "is not there: nothing was heard of its device", heard=False),
    ]
    partly = catalog(INFO, numbers("Focuser", "SPEED", VALUE="2"), MODE)
    (difference,) = compare(SAVED, partly)
    assert difference.missing is None
    assert difference.saved == {"VALUE": 1}


def test_exclusions_are_skipped() -> None:
    saved: dict[str, dict[str, dict[str, Setting]]] = {
        "Mount": {"TELESCOPE_PARK": {"PARK": False}, "MOMENTARY": {"A": True}, "DOME_PARK": {"PARK": False}}
    }
    assert list(compare(saved, ALL)) == []
    assert [difference.vector for difference in compare(saved, ALL, everything=True)] == list(saved["Mount"])


def test_values_from_before_the_connection_was_lost_are_missing() -> None:
    made = catalog(MODE)
    made.mark_stale()
    (difference,) = compare({"Mount": SAVED["Mount"]}, made)
    assert difference.missing is not None


@pytest.mark.parametrize(
    ("saved", "now", "same"),
    [
        (0.1, "0.10000000000000000555", True),
        (1, "1.0", True),
        (1, "1.0000001", False),
        ("0:30", "0.5", True),
        ("5h30m", "5.5", True),
        ("half", "0.5", False),
        (True, "1", False),
        (1e22, "1e22", True),
        (0, "0.0000000000001", True),
    ],
)
def test_numbers(saved: Setting, now: str, same: bool) -> None:
    made = catalog(numbers("D", "V", A=now))
    assert (not list(compare({"D": {"V": {"A": saved}}}, made))) is same


@pytest.mark.parametrize(
    ("saved", "same"), [(True, True), (False, False), ("On", True), ("Off", False), ("yes", False), (1, False)]
)
def test_switches(saved: Setting, same: bool) -> None:
    assert (not list(compare({"Mount": {"MODE": {"A": saved}}}, ALL))) is same


def test_formatted_settings() -> None:
    assert [format_setting(value) for value in (True, False, 0.1, 5, "a b", None)] == [
        "On",
        "Off",
        "0.1",
        "5",
        "a b",
        "",
    ]
