"""What is announced: the end of what was waited for, an Alert, a loss, dangerous weather; nothing else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from indipyterm.model.events import Disconnected, ValuesSent
from indipyterm.model.vectors import Request
from indipyterm.presentation.keys import VectorKey
from indipyterm.workspace.announcements import Announcements, announced_as
from indipyterm.workspace.change import Announced, Announcement, Notice, NoticeKind
from indipyterm.workspace.frames import Frame
from indipyterm.workspace.window_title import overall_progress, window_title
from tests.tui.emulator import NOON, StillClock
from tests.tui.host import SERVER, feed, key, workspace
from tests.workspace.test_jog import numbers

DEVICES = (
    numbers("CCD", "CCD_EXPOSURE", "CCD_EXPOSURE_VALUE", "0")
    + numbers("Focuser", "ABS_FOCUS_POSITION", "FOCUS_ABSOLUTE_POSITION", "100")
    + '<defNumberVector device="Mount" name="EQUATORIAL_EOD_COORD" state="Idle" perm="rw">'
    '<defNumber name="RA" format="%g" min="0" max="24" step="0">0</defNumber>'
    '<defNumber name="DEC" format="%g" min="-90" max="90" step="0">0</defNumber></defNumberVector>'
    '<defSwitchVector device="Mount" name="TELESCOPE_PARK" state="Idle" perm="rw" rule="OneOfMany">'
    '<defSwitch name="PARK">Off</defSwitch><defSwitch name="UNPARK">On</defSwitch></defSwitchVector>'
    '<defLightVector device="Sky" name="WEATHER_STATUS" state="Ok"><defLight name="WIND" label="Wind">Ok</defLight>'
    "</defLightVector>"
).encode()


@pytest.mark.parametrize(
    ("vector", "kind"),
    [
        ("CCD_EXPOSURE", Announced.EXPOSURE),
        ("EQUATORIAL_EOD_COORD", Announced.SLEW),
        ("ABS_FOCUS_POSITION", Announced.MOVE),
        ("DOME_SHUTTER", Announced.MOVE),
        ("TELESCOPE_MOTION_NS", None),
        ("TELESCOPE_TRACK_STATE", None),
        ("CCD_GAIN", None),
    ],
)
def test_what_an_end_is_announced_as(vector: str, kind: Announced | None) -> None:
    assert announced_as(vector) is kind


class Night:
    """A workspace whose devices a test has say something, and what is announced of it."""

    def __init__(self, in_series: Callable[[VectorKey], bool] = lambda _: False) -> None:
        self.workspace = workspace(DEVICES)
        assert isinstance(self.workspace.clock, StillClock)
        self.clock = self.workspace.clock
        self.told = Announcements(self.workspace.servers, self.clock, in_series)
        self.workspace.announcements = self.told

    def frame(
        self, *events: object, vectors: tuple[str, ...] = (), notices: tuple[Notice, ...] = ()
    ) -> list[Announcement]:
        """Announcements of a frame; vectors as DEVICE.VECTOR."""
        keys = frozenset(key(*reversed(name.split("."))) for name in vectors)
        return self.told.update(Frame(SERVER, keys, frozenset(), events, True), notices)  # type: ignore[arg-type]

    def ask(self, name: str, member: str, value: str, **more: str) -> None:
        """Send a value, or some."""
        device, vector = name.split(".")
        assert self.frame(ValuesSent(device, vector, {member: value} | more, self.clock.now())) == []

    def say(self, name: str, kind: str, state: str, member: str = "", value: str = "") -> list[Announcement]:
        """Have a device give a vector a state, and a value."""
        device, vector = name.split(".")
        inside = f'<one{kind} name="{member}">{value}</one{kind}>' if member else ""
        whole = f'<set{kind}Vector device="{device}" name="{vector}" state="{state}">{inside}</set{kind}Vector>'
        feed(self.workspace.servers[SERVER], whole.encode())
        return self.frame(vectors=(name,))


def test_an_exposure_and_its_progress() -> None:
    night, name = Night(), "CCD.CCD_EXPOSURE"
    assert window_title(night.workspace) == f"INDI {SERVER} - indipyterm"
    assert night.say(name, "Number", "Busy", "CCD_EXPOSURE_VALUE", "5") == []
    assert night.say(name, "Number", "Ok", "CCD_EXPOSURE_VALUE", "0") == []  # nobody here asked for it
    night.ask(name, "CCD_EXPOSURE_VALUE", "30")
    exposure = night.workspace.servers.vector(key("CCD_EXPOSURE", "CCD"))
    assert exposure
    exposure.request = Request({"CCD_EXPOSURE_VALUE": "30"}, night.clock.now())
    assert overall_progress(night.workspace) == 0  # what it shows is left of the one before
    night.say(name, "Number", "Busy", "CCD_EXPOSURE_VALUE", "12")
    assert overall_progress(night.workspace) == pytest.approx(0.6)
    assert window_title(night.workspace) == "◐ CCD CCD_EXPOSURE 60% - indipyterm"
    night.clock.advance(30)
    ended = night.say(name, "Number", "Ok", "CCD_EXPOSURE_VALUE", "0")
    assert ended == [Announcement(Announced.EXPOSURE, "CCD", "CCD_EXPOSURE: done after 30 s")]
    assert overall_progress(night.workspace) is None
    night.ask(name, "CCD_EXPOSURE_VALUE", "1")
    assert night.say(name, "Number", "Ok") == []  # too short to look away


def test_a_series_says_itself_when_it_ends() -> None:
    night = Night(in_series=lambda key: key.device == "CCD")
    night.ask("CCD.CCD_EXPOSURE", "CCD_EXPOSURE_VALUE", "30")
    night.clock.advance(30)
    assert night.say("CCD.CCD_EXPOSURE", "Number", "Ok") == []


def test_moves() -> None:
    night = Night()
    night.ask("Focuser.ABS_FOCUS_POSITION", "FOCUS_ABSOLUTE_POSITION", "200")
    night.say("Focuser.ABS_FOCUS_POSITION", "Number", "Busy", "FOCUS_ABSOLUTE_POSITION", "125")
    assert overall_progress(night.workspace) == pytest.approx(0.25)
    night.ask("Mount.EQUATORIAL_EOD_COORD", "RA", "23", DEC="10")
    night.say("Mount.EQUATORIAL_EOD_COORD", "Number", "Busy", "RA", "23")  # 1 h the short way round, and 10 degrees
    assert [one.share for one in night.told.running()][1] == pytest.approx(0.6)
    night.say("Mount.EQUATORIAL_EOD_COORD", "Number", "Ok", "DEC", "10")
    night.ask("Mount.TELESCOPE_PARK", "PARK", "On")
    night.say("Mount.TELESCOPE_PARK", "Switch", "Busy", "PARK", "On")
    assert "Mount TELESCOPE_PARK" in window_title(night.workspace)
    night.clock.advance(5)
    moved = night.say("Focuser.ABS_FOCUS_POSITION", "Number", "Idle")
    assert moved == [Announcement(Announced.MOVE, "Focuser", "ABS_FOCUS_POSITION: stopped after 5 s")]
    assert night.say("Mount.TELESCOPE_PARK", "Switch", "Alert") == []  # the notice about it is announced
    notice = Notice(NoticeKind.ALERT, "Mount", "no way")
    assert night.frame(notices=(notice,)) == [Announcement(Announced.ALERT, "Mount", "no way")]


def test_a_loss_and_the_weather() -> None:
    night = Night()
    night.ask("Mount.TELESCOPE_PARK", "PARK", "On")
    lost = night.frame(Disconnected("reset", 1.0, True, NOON + timedelta(seconds=1)))
    assert lost == [Announcement(Announced.LOSS, SERVER, "connection lost: reset")]
    assert not list(night.told.running())
    night.workspace.servers[SERVER].connected, night.workspace.servers[SERVER].ever_connected = False, True
    assert window_title(night.workspace) == f"✗ LOST {SERVER} - indipyterm"
    assert night.frame(Disconnected("refused", 1.0, False, NOON)) == []
    storm = night.say("Sky.WEATHER_STATUS", "Light", "Alert", "WIND", "Alert")
    assert storm == [Announcement(Announced.WEATHER, "Sky", "dangerous weather: Wind")]
    assert night.say("Sky.WEATHER_STATUS", "Light", "Alert") == []  # still
    assert night.say("Sky.WEATHER_STATUS", "Light", "Ok", "WIND", "Ok") == []
    assert night.say("Sky.WEATHER_STATUS", "Light", "Alert") == [
        Announcement(Announced.WEATHER, "Sky", "dangerous weather")
    ]


def test_a_safety_monitor_warns_where_no_weather_does() -> None:
    """Weather stations of libindi 2 say the same twice; monitors of safety have the second light only."""
    night = Night()
    light = "<defLightVector device='{}' name='SAFETY_STATUS' state='Ok'><defLight name='SAFETY'>Ok</defLight></defLightVector>"
    feed(night.workspace.servers[SERVER], "".join(map(light.format, ("Sky", "Monitor"))).encode())
    assert night.say("Sky.WEATHER_STATUS", "Light", "Alert")
    assert night.say("Sky.SAFETY_STATUS", "Light", "Alert", "SAFETY", "Alert") == []
    assert night.say("Monitor.SAFETY_STATUS", "Light", "Alert") == [
        Announcement(Announced.WEATHER, "Monitor", "not safe to observe")
    ]
