"""What keys do, for the palette: every action of a key can be found by its name, too."""

from __future__ import annotations

from collections.abc import Mapping

from textual.binding import BindingsMap, Keymap
from textual.dom import DOMNode
from textual.keys import format_key

from indipyterm.workspace.palette.actions import Command, RunAction


def commands_of(owners: Mapping[str, DOMNode], keymap: Keymap) -> list[Command]:
    """The actions that keys run on some `owners`, each once, with the key that runs it now.

    An owner's actions are called by its name here: ``sheet.activate``. `keymap` has the keys that the user chose, by
    the ids of bindings.
    """
    found: dict[str, Command] = {}
    for place, owner in owners.items():
        bindings = BindingsMap(owner.BINDINGS)
        bindings.apply_keymap(keymap)
        for key, binding in bindings:
            if binding.description:
                action = f"{place}.{binding.action}"
                shown = binding.key_display or format_key(key)
                found.setdefault(action, Command(binding.description, RunAction(action), shown))
    return list(found.values())
