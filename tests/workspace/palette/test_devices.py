"""Connecting and aborting devices."""

from __future__ import annotations

from indipyterm.workspace.palette.actions import Submit
from tests.workspace.palette.scenes import (
    CCD,
    FOCUSER,
    WEATHER,
    WHEEL,
    engine,
    heard,
    key,
    recorded,
    sends,
    simulators,
    switch,
    titles,
)


def test_abort_stops_everything_where_the_device_shown_cannot_be_stopped() -> None:
    found = engine(shown=WEATHER).candidates("abort")
    assert found[0].title == "Abort everything"
    assert isinstance(found[0].action, Submit)
    assert len(found[0].action.requests) == 4
    assert found[0].action.independent
    assert titles(found)[:4] == ["Abort everything", "Abort @Dome", "Abort @Telescope", "Abort @CCD"]


def test_connect_is_for_devices_that_are_not() -> None:
    servers = simulators()
    assert engine(servers).candidates("connect")[0].detail == "all devices are connected already"
    assert "connected already" in [one.detail for one in engine(servers).candidates("connect focuser")]
    switch(servers, FOCUSER, "CONNECTION", CONNECT="Off", DISCONNECT="On")
    assert "Connect all" not in titles(engine(servers, CCD).candidates("connect"))  # there is one
    assert engine(servers, CCD).candidates("connect")[0].action == sends(key(FOCUSER, "CONNECTION"), {"CONNECT": "On"})
    switch(servers, WHEEL, "CONNECTION", CONNECT="Off", DISCONNECT="On")
    assert titles(engine(servers, WHEEL).candidates("con"))[:3] == [
        "Connect @Filter",
        "Connect @Focuser",
        "Connect all",
    ]
    assert "Disconnect @Filter" not in titles(engine(servers, WHEEL).candidates("disconnect"))
    assert [type(one.action) for one in engine(servers).candidates("connect all")[:1]] == [Submit]


def test_disconnect_is_for_devices_that_are_connected() -> None:
    servers = heard(*recorded("focuser-connect"))
    switch(servers, FOCUSER, "CONNECTION", CONNECT="Off", DISCONNECT="On")
    assert engine(servers).candidates("disconnect")[0].detail == "no device is connected"
    assert "not connected already" in [one.detail for one in engine(servers).candidates("disconnect focuser")]
