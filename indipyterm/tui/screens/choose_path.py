"""Choosing a file to send, or the folder that BLOBs go to."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import DirectoryTree, Input

from indipyterm.presentation.text import printable
from indipyterm.tui.rows.painter import PaintedLine
from indipyterm.tui.rows.styled import Styled
from indipyterm.tui.terminal.overlay import Overlay
from indipyterm.tui.terminal.text_field import TextField
from indipyterm.tui.widgets.key_line import KeyLine


class _Tree(DirectoryTree):
    """Directories, and files where a file is wanted; names are shown as plain text."""

    ICON_NODE, ICON_NODE_EXPANDED, ICON_FILE = "+ ", "- ", "  "

    def __init__(self, path: Path, files: bool) -> None:
        super().__init__(path)
        self._files = files
        self.show_guides = False
        self.guide_depth = 2

    def filter_paths(self, paths: Iterable[Path]) -> Iterable[Path]:
        return [path for path in paths if not path.name.startswith(".") and (self._files or path.is_dir())]


class ChoosePath(Overlay[str | None]):
    """Gives the path that was chosen, an empty text to choose none, or None when the user gave up."""

    BINDINGS: ClassVar[list[BindingType]] = [
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
            yield TextField(self._text, placeholder="path; Tab goes to the tree")
            yield self._hint
            yield _Tree(self._start, self._files)
            yield KeyLine()

    def on_mount(self) -> None:
        """Typing a path is quickest."""
        self.query_one(Input).focus()

    @on(Input.Submitted)
    def _typed(self, event: Input.Submitted) -> None:
        self._choose(event.value.strip())

    @on(DirectoryTree.FileSelected)
    def _file_selected(self, event: DirectoryTree.FileSelected) -> None:
        self._choose(str(event.path))

    @on(DirectoryTree.DirectorySelected)
    def _directory_selected(self, event: DirectoryTree.DirectorySelected) -> None:
        self.query_one(Input).value = str(event.path)

    def _choose(self, text: str) -> None:
        try:
            path = Path(text).expanduser()
        except RuntimeError:  # nobody is called ~name
            path = Path(text)
        if not text and not self._files:
            self.dismiss("")
        elif self._files and not path.is_file():
            self._hint.set_line([Styled(f"✗ no such file: {printable(text)}", "error")])
        elif not self._files and not path.is_dir():
            self._hint.set_line([Styled(f"✗ no such directory: {printable(text)}", "error")])
        else:
            self.dismiss(str(path))
