"""A device: its vectors in the order in which they were defined, and its messages for the operator."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from indipyterm.model.vectors import Vector

RETURN_SECONDS = 60.0
"""How long a device has to be defined again after a new connection: its driver may be busy, or starting."""

MESSAGES_KEPT = 8
"""How many messages a device, and the client, remember, for scripts: faces for people keep their own."""

Messages = deque[tuple[datetime, str]]
"""Time (UTC) and text, the newest first."""

_COMPLAINTS = ("[ERROR]", "[WARNING]")


def is_complaint(text: str) -> bool:
    """Whether a message of a driver is an error or a warning, by the prefix that drivers of libindi write."""
    return text.startswith(_COMPLAINTS)


@dataclass(slots=True, eq=False)
class Device:
    """A device of the server. `enabled` is False once it, or its last vector, was deleted."""

    name: str
    vectors: dict[str, Vector] = field(default_factory=dict)
    messages: Messages = field(default_factory=lambda: deque(maxlen=MESSAGES_KEPT))
    enabled: bool = True

    def present(self) -> Iterator[Vector]:
        """The vectors that the device has now."""
        return (vector for vector in self.vectors.values() if vector.enabled)

    def delete(self, name: str | None = None) -> bool:
        """Disable one vector, or all; False when there was nothing to delete."""
        deleted = [vector for vector in self.present() if name in (None, vector.name)]
        for vector in deleted:
            vector.enabled, vector.request = False, None
        self.enabled = any(True for _ in self.present())
        return bool(deleted)
