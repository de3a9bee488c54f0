"""Who hears of changes: the faces, and whatever else looks at a workspace."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from indipyterm.workspace.change import Change

Listener = Callable[[Change], object]


class Subscribers:
    """Listeners that are called with each change, in the event loop, the first that was added first."""

    def __init__(self) -> None:
        self._listeners: dict[object, Listener] = {}

    def add(self, listener: Listener) -> Callable[[], None]:
        """Call `listener` with each change from now on; call what is returned to end that."""
        subscription = object()
        self._listeners[subscription] = listener

        def unsubscribe() -> None:
            self._listeners.pop(subscription, None)

        return unsubscribe

    def publish(self, change: Change) -> None:
        """Call all of them. One that fails keeps neither the others nor the sending of an abort from going on."""
        for subscription, listener in tuple(self._listeners.items()):
            if subscription not in self._listeners:  # another listener ended it
                continue
            try:
                listener(change)
            except Exception as error:  # noqa: BLE001 - given to the event loop, which reports it
                context = {"message": "a subscriber of the workspace failed", "exception": error}
                asyncio.get_running_loop().call_exception_handler(context)
