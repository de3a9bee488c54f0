"""README.md and docs/: each code block is run or checked, and each link leads somewhere."""

from __future__ import annotations

import os
import re
import shlex
from collections import Counter
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from indipyterm.cli.parser import build_parser, check_options
from indipyterm.cli.programs import load_program
from indipyterm.cli.web_parser import build_web_parser, check_web_options
from indipyterm.demo import DemoServer
from indipyterm.demo.instruments import Camera, Focuser
from indipyterm.tui.app import IPyTerm
from indipyterm.tui.bindings import key_conflicts
from indipyterm.tui.screens.main import MainScreen
from indipyterm.tui.sheet.sheet import Sheet
from indipyterm.workspace.config import SAMPLE, Config, load_config
from indipyterm.workspace.panel_file import read_panel
from tests.documents import DOCUMENTS, README, ROOT, SCRIPTS, CodeBlock, block, code_blocks, output_of

ELSEWHERE = {
    "dedicated client": "tests/tui/test_dedicated.py",
    "panel client configuration": "tests/tui/test_dedicated.py",
    "behind nginx": "tests/web/test_proxies.py",
}
"""What other tests run."""

TOML = {"panel file", "settings", "keymap"}
"""TOML that is read below."""

NOT_OURS = {"venv", "pip"}
"""Modules that the commands in the documents run, and that are not ours."""


def test_each_block_has_a_name_of_its_own_and_is_checked() -> None:
    blocks = code_blocks()
    fences = sum(line.lstrip().startswith("```") for path in DOCUMENTS for line in path.read_text().splitlines())
    assert fences == 2 * len(blocks), "a code block is indented, or not closed"
    checked = {
        "python": {*SCRIPTS, *ELSEWHERE},
        "nginx": {*ELSEWHERE},
        "toml": TOML,
        "sh": {block.name for block in code_blocks("sh")} - {""},
    }
    named = [block for block in blocks if block.language != "text"]
    assert not [str(block) for block in named if block.name not in checked.get(block.language, ())]
    assert not [name for name, count in Counter(block.name for block in blocks if block.name).items() if count > 1]


def test_a_name_that_is_not_there_fails() -> None:
    with pytest.raises(AssertionError, match="0 code blocks"):
        block("no such name")


# Commands for a shell


def commands(line: str) -> Iterator[list[str]]:
    """The words of each command in a line, also of one whose output is evaluated."""
    line = re.sub(r'^(?:eval "\$|source <)\((.*?)\)"?', r"\1", line)
    words: list[str] = []
    for word in [*shlex.split(line, comments=True), ";"]:
        if word in ("&&", "|", ";"):
            yield words
            words = []
        else:
            words.append(word)


def is_checked(words: list[str]) -> bool:
    """Check a command, if it is one of ours; raises SystemExit for wrong arguments."""
    program = Path(words[0]).name
    if program in ("python", "python3") and words[1] == "-m":
        program, words = words[2], words[2:]
        if program not in ("indipyterm", "indipyweb") and program not in NOT_OURS:
            found = find_spec(program)
            if found is not None and found.submodule_search_locations:  # a package
                found = find_spec(f"{program}.__main__")
            assert found is not None, words
            assert found.origin is not None, words
            if program.startswith("tests."):
                known = Path(found.origin).read_text()
                assert all(word in known for word in words if word.startswith("--")), words
            return True
    if program == "indipyweb" or words[1:2] == ["web"]:
        web = build_web_parser(program)
        check_web_options(web, web.parse_args(words[2 if words[1:2] == ["web"] else 1 :]))
        return True
    if program != "indipyterm":
        return words[0].startswith(".") and (ROOT / words[0]).is_file()
    parser = build_parser(str)
    options = parser.parse_args(words[1:])
    check_options(parser, options)
    if options.command:
        load_program(options.command).prepare(options)
    return True


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The files that the documents speak of, in the current directory."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "images").mkdir()
    (tmp_path / "night.toml").write_text("indipyterm-settings = 1\n")
    (tmp_path / "imaging.toml").write_text(block("panel file"))


@pytest.mark.usefixtures("files")
@pytest.mark.parametrize("shown", code_blocks("sh"), ids=str)
def test_shell_commands(shown: CodeBlock) -> None:
    for line in shown.code.splitlines():
        assert True in [is_checked(words) for words in commands(line)], line


@pytest.mark.usefixtures("files")
def test_commands_in_sentences() -> None:
    found = [line for path in DOCUMENTS for line in re.findall(r"`(indipy(?:term|web)\s[^`]+)`", path.read_text())]
    assert found
    for line in found:
        if "COMMAND" not in line:
            assert is_checked(shlex.split(line)), line


def test_the_commands_to_try_it_with() -> None:
    assert block("demo command").endswith(".venv/bin/indipyterm --demo\n")
    assert block("web demo command").endswith(".venv/bin/indipyweb --demo\n")
    assert ".venv/bin/python -m pytest" in block("test command")


def test_all_commands_are_shown() -> None:
    assert {words.split()[1] for words in block("commands").splitlines()} == {
        *("get", "set", "watch", "wait", "expose", "save", "diff", "restore")
    }


def test_the_readme_names_every_option() -> None:
    options = {option for action in build_parser(str)._actions for option in action.option_strings}
    rows = "".join(line for line in README.read_text().splitlines(True) if line.startswith("| `--"))
    assert {*re.findall(r"--[a-z-]+", rows)} == options - {"-h", "--help", "--version"}


def test_the_page_of_the_web_face_names_every_option() -> None:
    options = {option for action in build_web_parser("indipyweb")._actions for option in action.option_strings}
    rows = "".join(line for line in (ROOT / "docs/web.md").read_text().splitlines(True) if line.startswith("| `--"))
    assert {*re.findall(r"--[a-z-]+", rows)} == options - {"-h", "--help", "--version"}


# Scripts


@pytest.mark.parametrize(("name", "told"), SCRIPTS.items(), ids=[*SCRIPTS])
async def test_scripts_on_the_demo(tmp_path: Path, name: str, told: str) -> None:
    async with DemoServer([Camera(), Focuser()]) as server:
        code = block(name).replace(" Simulator", "")  # the demo's names are shorter
        assert told in await output_of(code, server.port, tmp_path)


@pytest.mark.parametrize(("name", "path"), ELSEWHERE.items(), ids=[*ELSEWHERE])
def test_what_is_run_elsewhere(name: str, path: str) -> None:
    assert f'block("{name}")' in (ROOT / path).read_text()


# Files


def test_the_panel_file(tmp_path: Path) -> None:
    path = tmp_path / "panel.toml"
    path.write_text(block("panel file"))
    assert [[column.title for column in row] for row in read_panel(path).rows] == [["Mount", "Camera"], ["Weather"]]


def test_the_settings_are_the_defaults(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text(block("settings"))
    assert load_config(path) == (Config(), [])
    assert block("settings") == SAMPLE


def test_the_keymap(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text(block("keymap"))
    config, wrong = load_config(path)
    owners = (Sheet, MainScreen, IPyTerm)
    assert not [*wrong, *key_conflicts(config.keymap, owners)]
    assert config.keymap.keys() <= {getattr(binding, "id", None) for owner in owners for binding in owner.BINDINGS}


# Size and links


def test_the_readme_is_short() -> None:
    assert README.stat().st_size <= 8000
    assert sum(bool(line.strip()) for line in block("first script").splitlines()) <= 10


def anchors(path: Path) -> set[str]:
    """The links that a document's headings have on GitHub."""
    text = re.sub(r"^```.*?^```$", "", path.read_text(), flags=re.DOTALL | re.MULTILINE)
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize(
    "path", [*DOCUMENTS, ROOT / "CHANGELOG.md", ROOT / "tests/README.md"], ids=lambda path: str(path.relative_to(ROOT))
)
def test_links(path: Path) -> None:
    text = re.sub(r"^```.*?^```$", "", path.read_text(), flags=re.DOTALL | re.MULTILINE)
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if not target.startswith(("https://", "http://")):
            file, _, heading = target.partition("#")
            linked = Path(os.path.normpath(path.parent / file)) if file else path
            assert linked.exists(), target
            assert not heading or heading in anchors(linked), target


def test_each_document_is_linked_from_the_readme() -> None:
    text = README.read_text()
    assert not [path.name for path in DOCUMENTS[1:] if f"(docs/{path.name})" not in text]
