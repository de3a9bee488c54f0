"""What is found by a few letters: properties, and choices by what they are called."""

from __future__ import annotations

from indipyterm.workspace.palette.actions import ShowVector, Submit
from tests.workspace.palette.scenes import CCD, TELESCOPE, engine, key, say, sends, simulators, switch, titles


def test_prefix_before_substring_before_letters_in_order() -> None:
    found = titles(engine().candidates("lim"))
    assert found[0] == "Limits @CCD"
    found = titles(engine().candidates("rack"))
    assert found[0].startswith("Track")
    found = titles(engine().candidates("tkmd"))
    assert found[0] == "Track Mode @Telescope"


def test_every_property_is_found_by_its_name() -> None:
    servers = simulators()
    search = engine(servers)
    for place, vector in servers.vectors():
        found = search.candidates(f"{place.device} {vector.name}")
        assert ShowVector(place) in [one.action for one in found], place


def test_choices_are_found_only_by_what_they_are_called() -> None:
    assert sends(key(TELESCOPE, "TELESCOPE_TRACK_MODE"), {"TRACK_SOLAR": "On"}) in [
        one.action for one in engine().candidates("track solar")
    ]
    assert not [one for one in engine().candidates("mode") if isinstance(one.action, Submit)]
    assert not [one for one in engine().candidates("slr") if isinstance(one.action, Submit)]


def test_an_any_of_many_is_turned() -> None:
    servers = simulators()
    vector = key(TELESCOPE, "TELESCOPE_REVERSE_MOTION")
    found = engine(servers).candidates("north south")
    assert [(one.title, one.action) for one in found if isinstance(one.action, Submit)] == [
        ("Reverse North/South on", sends(vector, {"REVERSE_NS": "On"}))
    ]
    switch(servers, TELESCOPE, "TELESCOPE_REVERSE_MOTION", REVERSE_NS="On")
    found = engine(servers).candidates("north south")
    assert [(one.title, one.action) for one in found if isinstance(one.action, Submit)] == [
        ("Reverse North/South off", sends(vector, {"REVERSE_NS": "Off"}))
    ]


def test_a_choice_with_the_whole_name_comes_before_one_that_begins_so() -> None:
    servers = simulators()
    say(
        servers,
        "<defSwitchVector device='CCD Simulator' name='GAIN_MODE' state='Ok' perm='rw' rule='OneOfMany'>"
        "<defSwitch name='LL' label='Lower'>On</defSwitch><defSwitch name='L' label='Low'>Off</defSwitch>"
        "</defSwitchVector>",
    )
    found = engine(servers, CCD).candidates("low")
    assert [one.action for one in found][:1] == [sends(key(CCD, "GAIN_MODE"), {"L": "On"})]
