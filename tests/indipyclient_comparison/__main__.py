"""Compare again and write the table in docs/scripting.md: ``python -m tests.indipyclient_comparison [--peers FOLDER]``.

What is different and not stated in `differences.py`, or no longer different, is printed in the form that stands there.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path
from pprint import pformat

from tests.indipyclient_comparison.comparison import differences, seen_by_both
from tests.indipyclient_comparison.differences import stated
from tests.indipyclient_comparison.table import DOCUMENT, with_table


def main() -> int:
    """Write the table; 1 where something is not as it is stated."""
    parser = argparse.ArgumentParser(prog="python -m tests.indipyclient_comparison", description=__doc__)
    parser.add_argument("--peers", type=Path, metavar="FOLDER", help="keep the peer's environment in this folder")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="indipyclient-") as scratch:
        ours, peers = seen_by_both(options.peers or Path(scratch))
    status = 0
    for title, seen in peers.items():
        found = differences(ours[title], seen)
        if found != stated(title):
            status = 1
            print(pformat({title: found}, width=116, sort_dicts=False) if found else f"No longer different: {title!r}")
    DOCUMENT.write_text(with_table(DOCUMENT.read_text()))
    return status


if __name__ == "__main__":
    raise SystemExit(main())
