"""Styles from the style sheet for parts of a widget that are no widgets themselves."""

from __future__ import annotations

from rich.style import Style
from textual.css.model import RuleSet
from textual.dom import DOMNode
from textual.widget import Widget


class RoleStyles:
    """Styles of roles, from the ``painted--ROLE`` classes of the style sheet, each looked up when it is first used.

    Textual's own way, component classes, looks up all of them for each widget whenever the widget is styled: a third
    of the program's start. The same role has the same style in all widgets that have the same style, so the styles
    are shared until the style sheet changes.
    """

    def __init__(self) -> None:
        self._rules: list[RuleSet] = []
        self._styles: dict[tuple[str, Style], Style] = {}

    def find(self, role: str, widget: Widget) -> Style:
        """Return the style of a role (or of several, separated by spaces) in a widget."""
        stylesheet, key = widget.app.stylesheet, (role, widget.rich_style)
        if stylesheet.rules is not self._rules:
            self._rules, self._styles = stylesheet.rules, {}
        if key not in self._styles:
            child = DOMNode(classes=" ".join(f"painted--{name}" for name in role.split()))
            child._attach(widget)  # what Textual does for component classes
            stylesheet.apply(child)
            self._styles[key] = child.rich_style
        return self._styles[key]
