"""Verbs with a choice of two words."""

from __future__ import annotations

from indipyterm.presentation.keys import DeviceKey
from tests.workspace.palette.scenes import (
    CAP,
    DOME,
    SERVER,
    engine,
    first,
    heard,
    key,
    recorded,
    sends,
    simulators,
    simulators_2,
    titles,
)


def test_a_word_may_be_shortened_and_both_are_offered_without_one() -> None:
    assert first("cap cl", servers=simulators_2()).action == sends(key(CAP, "CAP_PARK"), {"PARK": "On"})
    assert titles(engine(simulators_2()).candidates("cap"))[:2] == ["Cap open @Dust", "Cap close @Dust"]


def test_a_device_may_be_named_behind_the_word() -> None:
    servers = simulators_2()
    guide = DeviceKey(SERVER, "Guide Simulator")
    assert first("stream on guide", servers=servers).action == sends(
        key(guide, "CCD_VIDEO_STREAM"), {"STREAM_ON": "On"}
    )
    assert first("stream off nothing", servers=servers).detail == "no device 'nothing' here can do this"


def test_the_device_shown_comes_first_on_two_servers() -> None:
    servers = heard(*recorded(), host="other", servers=simulators())
    found = engine(servers, DOME).candidates("shutter close")
    assert [one.device for one in found if one.title == "Shutter close"] == [DOME, DOME._replace(server="other:7624")]
