"""What the objects that scripts hold have in common.

Scripts may hang attributes of any name on them: those of ours begin with ``_ipt_``.
"""

from __future__ import annotations

from abc import abstractmethod
from collections import UserDict
from collections.abc import MutableMapping
from copy import copy
from typing import Any, Self, TypeVar

ItemName = tuple[str, str | None, str | None]
"""The names of a device, its vector and its member; those at the end are None for a vector or a device."""

V = TypeVar("V")


def item_name(devicename: str, vectorname: str | None, membername: str | None) -> ItemName:
    """The names of an item, None for empty ones. Raises KeyError without a device, or a vector for the member."""
    if not devicename or (membername and not vectorname):
        raise KeyError("a device is missing, or a vector for the member")
    return devicename, vectorname or None, membername or None


class ScriptData:
    """Strings and ids by name, so that they outlive what the server deletes and defines again."""

    def __init__(self) -> None:
        self.user_strings: dict[ItemName, str] = {}
        self.itemids: dict[ItemName, int] = {}

    def copy(self) -> ScriptData:
        """A copy that changes on its own."""
        copied = ScriptData()
        copied.user_strings, copied.itemids = dict(self.user_strings), dict(self.itemids)
        return copied


class HasScriptData:
    """A device, vector or member; a class that inherits from this says which item it is."""

    _ipt_script_data: ScriptData

    @property
    def _ipt_item(self) -> ItemName:
        raise NotImplementedError

    @property
    def user_string(self) -> str:
        """A string of the script's own; empty until it is set."""
        return self._ipt_script_data.user_strings.get(self._ipt_item, "")

    @user_string.setter
    def user_string(self, text: str) -> None:
        self._ipt_script_data.user_strings[self._ipt_item] = text

    @property
    def itemid(self) -> int:
        """The number that `IPyClient.create_itemid` gave; the same when it is defined again."""
        return self._ipt_script_data.itemids[self._ipt_item]

    @itemid.setter
    def itemid(self, number: int) -> None:
        self._ipt_script_data.itemids[self._ipt_item] = number


class ScriptMapping(MutableMapping[str, V]):
    """A mapping that is the same as no other, whatever it holds. The server decides what there is in it.

    So nothing can be put into it, and taken out of a client or device only: it is back when it is defined again.
    """

    @property
    @abstractmethod
    def data(self) -> dict[str, Any]:
        """The same as a plain dictionary, of objects: the members of a vector, not their values."""

    def copy(self) -> Self:
        """Another object for the same; `snapshot` makes one that no longer changes."""
        return copy(self)

    def __setitem__(self, name: str, value: V) -> None:
        raise KeyError(f"{name}: values are sent to the server, which decides what becomes of them")

    def __delitem__(self, name: str) -> None:
        raise KeyError(f"{name}: only the server deletes it")

    def __eq__(self, other: object) -> bool:
        return self is other

    def __hash__(self) -> int:
        return id(self)


UserDict.register(ScriptMapping)  # type: ignore[type-abstract]  # scripts ask whether something is one
