"""Requests of which two programs may think differently are not read."""

from __future__ import annotations

import pytest

from indipyterm.web.guards.framing import framing_fault

HOST = (b"host", b"localhost")


@pytest.mark.parametrize(
    ("headers", "version", "status"),
    [
        ([HOST], "1.1", 0),
        ([HOST], "1.0", 0),
        ([HOST, (b"content-length", b"1")], "1.1", 0),
        ([HOST, (b"transfer-encoding", b"chunked")], "1.1", 0),
        ([HOST, (b"content-length", b"1"), (b"transfer-encoding", b"chunked")], "1.1", 400),
        ([], "1.1", 400),
        ([HOST, HOST], "1.1", 400),
        ([HOST], "9.9", 505),
    ],
)
def test_a_request_begins_and_ends_beyond_doubt(headers: list[tuple[bytes, bytes]], version: str, status: int) -> None:
    found, fault = framing_fault({"type": "http", "headers": headers, "http_version": version})
    assert (found, bool(fault)) == (status, bool(status))
