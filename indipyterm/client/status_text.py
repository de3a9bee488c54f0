"""Status events of the client in English: what was ignored, lost, not saved or not sent, and why."""

from __future__ import annotations

from typing import assert_never

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
    VideoNotSaved,
)

_MAX_LENGTH = 500  # characters of a sentence about something that the server sent
_MEGA = 20  # bits
_UNANSWERED = "the connection was lost before an answer, and it is not sent again"


def status_text(status: Status) -> str:
    """A sentence for people, in one line where the names in it are."""
    match status:
        case DataIgnored():
            return _data_ignored(status)
        case SendFailed(device, vector, _, detail, _):
            return f"not sent: {device} {vector}: {detail}"
        case RequestUnanswered(device, vector, _):
            return f"not answered: {device} {vector}: {_UNANSWERED}"
        case BlobLost(device, vector, member):
            return f"{' '.join(filter(None, (device, vector, member)))}: {_blob_fault(status)}"
        case BlobNotSaved(device, vector, member, detail, _):
            return f"{device} {vector} {member}: BLOB not saved: {detail}"
        case BlobSizeDiffers(device, vector, member, received, announced, _, path):
            kept = f": kept as {path}" if path else ""
            return f"{device} {vector} {member}: {received} bytes came of a BLOB, {announced} were announced{kept}"
        case VideoNotSaved(device, vector, _, _):
            return f"{device} {vector}: video; its frames are not saved"
    assert_never(status)


def _data_ignored(status: DataIgnored) -> str:
    where, detail = f"{status.device} {status.vector}", status.detail
    match status.reason:
        case IgnoredReason.NOT_UNDERSTOOD:
            text = f"not understood: {detail[0]}"
        case IgnoredReason.NOT_DEFINED:
            text = f"{where}: not defined; new values ignored"
        case IgnoredReason.WRONG_KIND:
            text = f"{where}: defined as {detail[0]}, not {detail[1]}; new values ignored"
        case IgnoredReason.UNKNOWN_MEMBERS:
            text = f"{where}: no member is called {', '.join(map(repr, detail))}"
        case IgnoredReason.UNKNOWN_BLOB_MEMBER:
            text = f"{where} {detail[0]}: BLOB ignored: there is no such member"
    if len(text) > _MAX_LENGTH:
        text = f"{text[:_MAX_LENGTH]}…"
    return f"{text} (and {status.repeated} times before)" if status.repeated else text


def _blob_fault(status: BlobLost) -> str:
    if status.fault is BlobFault.UNTOLD:
        return f"BLOB saved as {status.detail}; the client ended before its event"
    return f"BLOB lost: {_why_lost(status)}"


def _why_lost(status: BlobLost) -> str:
    match status.fault:
        case BlobFault.BAD_BASE64:
            return status.detail
        case BlobFault.BAD_COMPRESSION:
            return f"compressed data are {status.detail}"
        case BlobFault.TOO_LARGE:
            return f"compressed data become more than {status.size} bytes"
        case BlobFault.NO_MEMORY:
            return "not enough memory"
        case BlobFault.BACKLOG:
            return f"{status.size >> _MEGA} MB wait to be saved already"
        case BlobFault.CONNECTION_LOST:
            return f"the connection was lost after {status.size} bytes"
        case BlobFault.ENDED:
            return "the client ended before it was saved"
        case BlobFault.UNTOLD:
            return ""
