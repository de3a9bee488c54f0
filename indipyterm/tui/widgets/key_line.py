"""The line at the bottom: the keys that do something here."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from rich.cells import cell_len
from textual import events
from textual.binding import Binding
from textual.keys import format_key
from textual.widgets import Input

from indipyterm.tui.rows.ascii import spelled_keys
from indipyterm.tui.rows.painter import PaintedLines
from indipyterm.tui.rows.styled import Styled, StyledLine

_LABELLED_FIRST = ("app.abort", "app.abort_while_typing", "editor.send", "editor.cancel")
_NEVER_SPARE = ("app.help", "app.abort", "app.abort_while_typing")
_ENDINGS = (".back", ".close")  # of ids: so are keys that lead back
_NAMED_CHARACTERS = ("slash", "colon", "question_mark", "asterisk", "space")


class KeyLine(PaintedLines):
    """All keys that do something here, in one line; each can be clicked.

    Each has a label behind it, as far as there is room.
    """

    def __init__(self) -> None:
        super().__init__()
        self._urgent: Mapping[str, str] = {}
        self._useless: Collection[str] = ()

    def set_urgent(self, urgent: Mapping[str, str], useless: Collection[str] = ()) -> None:
        """Show these keys first, even if they are hidden otherwise: ids of bindings, and labels.

        Those that are `useless` now are left out.
        """
        if (urgent, useless) != (self._urgent, self._useless):
            self._urgent, self._useless = urgent, useless
            self.update()

    def row(self, line: int) -> StyledLine:
        keys = [(self._key(binding), binding) for binding in self._shown()]
        labelled, gap = self._closest(keys)
        for spare in self._spare(keys):
            if len(labelled) == len(keys):
                break
            keys.remove(spare)
            labelled, gap = self._closest(keys)
        row: StyledLine = [Styled(" ")]
        for key, binding in keys:
            words = f" {self._words(binding)}{' ' * gap}" if binding.id in labelled else " "
            row += [Styled(key, "key", binding.key), Styled(words, "dim", binding.key)]
        row[-1] = row[-1]._replace(text=row[-1].text.rstrip())
        return row

    def _closest(self, keys: Sequence[tuple[str, Binding]]) -> tuple[set[str | None], int]:
        """The keys that have room for what they do, and the gap behind each: one cell where two are too many."""
        labelled = self._labelled(keys, 2)
        if len(labelled) < len(keys) and len(closer := self._labelled(keys, 1)) > len(labelled):
            return closer, 1
        return labelled, 2

    def _spare(self, keys: Sequence[tuple[str, Binding]]) -> list[tuple[str, Binding]]:
        """The keys to leave out for the words of others, where a key leads back to a screen that shows them."""
        if not any((binding.id or "").endswith(_ENDINGS) for _, binding in keys):
            return []
        everywhere = [each for each in keys if (each[1].id or "").startswith("app.")]
        return [
            each
            for each in reversed(everywhere)
            if each[1].id not in ("app.help", "app.abort", "app.abort_while_typing")
        ]

    def _labelled(self, keys: Sequence[tuple[str, Binding]], gap: int) -> set[str | None]:
        """The keys that have room for what they do, with a gap of so many cells behind each."""
        left = self.size.width - 1 - sum(cell_len(key) + 1 for key, _ in keys) + gap
        labelled: set[str | None] = set()
        for _, binding in sorted(keys, key=lambda each: not self._is_labelled_first(each[1].id or "")):
            left -= cell_len(self._words(binding)) + gap
            if left >= 0:
                labelled.add(binding.id)
        return labelled

    def _is_labelled_first(self, name: str) -> bool:
        return name in self._urgent or name in _LABELLED_FIRST or name.endswith(_ENDINGS)

    def _words(self, binding: Binding) -> str:
        return self._urgent.get(binding.id or "", binding.description)

    def _key(self, binding: Binding) -> str:
        typing = isinstance(self.screen.focused, Input) and len(binding.key_display or "") == 1
        is_text = typing and (binding.key_display or "").isascii()
        shown = format_key(binding.key) if is_text else binding.key_display or format_key(binding.key)
        return spelled_keys(shown) if getattr(self.app, "ascii", False) else shown

    def _shown(self) -> list[Binding]:
        """The bindings to show, one for each action: that with the shortest key."""
        found: dict[str, Binding] = {}
        typing = isinstance(self.screen.focused, Input)  # where letters and signs are text
        for active in self.screen.active_bindings.values():
            binding = active.binding
            text = (typing and len(binding.key) == 1) or (binding.key in _NAMED_CHARACTERS and typing)
            if binding.id in self._useless or (binding.id == "app.abort_while_typing" and not typing):
                continue
            if (binding.show or binding.id in self._urgent) and active.enabled and not text:
                known = found.get(binding.action)
                if known is None or len(binding.key) < len(known.key):
                    found[binding.action] = binding
        order = [*self._urgent, *(binding.id for binding in found.values())]
        return sorted(found.values(), key=lambda binding: order.index(binding.id))

    def on_mount(self) -> None:
        """Update with the focus: other widgets have other keys."""
        self.screen.bindings_updated_signal.subscribe(self, lambda _: self.update())

    async def on_click(self, event: events.Click) -> None:
        """Do what the key does."""
        if key := self.target_at(event.x, event.y):
            self.app.simulate_key(key)
