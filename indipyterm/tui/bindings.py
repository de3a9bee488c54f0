"""The keys of the app and its parts: found by name in the palette, and checked where the user chose others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from textual.binding import BindingsMap, Keymap
from textual.dom import DOMNode
from textual.keys import format_key

if TYPE_CHECKING:
    from indipyterm.workspace.palette.actions import Command


def key_commands(owners: Mapping[str, DOMNode], keymap: Keymap) -> list[Command]:
    """What keys do on some `owners`, each action once, with the key for it; for the palette.

    An action is named after its owner: ``sheet.activate``. `keymap` has the keys that the user chose, by the ids of
    bindings.
    """
    from indipyterm.workspace.palette.actions import Command, RunFaceAction  # noqa: PLC0415 - as the palette, when used

    found: dict[str, Command] = {}
    for place, owner in owners.items():
        bindings = BindingsMap(owner.BINDINGS)
        bindings.apply_keymap(keymap)
        for key, binding in bindings:
            if binding.description:
                action = f"{place}.{binding.action}"
                shown = binding.key_display or format_key(key)
                found.setdefault(action, Command(binding.description, RunFaceAction(action), shown))
    return list(found.values())


def key_conflicts(keymap: Mapping[str, str], owners: Sequence[type[DOMNode]]) -> Iterator[str]:
    """A sentence for each key of the user's that is on two actions: one of them loses it.

    `owners` are those whose keys work at the same time, `keymap` has keys by the ids of bindings, as `App.set_keymap`
    takes them. Textual tells of clashes, too, but anew with each key, and of bindings that clash with themselves.
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
