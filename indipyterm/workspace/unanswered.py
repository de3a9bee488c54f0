"""Requests of ours that have no answer yet, so that a refusal without words is told, too."""

from __future__ import annotations

from collections.abc import Callable

from indipyterm.model.events import Updated
from indipyterm.presentation.keys import VectorKey
from indipyterm.protocol.messages import State
from indipyterm.tui.messages import ModelChanged
from indipyterm.workspace.servers import Servers


class Unanswered:
    """Knows which vectors were sent to; `complain` is called with what was answered with Alert, and the device."""

    def __init__(self, servers: Servers, complain: Callable[[str, str], object]) -> None:
        self._servers, self._complain = servers, complain
        self._keys: set[VectorKey] = set()

    def sent(self, key: VectorKey) -> None:
        """Something was sent to a vector."""
        self._keys.add(key)

    def awaits(self, key: VectorKey) -> bool:
        """Whether an answer of a vector was not seen yet."""
        return key in self._keys

    def look(self, changed: ModelChanged) -> None:
        """See what was answered. An Alert that came with a text of its own is told by that."""
        for key in self._keys & changed.vectors:
            vector = self._servers.vector(key)
            if vector and vector.request:
                continue
            self._keys.discard(key)
            told = any(isinstance(event, Updated) and event.message.name == key.vector for event in changed.events)
            if vector and vector.state is State.ALERT and not told:
                self._complain(f"{vector.label}: the device answered Alert", key.device)
