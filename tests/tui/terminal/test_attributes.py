"""The shortest change from one look of a cell to another."""

from __future__ import annotations

import pytest
from rich.color import ColorSystem
from rich.style import Style

from indipyterm.tui.terminal.attributes import PLAIN, attributes_of, blank, change, for_blank

TRUE = ColorSystem.TRUECOLOR


@pytest.mark.parametrize(
    ("now", "wanted", "sequence"),
    [
        ("red", "red", ""),
        ("none", "red", "\x1b[31m"),
        ("red", "none", "\x1b[m"),
        ("red on blue", "red on green", "\x1b[42m"),
        ("red", "bold red", "\x1b[1m"),
        ("bold dim red on #102030", "dim red on #102030", "\x1b[22;2m"),
        ("bold italic underline red on blue", "red on blue", "\x1b[0;31;44m"),
        ("bold red", "bold default", "\x1b[39m"),
        ("underline", "none", "\x1b[m"),
    ],
)
def test_the_change_is_the_shortest_that_makes_the_wanted_look(now: str, wanted: str, sequence: str) -> None:
    assert change(*(attributes_of(Style.parse(each), TRUE) for each in (now, wanted))) == sequence


def test_a_style_is_as_the_terminals_colours_allow() -> None:
    style = Style(color="#ff8700", bgcolor="default")
    found = {system: attributes_of(style, system)[:2] for system in (TRUE, ColorSystem.EIGHT_BIT, ColorSystem.STANDARD)}
    assert found == {
        TRUE: ("38;2;255;135;0", ""),
        ColorSystem.EIGHT_BIT: ("38;5;208", ""),
        ColorSystem.STANDARD: ("91", ""),
    }
    assert attributes_of(None, TRUE) == PLAIN


def test_of_a_blank_only_what_is_seen_counts() -> None:
    bold, lined = (attributes_of(Style.parse(each), TRUE) for each in ("bold red on blue", "underline red on blue"))
    ground = attributes_of(Style.parse("on blue"), TRUE)
    assert blank(bold) is ground
    assert blank(lined) is lined
    assert for_blank(bold, ground) is bold, "nothing has to be switched"
    assert change(lined, for_blank(lined, ground)) == "\x1b[24m"
    assert for_blank(bold, lined) == lined
