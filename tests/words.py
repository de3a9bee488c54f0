"""Every text that the program shows to people, to be read in one go: ``python -m tests.words [PART ...]``.

Notices, questions, errors, help lines and labels, found by the syntax tree: all literals that read like words, but
docstrings, patterns, SQL and the like. Each is printed once, with the file, the line and what it is given to; values in
it stand in braces. With PARTs, only the files whose path has one of them. Texts of the pages (templates, JavaScript) come
last.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator, Sequence
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent / "indipyterm"

_LABELS = ("Binding", "LEGEND", "switch", "number", "button")
"""What takes single words that are shown."""

_NOT_SHOWN = {
    *("compile", "fullmatch", "match", "sub", "finditer", "search", "split"),  # patterns
    *("execute", "executemany", "executescript"),  # SQL
    *("get_logger", "getLogger", "encode", "strftime", "strptime", "TypeVar", "NewType"),
}
"""Functions whose texts nobody sees."""

_WORDS = re.compile(r"[A-Za-z]{2,}[^A-Za-z]* [^A-Za-z]*[A-Za-z{]|\{[^}]*\}:? [a-z]{2,}")
_NO_PROSE = re.compile(
    r"^\s*<|^[-.#\w]+(?: [-.#\w]+)* *\{|^(?:SELECT|INSERT|UPDATE|DELETE|CREATE|PRAGMA|BEGIN|ALTER)\b"
)


class Text(NamedTuple):
    """A text, where it stands, and what it is given to: a function, an exception, or a name."""

    file: str
    line: int
    given_to: str
    text: str


def in_python(source: str, file: str) -> list[Text]:
    """The texts of a module."""
    tree = ast.parse(source)
    parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    documentation = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    found: list[Text] = []
    for node in ast.walk(tree):
        text = _literal(node)
        parent = parents.get(node)
        if text is None or id(node) in documentation or isinstance(parent, ast.JoinedStr | ast.FormattedValue):
            continue
        given_to = _given_to(node, parents)
        if given_to.split(".")[-1] in _NOT_SHOWN or _is_annotation(node, parents):
            continue
        if _reads_like_words(text) or (given_to.rpartition(" ")[2] in _LABELS and " " not in text and text.istitle()):
            found.append(Text(file, node.lineno, given_to, text))  # type: ignore[attr-defined]
    return sorted(found, key=lambda one: one.line)


def _literal(node: ast.AST) -> str | None:
    """A text as it is written, values in braces."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        parts = [
            str(part.value) if isinstance(part, ast.Constant) else f"{{{ast.unparse(part.value)}}}"
            for part in node.values
            if isinstance(part, ast.Constant | ast.FormattedValue)
        ]
        return "".join(parts)
    return None


def _reads_like_words(text: str) -> bool:
    return bool(_WORDS.search(text)) and not _NO_PROSE.match(text)


def _given_to(node: ast.AST, parents: dict[ast.AST, ast.AST]) -> str:
    """The nearest thing that takes a text: a call, what is raised or returned, a name."""
    above = parents.get(node)
    while above is not None:
        match above:
            case ast.Call():
                raised = "raise " if isinstance(parents.get(above), ast.Raise) else ""
                return raised + ast.unparse(above.func).rpartition(".")[2]
            case ast.Return() | ast.Yield():
                return _function(above, parents)
            case ast.Assign(targets=[target, *_]) | ast.AnnAssign(target=target) | ast.AugAssign(target=target):
                return ast.unparse(target)
            case ast.stmt():
                return _function(above, parents)
        above = parents.get(above)
    return ""


def _function(node: ast.AST, parents: dict[ast.AST, ast.AST]) -> str:
    above: ast.AST | None = node
    while above is not None and not isinstance(above, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        above = parents.get(above)
    return above.name if above else ""


def _is_annotation(node: ast.AST, parents: dict[ast.AST, ast.AST]) -> bool:
    above = parents.get(node)
    return isinstance(above, ast.AnnAssign) and above.annotation is node


class _Page(HTMLParser):
    """Collects what a template shows; its own words in braces are values."""

    def __init__(self, file: str) -> None:
        super().__init__()
        self._file = file
        self._hidden = 0
        self.found: list[Text] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._hidden += tag in ("script", "style")
        for name, value in attrs:
            if name in ("title", "placeholder", "aria-label", "alt") and value and "{" not in value[:1]:
                self.found.append(Text(self._file, self.getpos()[0], f"<{tag} {name}>", value))

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in ("script", "style")

    def handle_data(self, data: str) -> None:
        text = " ".join(re.sub(r"\{%.*?%\}|\{#.*?#\}", " ", data, flags=re.DOTALL).split())
        if not self._hidden and _reads_like_words(text):
            self.found.append(Text(self._file, self.getpos()[0], "", text))


def in_template(source: str, file: str) -> list[Text]:
    """The texts of a page."""
    page = _Page(file)
    page.feed(source)
    return page.found


_COMMENT = re.compile(r"/\*.*?\*/|(?<![:\"'`])//[^\n]*", re.DOTALL)
_QUOTED = re.compile(r"\"((?:[^\"\\\n]|\\.)*)\"|'((?:[^'\\\n]|\\.)*)'|`((?:[^`\\]|\\.)*)`")


def in_javascript(source: str, file: str) -> list[Text]:
    """The texts of a script of the pages."""
    bare = _COMMENT.sub(lambda found: "\n" * found[0].count("\n"), source)
    texts = (
        (bare.count("\n", 0, one.start()) + 1, next(filter(None, one.groups()), "")) for one in _QUOTED.finditer(bare)
    )
    return [Text(file, line, "", text) for line, text in texts if _reads_like_words(text)]


_READERS = {".py": in_python, ".html": in_template, ".js": in_javascript}


def all_texts(root: Path = ROOT, parts: Sequence[str] = ()) -> Iterator[Text]:
    """All texts of a package, file by file; none twice."""
    seen: set[str] = set()
    files = sorted(file for file in root.rglob("*") if file.suffix in _READERS)
    for file in sorted(files, key=lambda one: list(_READERS).index(one.suffix)):
        name = file.relative_to(root.parent).as_posix()
        if parts and not any(part in name for part in parts):
            continue
        for text in _READERS[file.suffix](file.read_text(), name):
            if text.text not in seen:
                seen.add(text.text)
                yield text


def main(parts: Sequence[str]) -> int:
    """Print them, under the names of their files."""
    file = ""
    for one in all_texts(parts=parts):
        if one.file != file:
            file = one.file
            print(f"\n{file}")
        print(f"{one.line:5} {one.given_to:24.24} {' '.join(one.text.split())}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
