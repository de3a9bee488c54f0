"""The screens. Those that lie over the one that the program starts with are imported when they are first shown."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from indipyterm.tui.images.screen import ImageScreen
    from indipyterm.tui.screens.blobs import BlobsScreen
    from indipyterm.tui.screens.choose_device import ChooseDevice
    from indipyterm.tui.screens.choose_option import ChooseOne, ChooseOption
    from indipyterm.tui.screens.choose_path import ChoosePath
    from indipyterm.tui.screens.confirm import Confirm, ask
    from indipyterm.tui.screens.details import DetailsScreen
    from indipyterm.tui.screens.help import HelpScreen
    from indipyterm.tui.screens.jog import JogScreen
    from indipyterm.tui.screens.log import LogScreen
    from indipyterm.tui.screens.palette import Palette
    from indipyterm.tui.screens.panel import PanelScreen
    from indipyterm.tui.screens.settings import SettingsScreen
    from indipyterm.tui.screens.views import PlotScreen

__all__ = [
    "BlobsScreen",
    "ChooseDevice",
    "ChooseOne",
    "ChooseOption",
    "ChoosePath",
    "Confirm",
    "DetailsScreen",
    "HelpScreen",
    "ImageScreen",
    "JogScreen",
    "LogScreen",
    "Palette",
    "PanelScreen",
    "PlotScreen",
    "SettingsScreen",
    "ask",
]

_MODULES = {
    "BlobsScreen": "screens.blobs",
    "ChooseDevice": "screens.choose_device",
    "ChooseOne": "screens.choose_option",
    "ChooseOption": "screens.choose_option",
    "ChoosePath": "screens.choose_path",
    "Confirm": "screens.confirm",
    "DetailsScreen": "screens.details",
    "HelpScreen": "screens.help",
    "ImageScreen": "images.screen",
    "JogScreen": "screens.jog",
    "LogScreen": "screens.log",
    "Palette": "screens.palette",
    "PanelScreen": "screens.panel",
    "PlotScreen": "screens.views",
    "SettingsScreen": "screens.settings",
    "ask": "screens.confirm",
}


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"indipyterm.tui.{_MODULES[name]}"), name)
