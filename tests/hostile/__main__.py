"""Run all hostile cases and print the table of families: ``python -m tests.hostile [arguments of pytest]``.

Without arguments the table in tests/README.md is written anew, too.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from tests.hostile import ledger

HERE = Path(__file__).parent
README = HERE.parent / "README.md"
TABLE = re.compile(r"(?<=<!-- families -->\n).*?(?=<!-- end -->)", re.DOTALL)


def main() -> int:
    """Give pytest's exit status."""
    status = pytest.main(["-q", "-p", "no:cacheprovider", str(HERE), *sys.argv[1:]])
    print(ledger.table())
    if len(sys.argv) == 1:
        README.write_text(TABLE.sub(lambda _: f"\n{ledger.table()}\n\n", README.read_text()))
    return status


if __name__ == "__main__":
    raise SystemExit(main())
