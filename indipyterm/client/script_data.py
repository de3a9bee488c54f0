"""What scripts attach to devices, vectors and members: strings of their own, and ids."""

from __future__ import annotations

from dataclasses import dataclass, field

ItemName = tuple[str, str | None, str | None]
"""The names of a device, its vector and its member; those at the end are None for a vector or a device."""


@dataclass(slots=True)
class ScriptData:
    """Strings and ids by name, so that they outlive what the server deletes and defines again."""

    user_strings: dict[ItemName, str] = field(default_factory=dict)
    itemids: dict[ItemName, int] = field(default_factory=dict)

    def copy(self) -> ScriptData:
        """A copy that changes on its own."""
        return ScriptData(dict(self.user_strings), dict(self.itemids))


class HasScriptData:
    """A device, vector or member; a class that inherits from this says which `_item` it is."""

    _script_data: ScriptData

    @property
    def _item(self) -> ItemName:
        raise NotImplementedError

    @property
    def user_string(self) -> str:
        """A string of the script's own; empty until it is set."""
        return self._script_data.user_strings.get(self._item, "")

    @user_string.setter
    def user_string(self, text: str) -> None:
        self._script_data.user_strings[self._item] = text

    @property
    def itemid(self) -> int:
        """The number that `IPyClient.create_itemid` gave; the same when it is defined again."""
        return self._script_data.itemids[self._item]
