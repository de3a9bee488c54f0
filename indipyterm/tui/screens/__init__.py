"""The screens. Those that lie over the one that the program starts with are imported when they are first shown."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
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
    from indipyterm.tui.screens.views import PlotScreen, PreviewScreen

__all__ = [
    "BlobsScreen",
    "ChooseDevice",
    "ChooseOne",
    "ChooseOption",
    "ChoosePath",
    "Confirm",
    "DetailsScreen",
    "HelpScreen",
    "JogScreen",
    "LogScreen",
    "Palette",
    "PanelScreen",
    "PlotScreen",
    "PreviewScreen",
    "SettingsScreen",
    "ask",
]

_MODULES = {
    "BlobsScreen": "blobs",
    "ChooseDevice": "choose_device",
    "ChooseOne": "choose_option",
    "ChooseOption": "choose_option",
    "ChoosePath": "choose_path",
    "Confirm": "confirm",
    "DetailsScreen": "details",
    "HelpScreen": "help",
    "JogScreen": "jog",
    "LogScreen": "log",
    "Palette": "palette",
    "PanelScreen": "panel",
    "PlotScreen": "views",
    "PreviewScreen": "views",
    "SettingsScreen": "settings",
    "ask": "confirm",
}


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_MODULES[name]}"), name)
