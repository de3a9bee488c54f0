"""The list of all texts that people see: complete where it can be told, and free of what nobody sees."""

from __future__ import annotations

import pytest

from tests.words import Text, all_texts, in_javascript, in_python, in_template, main

MODULE = '''
"""A module that says what it does."""
import re
NAME = "a name for people"
PATTERN = re.compile("no words here")
class Widget:
    """Its documentation is for others."""
    BINDINGS = [Binding("x", "abort", "Abort")]
    label: "Some Annotation" = ""
    def tell(self, n: int) -> str:
        self.notify(f"{n} devices are {self.state!r:>4} now", title="Not sent")
        if n:
            raise Refused("this cannot be " "sent")
        database.execute("SELECT it FROM there")
        return "no device here"
'''


def test_python() -> None:
    assert in_python(MODULE, "m.py") == [
        Text("m.py", 4, "NAME", "a name for people"),
        Text("m.py", 8, "Binding", "Abort"),
        Text("m.py", 11, "notify", "{n} devices are {self.state} now"),
        Text("m.py", 11, "notify", "Not sent"),
        Text("m.py", 13, "raise Refused", "this cannot be sent"),
        Text("m.py", 15, "tell", "no device here"),
    ]


def test_pages() -> None:
    page = '<p>Please log in {# not this one #}</p>\n<style>.a b { top: 1 }</style><input placeholder="your name">'
    assert [(one.line, one.text) for one in in_template(page, "p.html")] == [(1, "Please log in"), (2, "your name")]
    script = '// not this one\nsay("a/b", `lost for ${n} s`); /* nor "this one" */ go("a/b")'
    assert [(one.line, one.text) for one in in_javascript(script, "s.js")] == [(2, "lost for ${n} s")]


def test_the_program(capsys: pytest.CaptureFixture[str]) -> None:
    found = list(all_texts())
    texts = {one.text for one in found}
    for known in (
        "Not connected: nothing can be sent",
        "Quit all the same?",
        "print the values of properties",
        "Change host",
    ):
        assert known in texts
    assert len(texts) == len(found)  # each once
    assert main(["tui/screens/help"]) == 0
    printed = capsys.readouterr().out
    assert "Keys and signs" in printed
    assert "Quit all the same" not in printed
