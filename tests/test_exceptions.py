"""The exceptions: one tree, as its module says, and texts that show where something is wrong."""

from __future__ import annotations

import builtins
import re

from indipyterm import exceptions
from indipyterm.exceptions import BadExpression, BadPattern, NotPossible, Refused


def test_the_tree_in_the_docstring_is_that_of_the_classes() -> None:
    path: list[type[Exception]] = []
    drawn: set[str] = set()
    for line in (exceptions.__doc__ or "").splitlines()[2:]:
        found = re.match(r"([│├└─ ]*)(\w+)", line)
        assert found, line
        depth = len(found[1]) // 4
        drawn.add(found[2])
        cls = getattr(exceptions, found[2], None) or getattr(builtins, found[2])
        path[depth:] = [cls]
        assert depth == 0 or cls.__base__ is path[depth - 1], line
    assert {name for name in vars(exceptions) if isinstance(getattr(exceptions, name), type)} <= drawn


def test_a_refusal_names_the_member_that_is_to_blame() -> None:
    assert (str(Refused("too large")), str(Refused("too large", "RA"))) == ("too large", "RA: too large")
    assert (Refused("too large", "RA").reason, Refused("too large", "RA").member) == ("too large", "RA")
    assert str(NotPossible("Mount.COORD", "read-only")) == "Mount.COORD: read-only"


def test_a_place_in_a_text_is_counted_from_one_and_pointed_at() -> None:
    assert str(BadPattern("a name is missing here", "a..b", 2)) == "'a..b', position 3: a name is missing here"
    assert str(BadExpression("use ==", "a = 1", 2)) == "position 3: use ==\n  a = 1\n    ^"
