"""Members as scripts see them."""

from __future__ import annotations

from typing import Any

from indipyterm.client.script_data import HasScriptData, ItemName, ScriptData
from indipyterm.model import members, vectors
from indipyterm.protocol.messages import Kind
from indipyterm.protocol.numbers import format_number, parse_number


def getfloat(value: str | float) -> float:
    """Read any INDI number text: decimal, or sexagesimal with ``:``, ``;`` or spaces between its parts.

    Raises TypeError on text that is no number.
    """
    try:
        return parse_number(value) if isinstance(value, str) else float(value)
    except (ValueError, TypeError, OverflowError) as error:
        raise TypeError(str(error)) from None


class Member(HasScriptData):
    """One member of a vector. Numbers and BLOBs have attributes of their own.

    It reads the model at each call, so it is current after the vector was defined again, too.
    """

    def __init__(self, vector: vectors.Vector, name: str, script_data: ScriptData) -> None:
        self._vector = vector
        self._last = vector.members[name]
        self._script_data = script_data

    @property
    def _item(self) -> ItemName:
        return self._vector.device, self._vector.name, self._last.name

    def _current(self) -> members.Member:
        """The model's member; the last that there was where a new definition has none of that name."""
        self._last = self._vector.members.get(self._last.name, self._last)
        return self._last

    @property
    def name(self) -> str:
        """The INDI name."""
        return self._last.name

    @property
    def label(self) -> str:
        """The label, or the name where there is none."""
        return self._current().label

    @property
    def membervalue(self) -> Any:
        """The value: a string as it was received; bytes, or None before the first, for a BLOB."""
        member = self._current()
        return (member.data or None) if isinstance(member, members.BlobMember) else member.value

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self._vector.device!r} {self._vector.name!r} {self.name!r}>"


class NumberMember(Member):
    """A number: `format`, `min`, `max` and `step` are the texts received."""

    def _number(self) -> members.NumberMember:
        member = self._current()
        assert isinstance(member, members.NumberMember)  # a vector never changes its kind
        return member

    @property
    def format(self) -> str:
        """The printf or ``%m`` format."""
        return self._number().format

    @property
    def min(self) -> str:
        """The lowest value; no range where min and max are the same."""
        return self._number().min

    @property
    def max(self) -> str:
        """The highest value."""
        return self._number().max

    @property
    def step(self) -> str:
        """The increment, counted from min; 0 is none."""
        return self._number().step

    def getfloatvalue(self) -> float:
        """The value as a float; TypeError where the server sent something that is no number."""
        return getfloat(self._number().value)

    def getfloat(self, value: str | float) -> float:
        """Any INDI number text as a float; TypeError where it is none."""
        return getfloat(value)

    def getformattedvalue(self) -> str:
        """The value as its format wants it."""
        return self._number().formatted()

    def getformattedstring(self, value: str | float) -> str:
        """Another number in this member's format; TypeError where it is none."""
        return format_number(getfloat(value), self._number().format)


class BLOBMember(Member):
    """A BLOB."""

    def _blob(self) -> members.BlobMember:
        member = self._current()
        assert isinstance(member, members.BlobMember)  # a vector never changes its kind
        return member

    @property
    def blobsize(self) -> int:
        """Bytes of the uncompressed data, as the server announced."""
        return self._blob().size

    @property
    def blobformat(self) -> str:
        """The suffix that names the format, such as ``.fits``."""
        return self._blob().format

    @property
    def filename(self) -> str:
        """The path of the file that the last BLOB was saved in; empty if it was not."""
        return self._blob().filename


_VIEWS: dict[Kind, type[Member]] = {Kind.NUMBER: NumberMember, Kind.BLOB: BLOBMember}


def member_view(vector: vectors.Vector, name: str, script_data: ScriptData) -> Member:
    """The view that fits a member's kind; KeyError where there is no such member."""
    return _VIEWS.get(vector.kind, Member)(vector, name, script_data)
