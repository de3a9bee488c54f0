"""The code in the README, as it stands there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

README = Path(__file__).parents[1] / "README.md"


def block(name: str) -> str:
    """The code block behind the comment ``<!-- name -->``."""
    found = re.search(rf"<!-- {re.escape(name)} -->\n```\w+\n(.*?)^```$", README.read_text(), re.DOTALL | re.MULTILINE)
    if found is None:
        pytest.skip(f"the README has no {name!r} yet")
    return found[1]
