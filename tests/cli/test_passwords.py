"""A password comes from the terminal unseen, or from a pipe; where neither has one, that is said."""

from __future__ import annotations

import io
import sys

import pytest

from indipyterm.cli import passwords


def test_a_line_of_a_pipe_counts(monkeypatch: pytest.MonkeyPatch, recwarn: pytest.WarningsRecorder) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("four useful words\n"))
    assert passwords.read_unseen("New: ") == "four useful words"
    with pytest.raises(EOFError):
        passwords.read_unseen("Once more: ")
    monkeypatch.setattr(sys, "stdin", None)
    with pytest.raises(EOFError):
        passwords.read_unseen("New: ")
    assert not list(recwarn)


def test_at_a_terminal_it_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr(sys, "stdin", Terminal("seen"))
    monkeypatch.setattr(passwords, "getpass", lambda prompt: f"unseen {prompt}")
    assert passwords.read_unseen("New: ") == "unseen New: "
