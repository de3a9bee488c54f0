"""Keys that the user's keymap takes from other actions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from textual.binding import BindingsMap
from textual.dom import DOMNode


def key_conflicts(keymap: Mapping[str, str], owners: Sequence[type[DOMNode]]) -> Iterator[str]:
    """Tell which keys are on two actions: one of them loses it.

    `owners` are those whose keys work at the same time, `keymap` has keys by
    the ids of bindings, as `App.set_keymap` takes them. Textual tells of clashes, too, but anew with each key, and of
    bindings that clash with nothing but themselves.
    """
    bindings = [binding for owner in owners for _, binding in BindingsMap(owner.BINDINGS)]
    words = {binding.id: binding.description for binding in bindings if binding.id}
    keys: dict[str, list[str]] = {}
    for binding in bindings:
        if binding.id:
            keys.setdefault(binding.id, []).append(binding.key)
    keys |= {name: keymap[name].split(",") for name in words if name in keymap}
    for name in sorted(words.keys() & keymap.keys()):
        for other in sorted(words.keys() - {name}):
            for key in sorted({*keys[name]} & {*keys[other]}):
                if other not in keymap or other > name:  # a pair of the keymap is told of once
                    yield f"keymap: {key!r} is on {name} ({words[name]}) and on {other} ({words[other]})"
