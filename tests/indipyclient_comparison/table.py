"""The comparison as a table, in docs/scripting.md."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from tests.indipyclient_comparison.behaviours import all_behaviours
from tests.indipyclient_comparison.comparison import OURS, PEER, VERSION
from tests.indipyclient_comparison.differences import DIFFERENCES

DOCUMENT = Path(__file__).parents[2] / "docs" / "scripting.md"
_PLACE = re.compile(r"(?<=<!-- comparison -->\n).*?(?=<!-- end -->)", re.DOTALL)


def with_table(document: str) -> str:
    """The document with the table in its place; ValueError where it has none."""
    if not _PLACE.search(document):
        raise ValueError("there is no place for the table")
    return _PLACE.sub(lambda _: f"\n{table()}\n\n", document)


def table() -> str:
    """The comparison as Markdown: what is different, by reason, and what is the same."""
    behaviours = all_behaviours()
    different = {title for each in DIFFERENCES for title in each.seen}
    rows = [_row("why", "what a script does", OURS, f"{PEER} {VERSION}"), "|---|---|---|---|"]
    for each in DIFFERENCES:
        why = each.reason if each.deliberate else f"Not the same yet: {each.reason}"
        for title, seen in each.seen.items():
            ours, peers = (_values({name: both[side] for name, both in seen.items()}) for side in (0, 1))
            rows.append(_row(why, title, ours, peers))
            why = ""
    same = [each for title, each in behaviours.items() if title not in different]
    rows += [
        "",
        f"These are the same, {len(same)} of {len(behaviours)}:",
        "",
        _row("about", "what a script does"),
        "|---|---|",
    ]
    for group in dict.fromkeys(each.group for each in same):
        rows.append(_row(group, "; ".join(each.title for each in same if each.group == group)))
    return "\n".join(rows)


def _row(*cells: str) -> str:
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


def _values(seen: dict[str, Any]) -> str:
    """What is seen, in one cell."""
    return "<br>".join(f"{name}: `{json.dumps(value, ensure_ascii=False)}`" for name, value in seen.items())
