"""Notices: each kind, how many of each, and Alerts that answer this client."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from indipyterm.model import events
from indipyterm.model.requests import request
from indipyterm.presentation.keys import VectorKey
from indipyterm.protocol.messages import Kind, Message, SetVector, State
from indipyterm.protocol.parser import Parser
from indipyterm.workspace.change import Notice, NoticeKind
from indipyterm.workspace.frames import Frame
from indipyterm.workspace.notices import MAX_FAULTS, Notices, RateLimiter
from tests.tui.emulator import NOON
from tests.tui.host import SERVER, key, workspace


class Stage:
    """Servers without a connection, and the notices about them."""

    def __init__(self) -> None:
        self.servers = workspace().servers
        self.notices = Notices(self.servers)

    def frame(self, *happened: events.Event, vectors: Sequence[VectorKey] = ()) -> list[Notice]:
        return list(self.notices.of_frame(Frame(SERVER, frozenset(vectors), frozenset(), happened, True)))

    def send(self) -> list[Notice]:
        """A mode is sent, which is busy then."""
        vector = self.servers.vector(key("MODE"))
        assert vector
        sent = self.servers[SERVER].client.catalog.mark_sent(request(vector, {"LUNAR": "On"}), NOON)
        return self.frame(sent, vectors=[key("MODE")])

    def apply(self, data: bytes) -> list[Notice]:
        """The server says something, all in one frame."""
        found: list[events.Event] = []
        for message in Parser().feed(data):
            found += self.servers[SERVER].client.catalog.apply(message, NOON)
        updated = [event for event in found if isinstance(event, events.Updated)]
        changed = [key(event.message.name, event.message.device) for event in updated]
        told = [event for event in found if not isinstance(event, events.Updated) or event.message.message]
        return self.frame(*told, vectors=changed)


def alert(message: str = "", vector: str = "MODE", device: str = "Mount", state: str = "Alert") -> bytes:
    return f'<setSwitchVector device="{device}" name="{vector}" state="{state}" message="{message}"/>'.encode()


@pytest.mark.parametrize(
    ("event", "notice"),
    [
        (
            events.TimedOut("CCD", "EXPOSE", 10.0, NOON),
            Notice(NoticeKind.NO_ANSWER, "CCD", "EXPOSE: no answer for 10 s"),
        ),
        (
            events.BlobSaved("CCD", "CCD1", "CCD1", "/images/a.fits", 5, NOON),
            Notice(NoticeKind.SAVED, "a.fits", "in /images"),
        ),
        (
            events.BlobNotSaved("CCD", "CCD1", "CCD1", "disk full", NOON),
            Notice(NoticeKind.NOT_SAVED, "BLOB", "CCD CCD1 CCD1: BLOB not saved: disk full"),
        ),
        (
            events.BlobLost("CCD", "CCD1", "", events.BlobFault.NO_MEMORY, NOON),
            Notice(NoticeKind.NOT_SAVED, "BLOB", "CCD CCD1: BLOB lost: not enough memory"),
        ),
        (
            events.SendFailed("CCD", "TEMP", True, "too cold", NOON),
            Notice(NoticeKind.NOT_SENT, "Not sent", "not sent: CCD TEMP: too cold"),
        ),
        (
            events.RequestUnanswered("CCD", "TEMP", NOON),
            Notice(
                NoticeKind.NOT_SENT,
                "Not answered",
                "not answered: CCD TEMP: the connection was lost before an answer, and it is not sent again",
            ),
        ),
        (
            events.Updated(SetVector(Kind.NUMBER, "CCD", "TEMP", state=State.ALERT, message="hot"), NOON),
            Notice(NoticeKind.ALERT, "CCD", "hot"),
        ),
    ],
)
def test_each_kind(event: events.Event, notice: Notice) -> None:
    assert Stage().frame(event) == [notice]
    assert notice.good is (notice.kind is NoticeKind.SAVED)


def test_other_events_are_only_in_the_log() -> None:
    assert not Stage().frame(
        events.Connected(NOON),
        events.MessageReceived(Message("CCD", None, "[ERROR] x"), NOON),
        events.Updated(SetVector(Kind.NUMBER, "CCD", "TEMP", state=State.OK, message="cooling"), NOON),
        events.ValuesSent("CCD", "TEMP", {}, NOON),
        events.Disconnected("reset", 1.0, True, NOON),
    )


# How many


def test_of_many_saved_files_one_is_told() -> None:
    stage = Stage()
    saved = [events.BlobSaved("CCD", "CCD1", "CCD1", f"/images/{number}.fits", 5, NOON) for number in range(9)]
    assert [notice.title for notice in stage.frame(*saved)] == ["0.fits"]
    assert stage.frame(saved[5]) == []


def test_of_many_faults_a_few_are_told_and_none_twice() -> None:
    lost = [events.BlobNotSaved("CCD", "CCD1", "CCD1", str(number), NOON) for number in range(9)]
    assert len(Stage().frame(lost[0], *lost)) == MAX_FAULTS
    assert len(Stage().frame(lost[0], lost[0])) == 1
    assert len(Stage().apply(b"".join(alert(f"text {number}") for number in range(9)))) == MAX_FAULTS


def test_of_a_flood_of_alerts_after_a_request_only_one_is_its_answer() -> None:
    stage = Stage()
    stage.send()
    assert len(stage.apply(b"".join(alert(f"text {number}") for number in range(100)))) == 1 + MAX_FAULTS


# Answers to this client


def test_an_alert_that_answers_is_told_whatever_the_limit() -> None:
    stage = Stage()
    stage.apply(b"".join(alert(f"text {number}") for number in range(9)))
    stage.send()
    assert stage.apply(alert("no such filter")) == [Notice(NoticeKind.ALERT, "Mount", "no such filter")]
    assert stage.apply(alert("no such filter")) == []


def test_an_alert_without_a_text_is_told_once_if_it_answers() -> None:
    stage = Stage()
    assert stage.apply(alert()) == []
    stage.send()
    assert stage.apply(alert()) == [Notice(NoticeKind.ALERT, "Mount", "Track Mode: the device answered Alert")]
    assert stage.apply(alert()) == []


def test_what_an_abort_of_this_client_ended_is_no_news() -> None:
    for text in ("", "aborted"):
        stage = Stage()
        stage.send()
        assert stage.frame(events.ValuesSent("Mount", "TELESCOPE_ABORT_MOTION", {}, NOON)) == []
        assert stage.apply(alert(text)) == []
        if text:
            stage.send()
            assert stage.apply(alert(text))[0].text == text


def test_an_answer_that_is_not_alert_ends_the_request() -> None:
    stage = Stage()
    stage.send()
    assert stage.apply(alert(state="Ok")) == []
    assert stage.apply(alert()) == []


def test_a_text_of_another_device_does_not_explain_an_alert() -> None:
    stage = Stage()
    definition = '<defSwitchVector device="Other" name="MODE" state="Ok" perm="rw" rule="OneOfMany"/>'
    stage.apply(definition.encode())
    stage.send()
    told = stage.apply(alert("fine", device="Other", state="Ok") + alert())
    assert [notice.title for notice in told] == ["Mount"]


def test_a_request_that_a_loss_ended_is_not_answered_later() -> None:
    stage = Stage()
    stage.send()
    stage.frame(events.Disconnected("reset", 1.0, True, NOON))
    assert stage.apply(alert()) == []


def test_a_request_to_a_removed_server_is_forgotten() -> None:
    stage = Stage()
    stage.send()
    stage.notices.discard_server(SERVER)
    assert stage.apply(alert()) == []


def test_a_vector_that_is_busy_has_not_answered_yet() -> None:
    stage = Stage()
    assert stage.send() == []
    assert stage.apply(alert(state="Busy")) == []
    assert len(stage.apply(alert())) == 1


class Seconds:
    """Seconds, as they are set."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_so_many_in_a_time_and_none_twice() -> None:
    clock = Seconds()
    pace = RateLimiter(2, 5.0, clock)
    assert [pace.allows(text) for text in ("a", "a", "b", "c")] == [True, False, True, False]
    clock.now = 4.9
    assert not pace.allows("c")
    clock.now = 5.0
    assert [pace.allows(text) for text in ("a", "c", "d")] == [True, True, False]


def test_in_a_replay_a_blob_without_data_is_no_fault() -> None:
    stage = Stage()
    nothing, less = (events.BlobSizeDiffers("CCD", "CCD1", "I", received, 9, NOON) for received in (0, 4))
    assert stage.frame(nothing)
    stage.notices = Notices(stage.servers, replaying=True)
    assert stage.frame(nothing) == []
    assert stage.frame(less)


OTHERS = b'<message device="Mount" message="[INFO] Here."/><message device="CCD" message="[ERROR] No light."/>'
REASON = b'<message device="Mount" message="[ERROR] Please unpark."/>'


def test_the_reason_of_a_refusal_may_come_before_it_as_a_message_of_its_own() -> None:
    stage = Stage()
    assert stage.apply(b'<message device="Mount" message="[ERROR] Of old."/>') == []
    stage.send()
    assert stage.apply(REASON + OTHERS) == []
    assert stage.apply(alert()) == [Notice(NoticeKind.ALERT, "Mount", "Track Mode: [ERROR] Please unpark.")]


def test_the_reason_of_a_refusal_may_come_behind_it_in_the_same_frame_or_the_next() -> None:
    stage = Stage()
    stage.send()
    assert stage.apply(alert() + REASON) == [Notice(NoticeKind.ALERT, "Mount", "Track Mode: [ERROR] Please unpark.")]
    assert stage.apply(REASON) == [], "nothing was asked for"
    stage.send()
    assert stage.apply(alert() + OTHERS) == [Notice(NoticeKind.ALERT, "Mount", "Track Mode: the device answered Alert")]
    assert stage.apply(REASON) == [Notice(NoticeKind.ALERT, "Mount", "[ERROR] Please unpark.")]
    assert stage.apply(REASON) == [], "told once"


def test_a_driver_that_stops_before_it_has_done_what_was_asked_is_told_at_once() -> None:
    stage = Stage()
    assert stage.apply(b'<delProperty device="CCD"/>') == []
    assert stage.send() == []
    gone = Notice(NoticeKind.ALERT, "Mount", "gone, before it had done this: MODE")
    assert stage.apply(b'<delProperty device="Mount"/>') == [gone]
