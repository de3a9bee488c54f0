"""Settings from stdin."""

from __future__ import annotations

import io
import sys

import pytest

from indipyterm.cli.settings_input import read_settings
from indipyterm.exceptions import BadFile


def test_settings_are_read_from_stdin(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"indipyterm-settings = 1\n[a.b]\nc = 1")))
    assert read_settings("-") == {"a": {"b": {"c": 1}}}


@pytest.mark.parametrize(
    ("data", "reason"), [(b"\xb0", "not UTF-8"), (b"c = 1", "it has no line indipyterm-settings = 1")]
)
def test_the_error_names_stdin(monkeypatch: pytest.MonkeyPatch, data: bytes, reason: str) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    with pytest.raises(BadFile, match=f"^stdin: .*{reason}"):
        read_settings("-")
