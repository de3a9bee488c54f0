"""Members: values as received, numbers with their format and limits, the last BLOB."""

from __future__ import annotations

import pytest

from indipyterm.exceptions import BadBase64
from indipyterm.model.members import BlobMember, NumberMember
from indipyterm.protocol.blob_data import BlobData
from indipyterm.protocol.messages import OneBlob, OneNumber


def number(value: str = "5", **more: str) -> NumberMember:
    return NumberMember("N", "Number", value, **more)


@pytest.mark.parametrize(
    ("value", "format", "shown"),
    [
        ("6.5", "%010.6m", "   6:30:00"),
        ("-0:30", "%9.6m", " -0:30:00"),
        ("20.25", "%4.1f ℃", "20.2 ℃"),
        ("17.5", "%d", "17"),
        ("0.1", "", "0.1"),
        ("0.1", "%s and %n", "0.1"),
        ("0.1", "%99999999f", "0.1"),
        ("not yet", "%g", "not yet"),
        ("", "%g", ""),
    ],
)
def test_a_number_is_shown_as_its_format_wants_it_or_as_it_is(value: str, format: str, shown: str) -> None:  # noqa: A002
    assert number(value, format=format).formatted() == shown
    assert number("7", format=format).formatted(value) == shown


def test_a_number_is_read_and_what_is_none_raises() -> None:
    assert number("-0:30").number() == -0.5
    with pytest.raises(ValueError, match="not a number"):
        number("much").number()


@pytest.mark.parametrize(
    ("low", "high", "limits"),
    [
        ("0", "24", (0.0, 24.0)),
        ("-90:00:00", "90", (-90.0, 90.0)),
        ("0", "0", None),
        ("5", "5", None),
        ("9", "1", None),
        ("", "24", None),
        ("none", "24", None),
    ],
)
def test_limits_are_there_only_where_min_is_below_max(low: str, high: str, limits: tuple[float, float] | None) -> None:
    assert number(min=low, max=high).limits() == limits


def test_a_new_value_brings_the_limits_that_came_with_it_and_leaves_the_others() -> None:
    member = number("5", format="%g", min="0", max="10", step="1")
    member.update(OneNumber("N", "1e1", max="20"))
    assert (member.value, member.min, member.max, member.step) == ("1e1", "0", "20", "1")
    member.update(OneNumber("N", "7", "5", "9", "0.5"))
    assert (member.value, member.min, member.max, member.step, member.format) == ("7", "5", "9", "0.5", "%g")


def test_a_new_blob_is_in_no_file_yet() -> None:
    member = BlobMember("B", "Image", filename="old.fits")
    member.update(OneBlob("B", 0, ".fits", BlobData(b"abc")))
    assert (member.data, member.size, member.format, member.filename) == (b"abc", 3, ".fits", "")
    member.update(OneBlob("B", 7, ".fits.fz", BlobData(b"abc")))
    assert (member.size, member.format) == (7, ".fits.fz")  # what the server said, even where it is wrong


def test_a_blob_without_size_and_data_says_nothing_about_the_last_one() -> None:
    member = BlobMember("B", "Image", data=b"abc", size=3, format=".fits", filename="a.fits")
    member.update(OneBlob("B", 0, "", BlobData(b"")))
    assert (member.data, member.size, member.format, member.filename) == (b"abc", 3, ".fits", "a.fits")


def test_a_damaged_blob_changes_nothing() -> None:
    member = BlobMember("B", "Image", data=b"abc", size=3, format=".fits", filename="a.fits")
    with pytest.raises(BadBase64):
        member.update(OneBlob("B", 9, ".x", BlobData.from_base64([b"%%%%"])))
    assert (member.data, member.size, member.format, member.filename) == (b"abc", 3, ".fits", "a.fits")


def test_a_blob_is_not_printed_whole() -> None:
    assert "abcdef" not in repr(BlobMember("B", "Image", data=b"abcdef"))
