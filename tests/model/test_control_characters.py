"""What a terminal would take for control is visible, and what it was can be told."""

from __future__ import annotations

import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indipyterm.model.control_characters import escape_controls, quote_controls

texts = st.text(alphabet="a$'\\\\n\n\x1b\x85\u202e\u2028 0", max_size=6)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\nb\tc\r", "a\\nb\\tc\\r"),
        ("\x1b[31mred\x07", "\\x1b[31mred\\x07"),
        ("\x7f\x85\x9b", "\\x7f\\x85\\x9b"),
        ("a\u2028b", "a\\u2028b"),
        ("a\u202eb\u200fc", "a\\u202eb\\u200fc"),
        ("Größe ℃ 🔭 a\\nb", "Größe ℃ 🔭 a\\nb"),
    ],
)
def test_control_characters_are_escaped(text: str, shown: str) -> None:
    assert escape_controls(text) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("two\nlines", r"$'two\nlines'"),
        (r"two\nlines", r"two\nlines"),
        ("it's\ta \\", r"$'it\'s\ta \\'"),
        ("\x1b[0m\x85\u202e", r"$'\x1b[0m\u0085\u202e'"),
        ("$'x'", r"$'$\'x\''"),
        ('it\'s $5 "ü" C:\\new', 'it\'s $5 "ü" C:\\new'),
        ("", ""),
    ],
)
def test_a_text_on_one_line(text: str, shown: str) -> None:
    assert quote_controls(text) == shown


@given(texts, texts)
def test_no_two_texts_look_the_same(one: str, other: str) -> None:
    assert (quote_controls(one) == quote_controls(other)) is (one == other)
    assert quote_controls(one).isprintable()


@pytest.mark.parametrize("shell", ["bash", "zsh"])
def test_a_shell_reads_what_it_was(shell: str) -> None:
    text = 'it\'s\n\ttwo \\n lines\r\x1b[0m\x7f\x85\u2028\u202e ü $HOME `x` "q"'
    command = [shell, "-c", f"printf %s {quote_controls(text)}"]
    done = subprocess.run(command, env={"LC_ALL": "C.UTF-8"}, capture_output=True, check=True)
    assert done.stdout.decode() == text
