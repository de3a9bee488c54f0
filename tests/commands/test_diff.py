"""``diff`` for scripts."""

from __future__ import annotations

import json

import pytest

from indipyterm.commands.diff import as_json, diff, format_lines
from indipyterm.commands.save import settings_text
from indipyterm.commands.session import Session
from indipyterm.commands.set import set_values
from indipyterm.commands.settings import Difference
from indipyterm.commands.toml_file import loads


async def test_a_changed_value_differs(session: Session) -> None:
    _, text, _ = await settings_text(session, timeout=10)
    saved = loads(text)
    assert await diff(session, saved, timeout=10) == []
    await set_values(session, ["Focuser.FOCUS_SPEED.FOCUS_SPEED_VALUE=3", "Focuser.DEBUG=ENABLE"], timeout=10)
    found = await diff(session, saved, timeout=10)
    assert [line for difference in found for line in format_lines(difference)] == [
        "Focuser.DEBUG.ENABLE: now On, saved Off",
        "Focuser.DEBUG.DISABLE: now Off, saved On",
        "Focuser.FOCUS_SPEED.FOCUS_SPEED_VALUE: now 3, saved 1",
    ]


@pytest.mark.usefixtures("short_quiet")
async def test_a_missing_property_differs(session: Session) -> None:
    (difference,) = await diff(session, {"Nobody": {"V": {"A": 1}}}, timeout=0.1)
    assert format_lines(difference) == ["Nobody.V is not there: nothing was heard of its device"]
    assert not difference.heard


def test_lines_and_objects() -> None:
    partly = Difference("ASI 1.0", "V", {"A": (1, 2.5), "B": ("x", None)})
    assert format_lines(partly) == ['"ASI 1.0".V.A: now 2.5, saved 1', '"ASI 1.0".V has no B']
    assert json.loads(json.dumps(as_json(partly))) == {
        "device": "ASI 1.0",
        "vector": "V",
        "missing": None,
        "members": {"A": {"saved": 1, "now": 2.5}, "B": {"saved": "x", "now": None}},
    }
