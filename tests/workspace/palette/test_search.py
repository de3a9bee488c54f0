"""From what is typed to what would be done, against what six real simulators defined."""

from __future__ import annotations

import pytest

from indipyterm.protocol.parser import Parser
from indipyterm.workspace.palette.actions import (
    Action,
    RunFaceAction,
    ShowDevice,
    ShowVector,
    Submit,
)
from tests.workspace.palette.scenes import (
    BLUE,
    CCD,
    COORDINATES,
    DOME,
    FOCUSER,
    SERVER,
    TELESCOPE,
    WEATHER,
    WHEEL,
    engine,
    first,
    heard,
    key,
    recorded,
    say,
    sends,
    sends_in_order,
    simulators,
    titles,
)


@pytest.mark.parametrize(
    ("typed", "action"),
    [
        ("park", sends(key(TELESCOPE, "TELESCOPE_PARK"), {"PARK": "On"})),
        ("park dome", sends(key(DOME, "DOME_PARK"), {"PARK": "On"})),
        ("unp", sends(key(TELESCOPE, "TELESCOPE_PARK"), {"UNPARK": "On"})),
        ("UNPARK", sends(key(TELESCOPE, "TELESCOPE_PARK"), {"UNPARK": "On"})),
        ("goto 5.5 -5.39", sends(COORDINATES, {"RA": "5.5", "DEC": "-5.39"})),
        ("goto 5h35m17s -5d23m28s", sends(COORDINATES, {"RA": "5h35m17s", "DEC": "-5d23m28s"})),
        ("go 5 35 17 -5 23 28", sends(COORDINATES, {"RA": "5 35 17", "DEC": "-5 23 28"})),
        ("track on", sends(key(TELESCOPE, "TELESCOPE_TRACK_STATE"), {"TRACK_ON": "On"})),
        ("track off", sends(key(TELESCOPE, "TELESCOPE_TRACK_STATE"), {"TRACK_OFF": "On"})),
        ("dome 85", sends(key(DOME, "ABS_DOME_POSITION"), {"DOME_ABSOLUTE_POSITION": "85"})),
        ("shutter open", sends(key(DOME, "DOME_SHUTTER"), {"SHUTTER_OPEN": "On"})),
        ("shut c", sends(key(DOME, "DOME_SHUTTER"), {"SHUTTER_CLOSE": "On"})),
        ("stream on", sends(key(CCD, "CCD_VIDEO_STREAM"), {"STREAM_ON": "On"})),
        ("exp 1", sends(key(CCD, "CCD_EXPOSURE"), {"CCD_EXPOSURE_VALUE": "1"})),
        ("expose .5", sends(key(CCD, "CCD_EXPOSURE"), {"CCD_EXPOSURE_VALUE": ".5"})),
        ("foc 45000", sends(key(FOCUSER, "ABS_FOCUS_POSITION"), {"FOCUS_ABSOLUTE_POSITION": "45000"})),
        ("focus 45000", sends(key(FOCUSER, "ABS_FOCUS_POSITION"), {"FOCUS_ABSOLUTE_POSITION": "45000"})),
        ("focus +100", sends(key(FOCUSER, "ABS_FOCUS_POSITION"), {"FOCUS_ABSOLUTE_POSITION": "50100"})),
        ("focus -100", sends(key(FOCUSER, "ABS_FOCUS_POSITION"), {"FOCUS_ABSOLUTE_POSITION": "49900"})),
        ("filter blue", sends(key(WHEEL, "FILTER_SLOT"), BLUE)),
        ("filter 3", sends(key(WHEEL, "FILTER_SLOT"), BLUE)),
        ("fil b", sends(key(WHEEL, "FILTER_SLOT"), BLUE)),
        ("blu", sends(key(WHEEL, "FILTER_SLOT"), BLUE)),
        ("cool -10", sends(key(CCD, "CCD_TEMPERATURE"), {"CCD_TEMPERATURE_VALUE": "-10"})),
        ("disconnect focuser", sends(key(FOCUSER, "CONNECTION"), {"DISCONNECT": "On"})),
        (
            "abort ccd",
            sends_in_order(
                sends(key(CCD, "CCD_ABORT_EXPOSURE"), {"ABORT": "On"}),
                sends(key(CCD, "GUIDER_ABORT_EXPOSURE"), {"ABORT": "On"}),
                independent=True,
            ),
        ),
        ("abort telescope", sends(key(TELESCOPE, "TELESCOPE_ABORT_MOTION"), {"ABORT": "On"})),
        ("set gain 95", sends(key(CCD, "CCD_GAIN"), {"GAIN": "95"})),
        ("set CCD_GAIN 95", sends(key(CCD, "CCD_GAIN"), {"GAIN": "95"})),
        ("set filter slot 3", sends(key(WHEEL, "FILTER_SLOT"), BLUE)),
        ("set CCD Simulator FILTER_SLOT 3", sends(key(CCD, "FILTER_SLOT"), BLUE)),
        ("set track mode lunar", sends(key(TELESCOPE, "TELESCOPE_TRACK_MODE"), {"TRACK_LUNAR": "On"})),
        ("set CCD_FRAME x=0 WIDTH=640", sends(key(CCD, "CCD_FRAME"), {"X": "0", "WIDTH": "640"})),
        (
            "set fits header Observer=Ann  Lee FITS_OBJECT='M 42'",
            sends(key(CCD, "FITS_HEADER"), {"FITS_OBSERVER": "Ann  Lee", "FITS_OBJECT": "M 42"}),
        ),
        (
            "set TELESCOPE_REVERSE_MOTION reverse_ns=on",
            sends(key(TELESCOPE, "TELESCOPE_REVERSE_MOTION"), {"REVERSE_NS": "On"}),
        ),
        ("set DEVICE_PORT_SCAN on", sends(key(DOME, "DEVICE_PORT_SCAN"), {"Scan Ports": "On"})),
        ("set CCD_DIRECTORY_LOCATION /data/a b", sends(key(CCD, "CCD_DIRECTORY_LOCATION"), {"LOCATION": "/data/a b"})),
        ("log", RunFaceAction("app.log")),
        ("recon", RunFaceAction("app.reconnect")),
        ("CCD_GAIN", ShowVector(key(CCD, "CCD_GAIN"))),
        ("gain", ShowVector(key(CCD, "CCD_GAIN"))),
        ("pier", ShowVector(key(TELESCOPE, "TELESCOPE_PIER_SIDE"))),
        ("fwhm", ShowVector(key(FOCUSER, "FWHM"))),
        ("weather gust", ShowVector(key(WEATHER, "WEATHER_WIND_GUST"))),
        ("lunar", sends(key(TELESCOPE, "TELESCOPE_TRACK_MODE"), {"TRACK_LUNAR": "On"})),
        ("show weather", ShowDevice(WEATHER)),
    ],
)
def test_the_first_candidate_does_what_is_meant(typed: str, action: Action) -> None:
    assert first(typed).action == action


@pytest.mark.parametrize(
    ("typed", "detail"),
    [
        ("goto", "RA and DEC are missing"),
        ("set TELESCOPE_TRACK_STATE", "a choice is missing: On, Off; now: Off"),
        ("goto 5.5", "DEC is missing"),
        ("expose", "seconds are missing"),
        ("focus", "a position is missing"),
        ("cool", "a temperature is missing"),
        ("dome", "an azimuth is missing; now: 0.00, 0.00 … 360.00"),
        ("set", "a property and a value are missing"),
        ("set CCD_GAIN", "a value is missing"),
        ("set CCD_FRAME", "values are missing: X=… Y=… WIDTH=… HEIGHT=…"),
    ],
)
def test_a_verb_without_its_arguments_says_what_is_missing(typed: str, detail: str) -> None:
    found = first(typed)
    assert detail in found.detail
    assert found.action is None
    assert not found.invalid
    assert found.effect == ""


@pytest.mark.parametrize(
    ("typed", "detail"),
    [
        ("goto 25 5", "RA: outside 0:00:00 … 24:00:00"),
        ("goto 5 -91", "DEC: outside -90:00:00 … 90:00:00"),
        ("goto 5:75 5", "RA: minutes must be under 60"),
        ("expose abc", "not a duration"),
        ("expose -1", "outside 0.01 … 3600"),
        ("focus 100001", "outside 0 … 100000"),
        ("focus +50001", "outside 0 … 100000"),
        ("focus +abc", "not a number"),
        ("filter purple", "no filter is called 'purple'"),
        ("filter 9", "outside 1 … 8"),
        ("cool 999", "outside -50.00 … 50.00"),
        ("park rotator", "no device 'rotator'"),
        ("track maybe", "on or off"),
        ("dome 361", "outside 0.00 … 360.00"),
        ("shutter half", "to open or to close"),
        ("shutter open rotator", "no device 'rotator'"),
        ("stream maybe", "on or off"),
        ("set CCD_GAIN much", "not a number"),
        ("set CCD_FRAME 5", "which member? X=… Y=… WIDTH=… HEIGHT=…"),
        ("set CCD_FRAME x=a", "X: not a number"),
        ("set nothing 5", "no writable property has this name"),
        ("set CCD_INFO CCD_MAX_X=5", "no writable property has this name"),
        ("set TELESCOPE_TRACK_MODE purple", "'purple' is not a choice"),
        ("set TELESCOPE_TRACK_MODE TRACK_LUNAR=maybe", "neither On nor Off"),
        ("set CCD_COOLER COOLER_ON=off", "one switch must be On"),
        ("set CCD_FRAME x=1 left=2", "X is given two values"),
        ("set TELESCOPE_TRACK_MODE TRACK_", "matches several choices"),
        ("set USEJOYSTICK joystick", "'joystick' is not a choice"),
    ],
)
def test_a_verb_with_a_bad_argument_says_what_is_wrong_and_cannot_be_run(typed: str, detail: str) -> None:
    found = first(typed)
    assert detail in found.detail
    assert found.action is None
    assert found.invalid


def test_what_is_now_is_told() -> None:
    assert first("park").detail == "now: UnPark(ed)"
    assert first("cool 5").detail == "now: 0.00"
    assert first("focus 45000").detail == "now: 50000"
    assert first("filter blue").detail == "now: Red"
    assert first("goto 5.5 5").detail == "altitude unknown (no site is set); 5:30:00 5:00:00 of date"


# The device shown


@pytest.mark.parametrize(
    ("typed", "shown", "owner"),
    [
        ("park", DOME, DOME),
        ("park", CCD, TELESCOPE),
        ("park", None, TELESCOPE),
        ("blu", CCD, CCD),
        ("blu", TELESCOPE, WHEEL),
        ("filter blue", CCD, CCD),
        ("disc", FOCUSER, FOCUSER),
        ("abort", DOME, DOME),
        ("polling", DOME, DOME),
        ("polling", FOCUSER, FOCUSER),
        ("set POLLING_PERIOD 500", FOCUSER, FOCUSER),
    ],
)
def test_the_device_shown_comes_first(typed: str, shown: object, owner: object) -> None:
    assert first(typed, shown).device == owner  # type: ignore[arg-type]


# What devices can do


def test_nothing_is_offered_that_no_device_can_do() -> None:
    servers = heard(*[message for message in recorded() if getattr(message, "device", "") == "Focuser Simulator"])
    offered = titles(engine(servers).candidates(""))
    assert "focus N, +N or -N" in offered
    assert "park [DEVICE]" not in offered
    assert "goto RA DEC" not in offered
    assert engine(servers).candidates("goto 5 5")[0].detail == "no device here can do this"
    assert engine(servers).candidates("goto 5 5")[0].action is None


def test_what_cannot_be_written_is_not_offered() -> None:
    servers = simulators()
    say(servers, "<delProperty device='Dome Simulator' name='DOME_PARK'/>")
    say(
        servers,
        "<defSwitchVector device='Telescope Simulator' name='TELESCOPE_PARK' state='Ok' perm='ro' rule='OneOfMany'>"
        "<defSwitch name='PARK'>On</defSwitch><defSwitch name='UNPARK'>Off</defSwitch></defSwitchVector>",
    )
    assert all(not isinstance(one.action, Submit) for one in engine(servers).candidates("park") if one.title == "Park")


def test_nothing_can_be_sent_over_a_lost_connection() -> None:
    servers = simulators()
    servers[SERVER].client.catalog.mark_stale()
    for typed in ("park", "goto 5 5", "expose 1", "blu", "abort", "abort all", "set gain 5", "connect", "57600"):
        found = engine(servers).candidates(typed)
        assert not [one for one in found if isinstance(one.action, Submit)], typed
    assert "since the connection was lost" in engine(servers).candidates("park")[0].detail
    assert isinstance(engine(servers).candidates("pier")[0].action, ShowVector)


def test_two_servers_with_the_same_devices() -> None:
    servers = heard(*recorded(), host="dome", servers=simulators())
    owners = [one.device for one in engine(servers, TELESCOPE).candidates("park") if one.title == "Park"]
    assert owners[0] == TELESCOPE
    assert len(set(owners)) == 4


def test_what_is_sent_to_one_of_two_servers_says_to_which() -> None:
    servers = heard(*recorded(), host="dome", servers=simulators())
    found = [one for one in engine(servers, TELESCOPE).candidates("park telescope") if one.title == "Park"]
    effect = "Telescope Simulator TELESCOPE_PARK UNPARK=Off PARK=On (on {})"
    assert {one.effect for one in found} == {effect.format(f"{server.name}") for server in servers}
    shown = [one.title for one in engine(servers).candidates("show telescope") if one.title.startswith("Show Tele")]
    assert sorted(shown) == ["Show Telescope Simulator@dome", "Show Telescope Simulator@pi4"]
    assert first("park telescope").effect == "Telescope Simulator TELESCOPE_PARK UNPARK=Off PARK=On"


@pytest.mark.parametrize(
    "typed",
    [
        "focus +5",
        "foc 5x",
        "cool 5x",
        "expose 57600",
        "filter 57600",
        "track 57600",
        "park 57600",
        "abort 57600",
        "dome 57600",
        "shutter 57600",
        "stream 57600",
    ],
)
def test_a_slip_in_a_verb_sends_nothing_else(typed: str) -> None:
    """Behind a verb that cannot be run there may be choices that have these words; Enter must not send the first."""
    servers = simulators()
    say(servers, "<setNumberVector device='Focuser Simulator' name='ABS_FOCUS_POSITION' state='Busy'/>")
    assert not isinstance(first(typed, FOCUSER, servers).action, Submit)


def test_a_choice_is_sent_where_no_verb_was_meant() -> None:
    assert first("focuser 57600", FOCUSER).action == sends(key(FOCUSER, "DEVICE_BAUD_RATE"), {"57600": "On"})


# Ranking


def test_verbs_that_can_run_come_before_properties_and_choices_after() -> None:
    found = titles(engine(shown=TELESCOPE).candidates("park"))
    assert found[:3] == ["Park @Telescope", "Park @Dome", "Parking @Telescope"]
    assert {"Park Position @Telescope", "Park Options @Telescope", "Parking @Dome"} <= set(found)


def test_beside_a_verb_that_is_understood_stands_only_what_is_called_so_too() -> None:
    for typed in ("focus +5", "expose 30", "goto 5:35 -5"):
        verbs = [one for one in engine().candidates(typed) if not isinstance(one.action, ShowVector)]
        assert engine().candidates(typed) == verbs


def test_a_wrong_verb_comes_after_what_was_meant() -> None:
    assert first("filter slot", WHEEL).action == ShowVector(key(WHEEL, "FILTER_SLOT"))
    assert first("focus motion").action == ShowVector(key(FOCUSER, "FOCUS_MOTION"))
    assert first("park position", TELESCOPE).action == ShowVector(key(TELESCOPE, "TELESCOPE_PARK_POSITION"))


def test_a_verb_with_a_long_list_is_one_line_until_it_is_typed_out() -> None:
    assert titles(engine().candidates("fil"))[0] == "filter NAME or NUMBER"
    assert engine().candidates("fil")[0].completion == "filter "
    assert titles(engine().candidates("filter"))[:3] == [
        "Filter Red @Filter",
        "Filter Green @Filter",
        "Filter Blue @Filter",
    ]
    assert titles(engine().candidates("theme"))[:3] == ["Theme night", "Theme nord", "Theme textual-dark"]


def test_nothing_is_run_by_an_empty_text_until_something_is_chosen() -> None:
    found = engine().candidates("")
    assert found[0].action is None
    assert found[0].completion == "goto "
    assert [one.title for one in found if one.action][:4] == ["Log", "Quit", "Reconnect", "Show CCD Simulator"]


@pytest.mark.parametrize("typed", ["park", "goto 5 5", "filter b", "abort", "unpark dome", "set gain 5"])
def test_what_tab_writes_does_the_same(typed: str) -> None:
    found = first(typed)
    assert found.action is not None
    assert first(found.completion).action == found.action


@pytest.mark.parametrize(
    ("typed", "completion", "title"),
    [
        ("foc", "focus ", "Focus N, +N or -N"),
        ("gain", "set CCD_GAIN ", "Set Gain"),
        ("set ga", "set CCD_GAIN ", "Set Gain"),
        ("fil", "filter ", "Filter Red"),
    ],
)
def test_tab_leads_on_to_what_is_missing(typed: str, completion: str, title: str) -> None:
    assert first(typed).completion == completion
    assert first(completion).title == title


def test_what_is_gone_since_is_left_out() -> None:
    servers = simulators()
    search = engine(servers)
    assert search.candidates("gain")[0].action == ShowVector(key(CCD, "CCD_GAIN"))
    say(servers, "<delProperty device='CCD Simulator'/>")
    assert not [one for one in search.candidates("gain") if one.device == CCD]
    assert not [one for one in search.candidates("cool 5") if one.action]


@pytest.mark.parametrize("typed", ["#", "°", "'", "set '", "goto ''", "İ", "\x1b", "set  ", "%s", "(", "set =", "set CCD_FRAME =", "x" * 500, "a " * 200])  # fmt: skip
def test_no_text_is_too_strange(typed: str) -> None:
    engine().candidates(typed)


ODD = """
<defNumberVector device='Odd' name='FILTER_SLOT' state='Ok' perm='rw'>
  <defNumber name='A' format='%g' min='0' max='0' step='0'>1</defNumber>
  <defNumber name='B' format='%g' min='0' max='0' step='0'>1</defNumber>
</defNumberVector>
<defNumberVector device='Odd' name='ABS_FOCUS_POSITION' state='Ok' perm='wo'>
  <defNumber name='POSITION' format='%g' min='0' max='0' step='0'>here</defNumber>
</defNumberVector>
<defNumberVector device='Odd' name='CCD_EXPOSURE' state='Busy' perm='rw'>
  <defNumber name='A' format='%g' min='0' max='0' step='0'>1</defNumber>
  <defNumber name='B' format='%g' min='0' max='0' step='0'>1</defNumber>
</defNumberVector>
<defNumberVector device='Odd' name='CCD_TEMPERATURE' state='Ok' perm='rw'/>
<defTextVector device='Odd' name='EQUATORIAL_EOD_COORD' state='Ok' perm='rw'><defText name='RA'>5</defText></defTextVector>
<defTextVector device='Odd' name='ON_COORD_SET' state='Ok' perm='rw'><defText name='SYNC'>5</defText></defTextVector>
<defSwitchVector device='Odd' name='TELESCOPE_PARK' state='Ok' perm='rw' rule='OneOfMany'/>
<defSwitchVector device='Odd' name='CONNECTION' state='Ok' perm='rw' rule='OneOfMany'/>
<defTextVector device='Odd' name='FILTER_NAME' state='Ok' perm='rw'><defText name='ONE'>Clear</defText></defTextVector>
<defTextVector device='Odd' name='DRIVER_INFO' state='Ok' perm='ro'><defText name='DRIVER_INTERFACE'>-1</defText></defTextVector>
"""


def test_drivers_that_use_standard_names_for_something_else_do_no_harm() -> None:
    servers = heard(*Parser().feed(ODD.encode()))
    search = engine(servers)
    for typed in (
        "goto 5 5",
        "sync 5 5",
        "park",
        "filter clear",
        "filter 1",
        "focus +5",
        "expose 1",
        "cool 1",
        "connect",
    ):
        assert not [one for one in search.candidates(typed) if isinstance(one.action, Submit)], typed
    assert search.candidates("focus 5")[0].detail == "now: not known"
    assert search.candidates("")


def test_a_verb_that_no_device_has_names_the_devices_that_are_not_connected() -> None:
    servers = simulators()
    assert first("cap open", servers=servers).detail == "no device here can do this"
    off = "<oneSwitch name='CONNECT'>Off</oneSwitch><oneSwitch name='DISCONNECT'>On</oneSwitch>"
    say(servers, f"<setSwitchVector device='Dome Simulator' name='CONNECTION'>{off}</setSwitchVector>")
    found = first("cap open", servers=servers)
    assert (found.action, found.detail) == (None, "no device here can do this; not connected: Dome Simulator")
