"""What verbs are offered: which vectors, in which order, for which devices."""

from __future__ import annotations

from indipyterm.protocol.messages import Kind
from indipyterm.workspace.palette.actions import Candidate
from indipyterm.workspace.palette.verb import PaletteContext, current_values, for_devices
from tests.workspace.palette.scenes import CCD, DOME, TELESCOPE, key, say, simulators


def test_the_device_shown_comes_first_and_then_the_order_of_the_names() -> None:
    servers = simulators()
    names = ("TELESCOPE_PARK", "DOME_PARK")
    parks = [key(TELESCOPE, "TELESCOPE_PARK"), key(DOME, "DOME_PARK")]
    assert [found for found, _ in PaletteContext(servers).writable(Kind.SWITCH, *names)] == parks
    assert [found for found, _ in PaletteContext(servers, DOME).writable(Kind.SWITCH, *names)] == parks[::-1]


def test_only_what_can_be_written_and_is_of_the_kind_counts() -> None:
    servers = simulators()
    context = PaletteContext(servers)
    assert context.writable(Kind.NUMBER, "TELESCOPE_PARK") == []
    assert context.writable(Kind.NUMBER, "CCD_INFO") == []  # read-only
    say(servers, f'<delProperty device="{DOME.device}" name="DOME_PARK"/>')
    assert context.writable(Kind.SWITCH, "DOME_PARK") == []


def test_a_text_behind_a_verb_means_devices_by_the_beginnings_of_their_words() -> None:
    found = [Candidate("Park", TELESCOPE), Candidate("Park", DOME)]
    assert [one.device for one in for_devices(found, "dome")] == [DOME]
    assert for_devices(found, "") == found
    (told,) = for_devices(found, "focuser")
    assert told.invalid
    assert "no device 'focuser'" in told.detail


def test_values_are_told_in_short() -> None:
    vector = simulators().vector(key(CCD, "CCD_TEMPERATURE"))
    assert vector is not None
    assert current_values(vector).startswith("now: ")
