"""A device: its vectors in the order in which they were defined, and what it told the operator."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from indipyterm.model.vectors import Vector

MESSAGES_KEPT = 200
"""How many messages a device, and the client, remember."""

Messages = deque[tuple[datetime, str]]
"""Time (UTC) and text, the newest first."""


@dataclass(slots=True, eq=False)
class Device:
    """What the server said of one device. `enabled` is False once it, or its last vector, was deleted."""

    name: str
    vectors: dict[str, Vector] = field(default_factory=dict)
    messages: Messages = field(default_factory=lambda: deque(maxlen=MESSAGES_KEPT))
    enabled: bool = True

    def present(self) -> Iterator[Vector]:
        """The vectors that the device has now."""
        return (vector for vector in self.vectors.values() if vector.enabled)

    def delete(self, name: str | None = None) -> bool:
        """Take a deletion of one vector, or of all; False when there was nothing to delete."""
        gone = [vector for vector in self.present() if name in (None, vector.name)]
        for vector in gone:
            vector.enabled, vector.request = False, None
        self.enabled = any(True for _ in self.present())
        return bool(gone)
