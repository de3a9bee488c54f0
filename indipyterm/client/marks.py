"""What belongs to scripts alone, of devices, vectors and members: strings of theirs, and ids."""

from __future__ import annotations

from dataclasses import dataclass, field

Name = tuple[str, str | None, str | None]
"""A device, a vector or a member: the names that lead there, None for what is left out at the end."""


@dataclass(slots=True)
class Marks:
    """Strings and ids by name, so that they outlive whatever the server deletes and defines again."""

    strings: dict[Name, str] = field(default_factory=dict)
    ids: dict[Name, int] = field(default_factory=dict)

    def copy(self) -> Marks:
        """The same marks, to be changed apart from these."""
        return Marks(dict(self.strings), dict(self.ids))


class Marked:
    """Something that has marks; a class that inherits from it says which `_name` it has."""

    _marks: Marks

    @property
    def _name(self) -> Name:
        raise NotImplementedError

    @property
    def user_string(self) -> str:
        """A string of the script's own; empty until it is set."""
        return self._marks.strings.get(self._name, "")

    @user_string.setter
    def user_string(self, text: str) -> None:
        self._marks.strings[self._name] = text

    @property
    def itemid(self) -> int:
        """The number that `IPyClient.create_itemid` gave; the same when it is defined again."""
        return self._marks.ids[self._name]
