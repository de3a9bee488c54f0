"""The numbers of about the last hour, of the vectors that changed last."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable

from indipyterm.model.members import NumberMember
from indipyterm.model.vectors import Vector
from indipyterm.presentation.history.series import Series
from indipyterm.presentation.keys import DeviceKey, VectorKey
from indipyterm.presentation.text import printable
from indipyterm.protocol.messages import Kind

MAX_SERIES = 300
"""Members of which readings are kept; those that changed longest ago are forgotten first."""

POINTS = 3600
"""Readings kept of each: an hour at one a second."""

Find = Callable[[VectorKey], Vector | None]


class History:
    """Keeps at most one reading a second: call `mark` for each change, and `sample` once a second."""

    def __init__(self, find: Find) -> None:
        self._find = find
        self._marked: set[VectorKey] = set()
        self._series: OrderedDict[tuple[VectorKey, str], Series] = OrderedDict()

    def mark(self, keys: Iterable[VectorKey]) -> None:
        """Note that vectors have new values."""
        self._marked.update(keys)

    def mark_devices(self, devices: Collection[DeviceKey]) -> None:
        """Note that devices were defined again, so that their known vectors may have new values."""
        if devices:
            self._marked.update(key for key, _ in self._series if key.owner in devices)

    def sample(self, now: float) -> None:
        """Keep the present values of the marked vectors, as read at `now` (seconds since 1970)."""
        marked, self._marked = self._marked, set()
        for key in marked:
            self._sample_vector(key, now)

    def _sample_vector(self, key: VectorKey, now: float) -> None:
        vector = self._find(key)
        if vector is not None and vector.kind is Kind.NUMBER:
            self._append(key, vector, now)

    def _append(self, key: VectorKey, vector: Vector, now: float) -> None:
        """Keep the present values of a vector."""
        for member in vector.members.values():
            if isinstance(member, NumberMember):
                try:
                    value = member.number()
                except ValueError:
                    continue
                self._series_of(key, member).append(now, value)

    def _series_of(self, key: VectorKey, member: NumberMember) -> Series:
        place = (key, member.name)
        series = self._series.get(place)
        if series is None:
            series = self._series[place] = Series(printable(member.label), member.format, POINTS)
            if len(self._series) > MAX_SERIES:
                self._series.popitem(last=False)
        self._series.move_to_end(place)
        return series

    def series(self, key: VectorKey, vector: Vector, now: float) -> list[Series]:
        """The readings of each member of a number vector; the present one of a member that had none."""
        numbers = [member for member in vector.members.values() if isinstance(member, NumberMember)]
        if any((key, member.name) not in self._series for member in numbers):
            self._append(key, vector, now)
        return [self._series_of(key, member) for member in numbers]

    def lost(self, server: str, now: float) -> None:
        """Note that the connection to a server was lost: its values are not known from `now` on."""
        marked = {key for key in self._marked if key.server == server}
        self._marked -= marked
        for key in marked:
            self._sample_vector(key, now)
        for (key, _), series in self._series.items():
            if key.server == server:
                series.end(now)

    def first_series(self, key: VectorKey) -> Series | None:
        """The readings of the first member of a vector, if there are any."""
        return next((series for (owner, _), series in self._series.items() if owner == key), None)
