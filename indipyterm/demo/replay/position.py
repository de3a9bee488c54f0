"""A position in a recording: the next record, and the state of every server up to there."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from indipyterm.demo.replay.server_state import ServerState
from indipyterm.exceptions import NoRecording
from indipyterm.recording.format import Record, RecordingReader


class RecordingSummary(NamedTuple):
    """The first and the last time in a recording, and the names of its servers."""

    start: datetime
    end: datetime
    servers: tuple[str, ...]


def summarize(path: Path) -> RecordingSummary:
    """Read a whole recording, as far as possible. Raises `NoRecording`, also if it is empty."""
    start = end = None
    servers: dict[str, None] = {}
    for record in RecordingReader(path):
        start = start or record.time
        end = max(end or record.time, record.time)
        servers[record.server] = None
    if start is None or end is None:
        raise NoRecording(f"{path} is empty")
    return RecordingSummary(start, end, tuple(servers))


class PlaybackPosition:
    """A position that moves forward only; `next_record` is None at the end, `states` are the servers' by name."""

    def __init__(self, path: Path) -> None:
        """Open a recording at its beginning. Raises `NoRecording`."""
        self.states: dict[str, ServerState] = {}
        self._reader = RecordingReader(path)
        self.next_record = next(self._reader, None)

    def copy(self) -> PlaybackPosition | None:
        """Return a copy; None while any server's stream is in the middle of an element."""
        if not all(state.between_elements for state in self.states.values()):
            return None
        other = PlaybackPosition.__new__(PlaybackPosition)
        other._reader, other.next_record = self._reader.copy(), self.next_record
        other.states = {server: state.copy() for server, state in self.states.items()}
        return other

    def advance(self) -> Record | None:
        """Move past the next record and return it; the states are left to the caller.

        A file that can no longer be read ends there.
        """
        record = self.next_record
        try:
            self.next_record = next(self._reader, None)
        except NoRecording:
            self.next_record = None
        return record


class PositionIndex:
    """Finds positions by time. It keeps checkpoints, so that a part read once is found quickly."""

    def __init__(self, path: Path, interval: int = 2000) -> None:
        """Open a recording, with checkpoints every `interval` records. Raises `NoRecording`."""
        self._interval = interval
        self._checkpoints = [PlaybackPosition(path)]

    def find(self, when: datetime) -> PlaybackPosition:
        """Return the position after all records up to and including `when`. Slow: call it in a thread."""
        first = self._checkpoints[0]
        start = next(each for each in reversed(self._checkpoints) if each is first or _is_before(each, when))
        position, is_latest = start.copy(), start is self._checkpoints[-1]
        assert position is not None  # no checkpoint is in the middle of an element
        passed = 0
        while position.next_record is not None and position.next_record.time <= when:
            record = position.next_record
            position.states.setdefault(record.server, ServerState()).apply(record)
            position.advance()
            passed += 1
            if is_latest and passed >= self._interval and (checkpoint := position.copy()):
                self._checkpoints.append(checkpoint)
                passed = 0
        return position


def _is_before(position: PlaybackPosition, when: datetime) -> bool:
    return position.next_record is not None and position.next_record.time <= when
