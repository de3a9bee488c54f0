"""Choosing a file to send, or the folder that BLOBs go to."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import DirectoryTree, Input

from indipyterm.presentation.text import printable
from indipyterm.tui.rows.painter import PaintedLine, PaintedLines
from indipyterm.tui.rows.styled import Styled, StyledLine
from indipyterm.tui.screens.confirm import ask
from indipyterm.tui.terminal.overlay import Overlay
from indipyterm.tui.terminal.text_field import TextField
from indipyterm.tui.widgets.key_line import KeyLine
from indipyterm.workspace.small_files import reason_of
from indipyterm.workspace.submission import Question


class _Tree(DirectoryTree):
    """Directories, and files where a file is wanted; names are shown as plain text."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("backspace", "screen.go_up", "Up", key_display="⌫", id="choose.up")
    ]
    ICON_NODE, ICON_NODE_EXPANDED, ICON_FILE = "+ ", "- ", "  "

    def __init__(self, path: Path, files: bool) -> None:
        super().__init__(path)
        self._files = files
        self.show_guides = False
        self.guide_depth = 2

    def filter_paths(self, paths: Iterable[Path]) -> Iterable[Path]:
        return [path for path in paths if not path.name.startswith(".") and (self._files or path.is_dir())]


class _PathField(TextField):
    """The path; Enter takes it."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "submit", "OK", key_display="⏎", id="choose.ok")]


class PathAnswers(PaintedLines):
    """OK and Cancel, to be clicked."""

    def row(self, line: int) -> StyledLine:
        words = (("⟨OK⟩", "on", "ok"), ("⟨Folder above⟩", "value", "up"), ("⟨Cancel⟩", "value", "cancel"))
        return [part for word in words for part in (Styled(*word), Styled("  "))]

    def on_click(self, event: events.Click) -> None:
        """Take the path, or give up."""
        assert isinstance(self.screen, ChoosePath)
        match self.target_at(event.x, event.y):
            case "ok":
                self.screen.choose_typed()
            case "up":
                self.screen.action_go_up()
            case "cancel":
                self.screen.dismiss(None)


class ChoosePath(Overlay[str | None]):
    """Gives the path that was chosen, an empty text to choose none, or None when the user gave up.

    A folder that is not there is made, if the user agrees.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "app.focus_next", "Tree, field", id="choose.next"),
        Binding("escape", "dismiss(None)", "Cancel", key_display="⎋", id="choose.cancel"),
    ]

    def __init__(self, title: str, start: Path, *, files: bool, text: str = "") -> None:
        super().__init__()
        self._start, self._files, self._text = start, files, text
        self._head = PaintedLine("dialog--title")
        self._head.line = [Styled(printable(title), "heading")]
        self._hint = PaintedLine("choose--hint")

    def compose(self) -> ComposeResult:
        with Vertical():
            yield self._head
            yield _PathField(self._text, placeholder="path; Enter takes it, Tab goes to the tree")
            yield PathAnswers()
            yield self._hint
            yield _Tree(self._start, self._files)
            yield KeyLine()

    def on_mount(self) -> None:
        """Typing a path is quickest."""
        self.query_one(Input).focus()

    @on(Input.Submitted)
    def choose_typed(self) -> None:
        """Take the path in the field."""
        self._choose(self.query_one(Input).value.strip())

    @on(DirectoryTree.FileSelected)
    def _file_selected(self, event: DirectoryTree.FileSelected) -> None:
        self._choose(str(event.path))

    @on(DirectoryTree.DirectorySelected)
    def _directory_selected(self, event: DirectoryTree.DirectorySelected) -> None:
        self.query_one(Input).value = str(event.path)

    def action_go_up(self) -> None:
        """Show the folder above in the tree, and write it in the field where a folder is wanted."""
        tree = self.query_one(_Tree)
        tree.path = Path(tree.path).resolve().parent
        if not self._files:
            self.query_one(Input).value = str(tree.path)

    def _choose(self, text: str) -> None:
        try:
            path = Path(text).expanduser()
        except RuntimeError:  # nobody is called ~name
            path = Path(text)
        if not text and not self._files:
            self.dismiss("")
        elif self._files and not path.is_file():
            self._hint.set_line([Styled(f"✗ no such file: {printable(text)}", "error")])
        elif not self._files and path.exists() and not path.is_dir():
            self._hint.set_line([Styled(f"✗ not a folder: {printable(text)}", "error")])
        elif not self._files and not path.is_dir():
            ask(self.app, Question("Make this folder?", str(path)), lambda: self._make(path))
        else:
            self.dismiss(str(path))

    def _make(self, path: Path) -> None:
        try:
            path.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            self._hint.set_line([Styled(f"✗ {printable(reason_of(error))}", "error")])
        else:
            self.dismiss(str(path))
