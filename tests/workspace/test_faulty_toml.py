"""What a person wrote counts up to the first fault in it."""

from __future__ import annotations

import pytest

from indipyterm.workspace.faulty_toml import parse_up_to_fault


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        ("theme =", "line 4: Invalid value"),
        ('theme = "night', "line 4: Illegal character"),
        ("hosts = [\n  'pi4',\n  'dome'", "line 7: Unclosed array"),
        ("= 1", "line 4: Invalid statement"),
        ("[keymap", "line 4: Expected ']' at the end of a table declaration"),
        ('theme = """\n\n\n', "line 9: Unterminated string"),
        ("readonly = false", "line 4: Cannot overwrite a value"),
    ],
)
def test_what_stands_above_a_fault_counts(broken: str, reason: str) -> None:
    found, fault = parse_up_to_fault(f"# mine\nreadonly = true\n\n{broken}\nascii = true\n".encode())
    assert found == {"readonly": True}
    assert fault.startswith(reason)
    assert fault.endswith("; the settings from line 4 on are ignored")


def test_without_a_fault_nothing_is_said() -> None:
    assert parse_up_to_fault(b"\xef\xbb\xbfascii = true\r\n") == ({"ascii": True}, "")
    assert parse_up_to_fault(b"") == ({}, "")


def test_what_stands_above_a_byte_that_is_no_text_counts() -> None:
    found, fault = parse_up_to_fault(b"readonly = true\ntheme = '\xff'\nascii = true")
    assert (found, fault) == ({"readonly": True}, "line 2: not UTF-8; the settings from line 2 on are ignored")


def test_brackets_without_end_are_a_fault() -> None:
    found, fault = parse_up_to_fault(b"a = " + b"[" * 50_000)
    assert (found, fault) == ({}, "line 1: brackets are nested too deeply; the settings from line 1 on are ignored")


def test_a_fault_far_below_the_last_good_line_loses_everything() -> None:
    assert parse_up_to_fault(b'ascii = true\nt = """' + b"\n" * 200)[0] == {}
