"""Which device a key means that works on one: the one shown, or that of the row under the cursor."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from textual.app import App

from indipyterm.presentation.keys import DeviceKey
from indipyterm.tui.sheet.sheet import Sheet
from indipyterm.workspace.servers import Servers


class DeviceAtHand:
    """Reads it from the sheet in sight, which `sheet` gives; `selected` gives the device whose tab is open."""

    def __init__(
        self,
        app: App[Any],
        servers: Servers,
        sheet: Callable[[], Sheet],
        selected: Callable[[], DeviceKey | None],
    ) -> None:
        self._app, self._servers, self._sheet, self._selected = app, servers, sheet, selected

    def shown(self) -> DeviceKey | None:
        """The device shown, or that of the row in a list; None where nothing is shown."""
        cursor = self._sheet().cursor
        return cursor.owner if cursor else self._selected()

    def chosen(self) -> list[DeviceKey] | None:
        """The device of the row that the user put the cursor on; none where nothing is shown.

        Another one may have come under the cursor by itself: if that device is gone, this says so and returns None.
        """
        sheet = self._sheet()
        if not sheet.attention.displaced:
            return [shown] if (shown := self.shown()) else []
        owner = sheet.chosen.owner if sheet.chosen else None
        if owner and self._servers.device(owner):
            return [owner]
        gone = owner.device if owner else "The device that was here"
        text = f"{gone} is gone: nothing was sent; move the cursor first"
        self._app.notify(text, severity="warning")
        return None

    def to_abort(self) -> DeviceKey | None:
        """The device of the row that the user put the cursor on; None where it is gone."""
        sheet = self._sheet()
        if not sheet.attention.displaced:
            return self.shown()
        return sheet.chosen.owner if sheet.chosen and self._servers.device(sheet.chosen.owner) else None
