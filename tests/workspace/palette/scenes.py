"""Servers with devices that were heard of, but never connected to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from indipyterm.presentation.keys import DeviceKey, VectorKey
from indipyterm.protocol.messages import Received
from indipyterm.protocol.parser import Parser
from indipyterm.workspace.palette.actions import Candidate, Command, RunFaceAction, Submit
from indipyterm.workspace.palette.search import PaletteSearch
from indipyterm.workspace.servers import Servers
from indipyterm.workspace.submission import Request
from tests.corpus.definitions import definitions

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
HOST = "pi4"
SERVER = f"{HOST}:7624"
THEMES = ("night", "nord", "textual-dark")
COMMANDS = (
    Command("Log", RunFaceAction("app.log"), "L"),
    Command("Quit", RunFaceAction("app.quit"), "q"),
    Command("Reconnect", RunFaceAction("app.reconnect"), "r"),
)

TELESCOPE = DeviceKey(SERVER, "Telescope Simulator")
DOME = DeviceKey(SERVER, "Dome Simulator")
CCD = DeviceKey(SERVER, "CCD Simulator")
FOCUSER = DeviceKey(SERVER, "Focuser Simulator")
WHEEL = DeviceKey(SERVER, "Filter Simulator")
WEATHER = DeviceKey(SERVER, "Weather Simulator")
ROTATOR = DeviceKey(SERVER, "Rotator Simulator")
CAP = DeviceKey(SERVER, "Dust Cover Simulator")
LIGHT = DeviceKey(SERVER, "Light Panel Simulator")


class StillClock:
    """It is always noon."""

    def now(self) -> datetime:
        """The time."""
        return NOON


@cache
def recorded(name: str = "all-connected") -> tuple[Received, ...]:
    """What a real server sent: six simulators, all connected."""
    data = (Path(__file__).parents[2] / "corpus" / f"{name}.xml").read_bytes()
    return tuple(Parser().feed(data))


def heard(*messages: Received, host: str = HOST, servers: Servers | None = None) -> Servers:
    """Servers of which one has sent these messages."""
    servers = servers or Servers(lambda _: None, StillClock())
    hear(servers.add(host, 7624).client.catalog.apply, *messages)
    return servers


def simulators() -> Servers:
    """A server with the six simulators."""
    return heard(*recorded())


def simulators_2() -> Servers:
    """A server with the fifteen simulators of libindi 2."""
    return heard(*definitions())


def hear(apply: object, *messages: Received) -> None:
    """Let a catalog hear messages."""
    assert callable(apply)
    for message in messages:
        apply(message, NOON)


def say(servers: Servers, xml: str, server: str = SERVER) -> None:
    """Let a server say more."""
    hear(servers[server].client.catalog.apply, *Parser().feed(xml.encode()))


def switch(servers: Servers, owner: DeviceKey, vector: str, **members: str) -> None:
    """Let a device set switches; what else stands in the vector stays."""
    ones = "".join(f"<oneSwitch name='{name}'>{value}</oneSwitch>" for name, value in members.items())
    say(servers, f"<setSwitchVector device='{owner.device}' name='{vector}' state='Ok'>{ones}</setSwitchVector>")


def key(owner: DeviceKey, vector: str) -> VectorKey:
    """The key of a vector."""
    return VectorKey(*owner, vector)


COORDINATES = key(TELESCOPE, "EQUATORIAL_EOD_COORD")
BLUE = {"FILTER_SLOT_VALUE": "3"}


def sends(vector: VectorKey, values: Mapping[str, str]) -> Submit:
    """The action that sends to one vector."""
    return Submit((Request(vector, values),))


def sends_in_order(*actions: Submit, independent: bool = False) -> Submit:
    """The action that does several of them."""
    return Submit(tuple(request for action in actions for request in action.requests), independent)


def engine(servers: Servers | None = None, shown: DeviceKey | None = None) -> PaletteSearch:
    """An engine over the six simulators, unless over others."""
    return PaletteSearch(servers or simulators(), shown, COMMANDS, THEMES)


def first(text: str, shown: DeviceKey | None = None, servers: Servers | None = None) -> Candidate:
    """The first candidate for a text."""
    found = engine(servers, shown).candidates(text)
    assert found, f"nothing for {text!r}"
    return found[0]


def titles(found: list[Candidate]) -> list[str]:
    """Title and device of each."""
    return [f"{one.title} @{one.device.device.split()[0]}" if one.device else one.title for one in found]


class Recording:
    """A recording of an hour from noon; the only time it understands is "later"."""

    def __init__(self, paused: bool = False, speed: float = 1.0) -> None:
        self.paused, self.speed = paused, speed
        self.end_time = NOON + timedelta(hours=1)

    def now(self) -> datetime:
        """The time."""
        return NOON

    def pace(self, *, speed: float | None = None, paused: bool | None = None) -> None:
        """No candidate does anything before it is run."""
        raise AssertionError

    def find(self, text: str) -> datetime:
        """A time of the recording."""
        if text != "later":
            raise ValueError(f"{text} is not a time")
        return self.end_time

    async def seek(self, when: datetime) -> None:
        """No candidate does anything before it is run."""
        raise AssertionError
