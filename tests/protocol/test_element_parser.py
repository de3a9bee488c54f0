"""Whole elements in, messages out; what is wrong in one part of an element costs only that part."""

from __future__ import annotations

import pytest

from indipyterm.exceptions import BadBase64
from indipyterm.protocol.blob_data import BlobData
from indipyterm.protocol.messages import (
    BlobPolicy,
    DefVector,
    DelProperty,
    EnableBlob,
    GetProperties,
    Kind,
    OneBlob,
    OneNumber,
    Perm,
    PingRequest,
    Rule,
    SetVector,
    State,
)
from tests.protocol.parsing import parse


def test_a_definition_as_libindi_writes_it() -> None:
    data = b"""
<defNumberVector device="Telescope Simulator" name="EQUATORIAL_EOD_COORD" label="Eq. Coordinates"
 group="Main Control" state="Idle" perm="rw" timeout="60" timestamp="2026-11-22T10:43:07">
    <defNumber name="RA" label="RA (hh:mm:ss)" format="%010.6m" min="0" max="24" step="0">
6.3955555555555552
    </defNumber>
    <defNumber name="DEC" label="DEC (dd:mm:ss)" format="%010.6m" min="-90" max="90" step="0">
6:38:00
    </defNumber>
</defNumberVector>
"""
    (vector,) = parse(data)
    assert isinstance(vector, DefVector)
    assert (vector.kind, vector.device, vector.name) == (
        Kind.NUMBER,
        "Telescope Simulator",
        "EQUATORIAL_EOD_COORD",
    )
    assert (vector.state, vector.perm, vector.timeout) == (State.IDLE, Perm.RW, 60.0)
    assert vector.timestamp is not None
    assert vector.timestamp.isoformat() == "2026-11-22T10:43:07+00:00"
    assert [(member.name, member.value) for member in vector.members] == [
        ("RA", "6.3955555555555552"),
        ("DEC", "6:38:00"),
    ]


def test_what_a_definition_may_leave_out() -> None:
    (vector,) = parse(
        b"<defLightVector device='d' name='n' state='Ok'><defLight name='l'>Busy</defLight></defLightVector>"
    )
    assert isinstance(vector, DefVector)
    assert (vector.label, vector.group, vector.perm, vector.rule, vector.timeout) == ("n", "", Perm.RO, None, 0.0)
    assert vector.members[0].label == "l"


def test_a_blob_in_one_line_and_wrapped() -> None:
    for text in (b"YWJjZGVm", b"\nYWJj\nZGVm\n"):
        data = b"<setBLOBVector device='d' name='n'><oneBLOB name='b' size='6' format='.fits' len='8'>%s</oneBLOB></setBLOBVector>"
        (vector,) = parse(data % text)
        assert isinstance(vector, SetVector)
        assert vector.members == (OneBlob("b", 6, ".fits", BlobData(b"abcdef")),)


@pytest.mark.parametrize(
    ("suffix", "length", "expected"),
    [(".fits.fz", "4", b"abcd"), (".fits.fz", "6", b"abcdef"), (".fits.fz", "", b"abcdef"), (".fits", "4", b"abcdef")],
)
def test_packed_data_are_as_long_as_len_says(suffix: str, length: str, expected: bytes) -> None:
    blob = b"<oneBLOB name='b' size='6' format='%s' len='%s'>YWJjZGVm</oneBLOB>" % (suffix.encode(), length.encode())
    (vector,) = parse(b"<setBLOBVector device='d' name='n'>" + blob + b"</setBLOBVector>")
    assert isinstance(vector, SetVector)
    assert vector.members == (OneBlob("b", 6, suffix, BlobData(expected)),)


def test_packed_data_that_are_cut_off_are_damaged() -> None:
    blob = b"<oneBLOB name='b' size='6' format='.fits.fz' len='8'>YWJjZGVm</oneBLOB>"
    (vector,) = parse(b"<setBLOBVector device='d' name='n'>" + blob + b"</setBLOBVector>")
    assert isinstance(vector, SetVector)
    (one,) = vector.members
    assert isinstance(one, OneBlob)
    with pytest.raises(BadBase64, match="6 bytes came of 8"):
        one.data.decode()


def test_limits_that_come_with_a_value() -> None:
    (vector,) = parse(
        b"<setNumberVector device='d' name='n'><oneNumber name='x' min='1' max='9'>5</oneNumber></setNumberVector>"
    )
    assert isinstance(vector, SetVector)
    assert vector.members == (OneNumber("x", "5", "1", "9", None),)


def test_an_empty_vector_is_valid() -> None:
    assert parse(b"<setBLOBVector device='d' name='n' state='Ok'/>") == [SetVector(Kind.BLOB, "d", "n", (), State.OK)]


def test_other_elements() -> None:
    assert parse(b"<getProperties version='1.7'/>") == [GetProperties("1.7")]
    assert parse(b"<delProperty device='d'/>") == [DelProperty("d")]
    assert parse(b"<enableBLOB device='d' name='n'> Also </enableBLOB>") == [EnableBlob(BlobPolicy.ALSO, "d", "n")]
    assert parse(b"<pingRequest uid='7'/>") == [PingRequest("7")]


@pytest.mark.parametrize(
    ("element", "kept", "reason"),
    [
        (b"<setSwitchVector device='d' name='n'><oneSwitch name='a'>Maybe</oneSwitch><oneSwitch name='b'>On</oneSwitch></setSwitchVector>", ("b",), "Maybe"),
        (b"<setLightVector device='d' name='n'><oneLight name='a'>Green</oneLight></setLightVector>", (), "Green"),
        (b"<setTextVector device='d' name='n'><oneText>x</oneText><oneText name='b'>y</oneText></setTextVector>", ("b",), "without a name"),
        (b"<setTextVector device='d' name='n'><oneNumber name='a'>1</oneNumber><oneText name='b'>y</oneText></setTextVector>", ("b",), "ignored"),
        (b"<setTextVector device='d' name='n'><oneText name='b'>1</oneText><oneText name='b'>2</oneText></setTextVector>", ("b",), "second"),
        (b"<setTextVector device='d' name='n' state='Fine'><oneText name='b'>1</oneText></setTextVector>", ("b",), "Fine"),
        (b"<setTextVector device='d' name='n' timeout='soon'><oneText name='b'>1</oneText></setTextVector>", ("b",), "soon"),
        (b"<setBLOBVector device='d' name='n'><oneBLOB name='b' size='many' format='.x'>YWJj</oneBLOB></setBLOBVector>", ("b",), "many"),
        (b"<setTextVector device='d' name='n'><unknown><oneText/></unknown></setTextVector>", None, "inside"),
        (b"<setTextVector device='d' name='n'><unknown/><oneText name='b'>1</oneText></setTextVector>", ("b",), "unknown"),
    ],
)  # fmt: skip
def test_a_bad_part_costs_only_itself(element: bytes, kept: tuple[str, ...] | None, reason: str) -> None:
    *faults, last = parse(element)
    assert reason in str(faults[0] if faults else last)
    if kept is not None:
        assert isinstance(last, SetVector)
        assert tuple(member.name for member in last.members) == kept


def test_the_last_of_two_members_of_one_name_counts() -> None:
    one = "<oneNumber name='a'>{}</oneNumber>"
    *_, vector = parse(
        f"<setNumberVector device='d' name='n'>{one.format(1)}{one.format(2)}</setNumberVector>".encode()
    )
    assert isinstance(vector, SetVector)
    assert vector.members == (OneNumber("a", "2"),)


def test_a_bad_definition_is_kept_with_the_safest_meaning() -> None:
    data = (
        b"<defSwitchVector device='d' name='n' state='Odd' perm='rx' rule='Some'>"
        b"<defSwitch name='s'>Perhaps</defSwitch></defSwitchVector>"
    )
    *faults, vector = parse(data)
    assert isinstance(vector, DefVector)
    assert (vector.state, vector.perm, vector.rule) == (State.IDLE, Perm.RO, Rule.ANY_OF_MANY)
    assert vector.members[0].value == "Off"
    assert len(faults) == 4
