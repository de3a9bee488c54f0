"""What the client reports, in words: each kind of event, each reason."""

from __future__ import annotations

from typing import Any

import pytest

from indipyterm.client.status_text import status_text
from indipyterm.model.events import (
    BlobFault,
    BlobLost,
    BlobNotSaved,
    BlobSizeDiffers,
    DataIgnored,
    IgnoredReason,
    RequestUnanswered,
    SendFailed,
    Status,
)
from tests.model.samples import NOW


@pytest.mark.parametrize(
    ("status", "text"),
    [
        (SendFailed("d", "v", True, "read-only", NOW), "not sent: d v: read-only"),
        (
            RequestUnanswered("d", "v", NOW),
            "not answered: d v: the connection was lost before an answer, and it is not sent again",
        ),
        (BlobNotSaved("d", "v", "m", "disk full", NOW), "d v m: BLOB not saved: disk full"),
        (BlobSizeDiffers("d", "v", "m", 3, 2, NOW), "d v m: 3 bytes came of a BLOB, 2 were announced"),
        (
            BlobSizeDiffers("d", "v", "m", 3, 4, NOW, "/a/b.fits.incomplete"),
            "d v m: 3 bytes came of a BLOB, 4 were announced: kept as /a/b.fits.incomplete",
        ),
    ],
)
def test_sends_and_blobs(status: Status, text: str) -> None:
    assert status_text(status) == text


@pytest.mark.parametrize(
    ("reason", "detail", "text"),
    [
        (IgnoredReason.NOT_UNDERSTOOD, ("x",), "not understood: x"),
        (IgnoredReason.NOT_DEFINED, (), "d v: not defined; new values ignored"),
        (IgnoredReason.WRONG_KIND, ("Text", "Number"), "d v: defined as Text, not Number; new values ignored"),
        (IgnoredReason.UNKNOWN_MEMBERS, ("a", "b"), "d v: no member is called 'a', 'b'"),
        (IgnoredReason.UNKNOWN_BLOB_MEMBER, ("m",), "d v m: BLOB ignored: there is no such member"),
    ],
)
def test_ignored_data(reason: IgnoredReason, detail: tuple[str, ...], text: str) -> None:
    assert status_text(DataIgnored(reason, "d", "v", detail, NOW)) == text
    assert status_text(DataIgnored(reason, "d", "v", detail, NOW, 2)) == f"{text} (and 2 times before)"


def test_a_text_of_the_server_is_cut() -> None:
    status = DataIgnored(IgnoredReason.NOT_UNDERSTOOD, "", "", ("x" * 10_000,), NOW)
    assert len(status_text(status)) < 1000


@pytest.mark.parametrize(
    ("fault", "values", "text"),
    [
        (BlobFault.BAD_BASE64, {"detail": "base64 is cut off"}, "base64 is cut off"),
        (BlobFault.BAD_COMPRESSION, {"detail": "cut off"}, "compressed data are cut off"),
        (BlobFault.TOO_LARGE, {"size": 9}, "compressed data become more than 9 bytes"),
        (BlobFault.NO_MEMORY, {}, "not enough memory"),
        (BlobFault.BACKLOG, {"size": 5 << 20}, "5 MB wait to be saved already"),
        (BlobFault.CONNECTION_LOST, {"size": 9}, "the connection was lost after 9 bytes"),
    ],
)
def test_lost_blobs(fault: BlobFault, values: dict[str, Any], text: str) -> None:
    assert status_text(BlobLost("d", "v", "m", fault, NOW, **values)) == f"d v m: BLOB lost: {text}"
    assert status_text(BlobLost("d", "v", "", fault, NOW, **values)) == f"d v: BLOB lost: {text}"
