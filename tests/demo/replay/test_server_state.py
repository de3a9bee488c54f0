"""The state of a recorded server: updated by records, compared with another."""

from __future__ import annotations

from indipyterm.demo.replay.server_state import ServerState, apply_set, differences
from indipyterm.protocol.blob_data import BlobData
from indipyterm.protocol.encoder import encode
from indipyterm.protocol.messages import (
    DefNumber,
    DelProperty,
    GetProperties,
    Kind,
    Message,
    NewVector,
    OneBlob,
    OneMember,
    OneNumber,
    PingReply,
    PingRequest,
    SetVector,
    State,
)
from indipyterm.recording.format import Record, RecordType
from tests.demo.replay.recordings import IMAGE, PLACE, START, at, place

SERVER = "pi4:7624"


def received(*data: bytes) -> list[Record]:
    return [Record(RecordType.RECEIVED, START, SERVER, each) for each in data]


def after(*records: Record) -> ServerState:
    """The state after a connection and these records."""
    state = ServerState()
    for each in (Record(RecordType.CONNECTED, START, SERVER), *records):
        state.apply(each)
    return state


def test_definitions_follow_the_values_and_the_last_blob_is_kept_without_data() -> None:
    blob = SetVector(Kind.BLOB, "CCD", "IMAGE", (OneBlob("I", 3, ".x", BlobData(b"abc")),), message="done")
    state = after(*received(encode(PLACE), encode(IMAGE), place("200", State.BUSY, max="2000"), encode(blob)))
    assert state.vectors["Focuser", "PLACE"] == PLACE._replace(
        members=(DefNumber("P", "P", "200", max="2000"),), state=State.BUSY
    )
    assert state.blobs == {("CCD", "IMAGE"): SetVector(Kind.BLOB, "CCD", "IMAGE", (OneBlob("I", 3, ".x", BlobData()),))}
    state.apply(*received(encode(DelProperty("CCD"))))
    assert (list(state.vectors), state.blobs) == ([("Focuser", "PLACE")], {})


def test_what_is_sent_on_to_clients() -> None:
    state = after(*received(encode(PLACE)))
    for data, sent in [
        (encode(Message("Focuser", None, "there")), [Message("Focuser", None, "there")]),
        (encode(PingRequest("a")) + encode(PingReply("a")) + b"<junk>", []),
        (encode(DelProperty("Focuser", "NONE")), [DelProperty("Focuser", "NONE")]),
    ]:
        assert state.apply(*received(data)) == sent
    request = NewVector(Kind.NUMBER, "Focuser", "PLACE", (OneNumber("P", "5"),))
    out = Record(RecordType.SENT, START, SERVER, encode(GetProperties()) + encode(request))
    assert state.apply(out) == [request]
    assert state.vectors["Focuser", "PLACE"] == PLACE


def test_a_new_connection_begins_without_anything_even_in_the_middle_of_an_element() -> None:
    state = after(*received(encode(PLACE), b"<setTextVector device='Focuser' name='T'><oneText name='t'>"))
    assert state.connected
    assert not state.between_elements
    state.apply(Record(RecordType.LOST, START, SERVER, b"gone"))
    assert (state.connected, state.vectors, state.between_elements) == (False, {}, True)
    state.apply(Record(RecordType.CONNECTED, START, SERVER))
    assert state.apply(*received(encode(Message()))) == [Message()]


def test_a_copy_goes_its_own_way() -> None:
    state = after(*received(encode(PLACE)))
    copied = state.copy()
    state.apply(*received(place("200")))
    assert (copied.connected, copied.vectors) == (True, {("Focuser", "PLACE"): PLACE})
    copied.apply(*received(place("7")))
    assert [member.value for member in copied.vectors["Focuser", "PLACE"].members] == ["7"]


def test_what_a_set_leaves_out_stays() -> None:
    defined = PLACE._replace(timeout=5.0, timestamp=START, message="hello")
    change = SetVector(Kind.NUMBER, "Focuser", "PLACE", (OneNumber("OTHER", "1"),))
    assert apply_set(defined, change) == defined._replace(message=None)
    changed = apply_set(defined, change._replace(state=State.ALERT, timeout=0.0, timestamp=at(5)))
    assert changed == defined._replace(state=State.ALERT, timeout=0.0, timestamp=at(5), message=None)


def test_values_of_another_kind_change_nothing() -> None:
    text = SetVector(Kind.TEXT, "Focuser", "PLACE", (OneMember("P", "x"),), State.ALERT)
    assert after(*received(encode(PLACE), encode(text))).vectors == {("Focuser", "PLACE"): PLACE}


def test_differences_delete_first_and_say_no_old_messages() -> None:
    before = after(*received(encode(PLACE._replace(message="hello")), encode(IMAGE)))
    later = after(*received(encode(PLACE._replace(message="hello"))))
    assert list(differences(before, later)) == [DelProperty("CCD", "IMAGE"), PLACE]
    before.apply(*received(encode(SetVector(Kind.BLOB, "CCD", "IMAGE", (OneBlob("I", 3, ".x", BlobData(b"abc")),)))))
    size = SetVector(Kind.BLOB, "CCD", "IMAGE", (OneBlob("I", 3, ".x", BlobData()),))
    assert list(differences(later, before)) == [PLACE, IMAGE, size]
