"""What the demo has to play with."""

from __future__ import annotations

from indipyterm.demo.instrument import Instrument
from indipyterm.demo.instruments.camera import Camera
from indipyterm.demo.instruments.dome import Dome
from indipyterm.demo.instruments.every_kind import EveryKind
from indipyterm.demo.instruments.focuser import Focuser
from indipyterm.demo.instruments.mount import Mount
from indipyterm.demo.instruments.visitor import Visitor
from indipyterm.demo.instruments.weather import Weather
from indipyterm.demo.instruments.wheel import Wheel

__all__ = ["Camera", "Dome", "EveryKind", "Focuser", "Mount", "Visitor", "Weather", "Wheel", "all_instruments"]


def all_instruments() -> tuple[Instrument, ...]:
    """Make one of each."""
    return Mount(), Camera(), Focuser(), Wheel(), Weather(), Dome(), EveryKind(), Visitor()
