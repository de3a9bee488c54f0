"""Positions in a recording, found by time."""

from __future__ import annotations

import secrets
from pathlib import Path

import pytest

from indipyterm.demo.replay.position import PlaybackPosition, PositionIndex, summarize
from indipyterm.exceptions import NoRecording
from indipyterm.recording.format import RecordingReader
from tests.demo.replay.recordings import NIGHT, START, Step, at, place, record


def test_the_summary_of_a_recording(tmp_path: Path) -> None:
    path = record(tmp_path / "night", [*NIGHT, (45, "dome:7624", "up", b"")])  # its clock was set back
    assert summarize(path) == (START, at(50), ("pi4:7624", "dome:7624"))


def test_an_empty_recording_has_none(tmp_path: Path) -> None:
    with pytest.raises(NoRecording, match="night is empty"):
        summarize(record(tmp_path / "night", []))


def test_there_is_no_copy_in_the_middle_of_an_element(tmp_path: Path) -> None:
    position = PositionIndex(record(tmp_path / "night", NIGHT)).find(at(11))
    assert position.copy() is None
    record_ = position.next_record
    assert record_ is not None
    position.states[record_.server].apply(record_)
    position.advance()
    copied = position.copy()
    assert copied is not None
    while copied.advance():
        pass
    assert position.next_record is not None
    assert position.next_record.time == at(20)


def test_after_the_last_record_there_is_none(tmp_path: Path) -> None:
    position = PlaybackPosition(record(tmp_path / "night", NIGHT[:1]))
    assert position.next_record is not None
    assert [position.advance() is None for _ in range(3)] == [False, True, True]
    assert position.next_record is None


def test_a_position_is_the_same_however_it_was_reached(tmp_path: Path) -> None:
    steps = [*NIGHT[:3], *((n / 10, "pi4:7624", "in", place(str(n))) for n in range(1, 60))]
    halves = [(6.0, "pi4:7624", "in", place("61")[:40]), (6.1, "pi4:7624", "in", place("61")[40:])]
    path = record(
        tmp_path / "night", [*steps, *halves, *((7.0 + n, *advance[1:]) for n, advance in enumerate(steps[3:]))]
    )
    places = PositionIndex(path, interval=3)
    times = [at(seconds) for seconds in (60, 3, 6.05, 0, 6.1, 2.9, 61, 5)]
    for when in times:
        found, fresh = places.find(when), PositionIndex(path).find(when)
        assert found.states["pi4:7624"].vectors == fresh.states["pi4:7624"].vectors
        assert found.next_record == fresh.next_record
    assert len(places._checkpoints) > 20


def test_a_deleted_file_ends_where_it_was_read_to(tmp_path: Path) -> None:
    steps: list[Step] = [(3 + n / 100, "pi4:7624", "in", place(secrets.token_hex(40))) for n in range(1000)]
    path = record(tmp_path / "night", [*NIGHT[:3], *steps])
    places = PositionIndex(path)
    whole = len(list(RecordingReader(path)))
    path.unlink()
    found, received = places.find(at(3)), 0
    while found.advance():
        received += 1
    assert 0 < received < whole - 100
    assert found.next_record is None
