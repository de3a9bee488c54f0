"""Candidates that send values: what they would send, in words, or why it would be refused."""

from __future__ import annotations

import pytest

from indipyterm.presentation.keys import DeviceKey
from indipyterm.protocol.blob_data import BlobData
from indipyterm.protocol.messages import Kind, NewVector, OneBlob, OneMember
from indipyterm.workspace.palette.actions import Step, Submit, request_text, send_candidate
from indipyterm.workspace.submission import Request
from tests.workspace.palette.scenes import CCD, FOCUSER, first, key, simulators


def step(owner: DeviceKey, name: str, **values: str) -> Step:
    """Values for a vector of the simulators."""
    vector = simulators().vector(key(owner, name))
    assert vector is not None
    return key(owner, name), vector, values


@pytest.mark.parametrize(
    ("typed", "sends"),
    [
        ("park", "Telescope Simulator TELESCOPE_PARK UNPARK=Off PARK=On"),
        ("goto 5h30m -5.39", "Telescope Simulator EQUATORIAL_EOD_COORD RA=5.5 DEC=-5.39"),
        ("exp 1", "CCD Simulator CCD_EXPOSURE CCD_EXPOSURE_VALUE=1"),
        ("set CCD_FRAME width=640", "CCD Simulator CCD_FRAME X=0 Y=0 WIDTH=640 HEIGHT=1024"),
        (
            "abort ccd",
            "CCD Simulator CCD_ABORT_EXPOSURE ABORT=On; then CCD Simulator GUIDER_ABORT_EXPOSURE ABORT=On",
        ),
    ],
)
def test_what_would_be_sent_is_told_to_the_last_member(typed: str, sends: str) -> None:
    assert first(typed).effect == sends


def test_a_blob_is_told_without_its_data() -> None:
    message = NewVector(Kind.BLOB, "CCD", "MAP", (OneBlob("FILE", 3, ".x", BlobData(b"abc")), OneMember("A", "1")))
    assert request_text(message) == "CCD MAP FILE=a BLOB A=1"


def test_values_for_one_device_are_of_that_device_and_for_several_of_none() -> None:
    gain, frame = step(CCD, "CCD_GAIN", GAIN="5"), step(CCD, "CCD_FRAME", X="1")
    move = step(FOCUSER, "ABS_FOCUS_POSITION", FOCUS_ABSOLUTE_POSITION="5")
    assert send_candidate("Two", [gain, frame]).device == CCD
    both = send_candidate("Two", [gain, move], "now", "two", independent=True)
    assert (both.device, both.detail, both.completion, both.invalid) == (None, "now", "two", False)
    assert both.action == Submit((Request(gain[0], gain[2]), Request(move[0], move[2])), independent=True)
    assert send_candidate("One", [gain], independent=True).action == Submit((Request(gain[0], gain[2]),))


def test_a_refusal_names_the_member_where_there_are_several() -> None:
    one = send_candidate("Gain", [step(CCD, "CCD_GAIN", GAIN="much")], "now", "gain much")
    assert (one.invalid, one.action, one.effect, one.completion) == (True, None, "", "gain much")
    assert one.detail.startswith("not a number")
    assert send_candidate("Frame", [step(CCD, "CCD_FRAME", X="a")]).detail.startswith("X: not a number")
