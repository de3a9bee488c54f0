"""Frames: a flood becomes a few changes a second, the first at once, and nothing is lost."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import pytest

from indipyterm.model import events
from indipyterm.presentation.keys import DeviceKey, VectorKey
from indipyterm.protocol.messages import DefVector, DelProperty, Kind, Message, SetVector
from indipyterm.workspace.frames import DEFINITION_FRAME_SECONDS, Frame, FrameCollector
from tests.workspace.waiting import until

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


class Frames:
    """Keeps frames, and when each of them came."""

    def __init__(self) -> None:
        self.frames: list[Frame] = []
        self.times: list[float] = []
        self.collector = FrameCollector("pi4", lambda: ["CCD", "Mount"], self._keep)

    def _keep(self, frame: Frame) -> None:
        self.frames.append(frame)
        self.times.append(asyncio.get_running_loop().time())

    @property
    def pauses(self) -> list[float]:
        """The times between the frames, in seconds."""
        return [after - before for before, after in zip(self.times, self.times[1:], strict=False)]

    @property
    def events(self) -> list[events.Event]:
        return [event for frame in self.frames for event in frame.events]


def updated(vector: str, message: str | None = None) -> events.Updated:
    return events.Updated(SetVector(Kind.NUMBER, "CCD", vector, message=message), NOON)


def defined(vector: str, message: str | None = None) -> events.Defined:
    return events.Defined(DefVector(Kind.NUMBER, "CCD", vector, (), message=message), NOON)


def said(text: str) -> events.MessageReceived:
    return events.MessageReceived(Message("CCD", None, text), NOON)


async def test_the_first_event_is_published_at_once() -> None:
    frames = Frames()
    frames.collector.add(updated("A"))
    assert frames.frames == []
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert frames.frames == [Frame("pi4", frozenset({VectorKey("pi4", "CCD", "A")}), frozenset(), (), True)]


async def test_of_a_thousand_events_nothing_is_lost_and_25_frames_a_second_are_the_most() -> None:
    frames = Frames()
    for number in range(1000):
        frames.collector.add(said(str(number)))
        frames.collector.add(updated(f"V{number}"))
        if number % 100 == 99:
            await asyncio.sleep(0.01)
    await until(lambda: len(frames.events) == 1000)
    assert [event.message.message for event in frames.events if isinstance(event, events.MessageReceived)] == [
        str(number) for number in range(1000)
    ]
    assert len(frozenset[VectorKey]().union(*(frame.vectors for frame in frames.frames))) == 1000
    assert len(frames.frames) > 1
    assert min(frames.pauses) >= 1 / 25 * 0.95


async def test_definitions_alone_are_collected_longer() -> None:
    frames = Frames()
    frames.collector.add(defined("A"))
    await until(lambda: frames.frames)
    frames.collector.add(defined("B"))
    await until(lambda: len(frames.frames) == 2)
    assert frames.pauses[0] >= DEFINITION_FRAME_SECONDS * 0.95
    assert frames.frames[1].devices == {DeviceKey("pi4", "CCD")}


async def test_anything_else_makes_them_come_sooner() -> None:
    frames = Frames()
    frames.collector.add(defined("A"))
    await until(lambda: frames.frames)
    frames.collector.add(defined("B"))
    assert frames.collector._timer
    late = frames.collector._timer.when()
    frames.collector.add(updated("A"))
    assert frames.collector._timer.when() < late
    await until(lambda: len(frames.frames) == 2)
    assert frames.frames[1].vectors
    assert frames.frames[1].devices


async def test_only_texts_make_events_of_values_and_definitions() -> None:
    frames = Frames()
    kept: list[events.Event] = [updated("A", "warm"), defined("A", "new")]
    all_events: list[events.Event] = [updated("A"), kept[0], defined("A"), kept[1], events.PingAnswered("1", NOON)]
    for event in all_events:
        frames.collector.add(event)
    await until(lambda: frames.frames)
    assert frames.events == kept


async def test_a_ping_alone_makes_no_frame() -> None:
    frames = Frames()
    frames.collector.add(events.PingAnswered("1", NOON))
    assert frames.collector._timer is None


@pytest.mark.parametrize(("device", "devices"), [("Mount", {"Mount"}), (None, {"CCD", "Mount"})])
async def test_what_was_deleted_are_other_vectors(device: str | None, devices: set[str]) -> None:
    frames = Frames()
    frames.collector.add(events.Deleted(DelProperty(device), NOON))
    await until(lambda: frames.frames)
    assert {key.device for key in frames.frames[0].devices} == devices


async def test_flush_publishes_once_and_nothing_if_there_is_nothing() -> None:
    frames = Frames()
    frames.collector.flush()
    assert frames.frames == []
    frames.collector.add(said("last"))
    frames.collector.flush()
    frames.collector.flush()
    await asyncio.sleep(0.1)
    assert frames.events == [said("last")]
    assert len(frames.frames) == 1


async def test_whether_the_server_sent_anything_since_the_connection_was_made() -> None:
    frames, sent = Frames(), events.ValuesSent("CCD", "A", {}, NOON)
    for event in (updated("A"), events.Disconnected("reset", 1.0, True, NOON), events.Connected(NOON), sent):
        frames.collector.add(event)
    frames.collector.flush()
    frames.collector.add(defined("A"))
    frames.collector.flush()
    frames.collector.add(said("more"))
    frames.collector.flush()
    assert [frame.data_received for frame in frames.frames] == [False, True, True]
