"""The demo's instruments."""

from __future__ import annotations

from indipyterm.demo.instrument import Instrument
from indipyterm.demo.instruments.camera import Camera
from indipyterm.demo.instruments.dome import Dome
from indipyterm.demo.instruments.every_kind import EveryKind
from indipyterm.demo.instruments.filter_wheel import FilterWheel
from indipyterm.demo.instruments.focuser import Focuser
from indipyterm.demo.instruments.mount import Mount
from indipyterm.demo.instruments.visitor import Visitor
from indipyterm.demo.instruments.weather import Weather

__all__ = ["Camera", "Dome", "EveryKind", "FilterWheel", "Focuser", "Mount", "Visitor", "Weather", "all_instruments"]


def all_instruments() -> tuple[Instrument, ...]:
    """Return one of each."""
    return Mount(), Camera(), Focuser(), FilterWheel(), Weather(), Dome(), EveryKind(), Visitor()
