"""Members as scripts see them."""

from __future__ import annotations

import os.path
from collections.abc import Collection
from typing import Any, TypeVar

from indipyterm.client.script_data import HasScriptData, ItemName, ScriptData
from indipyterm.exceptions import ParseException
from indipyterm.model import members, vectors
from indipyterm.protocol.messages import OFF, ON, Kind, State
from indipyterm.protocol.numbers import format_number, parse_number

_V = TypeVar("_V")
_NOT_FINITE = frozenset({"nan", "inf", "infinity"})


def getfloat(value: str | float) -> float:
    """Read any INDI number text: decimal, or sexagesimal with ``:``, ``;`` or spaces between its parts.

    An empty text is 0; "nan" and "inf", which sensors report, are what they say. Raises TypeError on other text.
    """
    if isinstance(value, str):
        word = value.strip().lower()
        if not word or word.lstrip("+-") in _NOT_FINITE:
            return float(word or 0)
    try:
        return parse_number(value) if isinstance(value, str) else float(value)
    except (ValueError, TypeError, OverflowError) as error:
        raise TypeError(str(error)) from None


def allowed_value(value: _V, allowed: Collection[Any]) -> _V:
    """Give a value back if it is among the allowed ones; raises `ParseException`."""
    if value not in allowed:
        raise ParseException(f"{value!r} is none of {', '.join(map(str, allowed))}")
    return value


class Member(HasScriptData):
    """One member of a vector. Numbers and BLOBs have attributes of their own.

    It reads the model at each call, so it is current after the vector was defined again, too. What is set is what this
    client knows: nothing is sent, and the next value of the server replaces it.
    """

    def __init__(self, vector: vectors.Vector, name: str, script_data: ScriptData) -> None:
        self._ipt_vector = vector
        self._ipt_last = vector.members[name]
        self._ipt_script_data = script_data

    @property
    def _ipt_item(self) -> ItemName:
        return self._ipt_vector.device, self._ipt_vector.name, self._ipt_last.name

    @property
    def _ipt_current(self) -> members.Member:
        """The model's member; the last that there was where a new definition has none of that name."""
        self._ipt_last = self._ipt_vector.members.get(self._ipt_last.name, self._ipt_last)
        return self._ipt_last

    @property
    def name(self) -> str:
        """The INDI name."""
        return self._ipt_last.name

    @property
    def label(self) -> str:
        """The label, or the name where there is none."""
        return self._ipt_current.label

    @label.setter
    def label(self, text: str) -> None:
        self._ipt_current.label = text

    @property
    def membervalue(self) -> Any:
        """The value: a string as it was received; bytes, or None before the first, for a BLOB."""
        return self._ipt_current.value

    @membervalue.setter
    def membervalue(self, value: Any) -> None:
        self._ipt_current.value = str(value)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self._ipt_vector.device!r} {self._ipt_vector.name!r} {self.name!r}>"


class TextMember(Member):
    """A text."""

    @property
    def membervalue(self) -> str:
        """The value; `ParseException` where it is set to what is no string."""
        return self._ipt_current.value

    @membervalue.setter
    def membervalue(self, value: str) -> None:
        if not isinstance(value, str):
            raise ParseException(f"{value!r} is not text")
        self._ipt_current.value = value


class _ChoiceMember(Member):
    """A member whose values are words of INDI's."""

    _ipt_words: Collection[str]

    @property
    def membervalue(self) -> str:
        """The value; `ParseException` where it is set to a word that INDI does not have there."""
        return self._ipt_current.value

    @membervalue.setter
    def membervalue(self, value: str) -> None:
        self._ipt_current.value = str(allowed_value(value, self._ipt_words))

    def checkvalue(self, value: _V, allowed: Collection[Any]) -> _V:
        """The value, if it is an allowed one; else `ParseException`."""
        return allowed_value(value, allowed)


class SwitchMember(_ChoiceMember):
    """A switch: "On" or "Off"."""

    _ipt_words = (ON, OFF)


class LightMember(_ChoiceMember):
    """A light: "Idle", "Ok", "Busy" or "Alert"."""

    _ipt_words = tuple(state.value for state in State)


class NumberMember(Member):
    """A number: `format`, `min`, `max` and `step` are the texts received."""

    @property
    def _ipt_number(self) -> members.NumberMember:
        member = self._ipt_current
        assert isinstance(member, members.NumberMember)  # a vector never changes its kind
        return member

    @property
    def membervalue(self) -> str:
        """The value as it was received; `ParseException` where it is set to what is not a number."""
        return self._ipt_number.value

    @membervalue.setter
    def membervalue(self, value: str | float) -> None:
        try:
            getfloat(value)
        except TypeError as error:
            raise ParseException(str(error)) from None
        self._ipt_number.value = str(value)

    @property
    def format(self) -> str:
        """The printf or ``%m`` format."""
        return self._ipt_number.format

    @format.setter  # noqa: A003
    def format(self, text: str) -> None:
        self._ipt_number.format = text

    @property
    def min(self) -> str:
        """The lowest value; no range where min and max are the same."""
        return self._ipt_number.min

    @min.setter  # noqa: A003
    def min(self, text: str) -> None:
        self._ipt_number.min = text

    @property
    def max(self) -> str:
        """The highest value."""
        return self._ipt_number.max

    @max.setter  # noqa: A003
    def max(self, text: str) -> None:
        self._ipt_number.max = text

    @property
    def step(self) -> str:
        """The increment, counted from min; 0 is none."""
        return self._ipt_number.step

    @step.setter
    def step(self, text: str) -> None:
        self._ipt_number.step = text

    def getfloatvalue(self) -> float:
        """The value as a float; TypeError where the server sent something that is not a number."""
        return getfloat(self._ipt_number.value)

    def getfloat(self, value: str | float) -> float:
        """Any INDI number text as a float; TypeError where it is none."""
        return getfloat(value)

    def getformattedvalue(self) -> str:
        """The value as its format wants it."""
        return self._ipt_number.formatted()

    def getformattedstring(self, value: str | float) -> str:
        """Another number in this member's format; TypeError where it is none."""
        return format_number(getfloat(value), self._ipt_number.format)


class BLOBMember(Member):
    """A BLOB."""

    @property
    def _ipt_blob(self) -> members.BlobMember:
        member = self._ipt_current
        assert isinstance(member, members.BlobMember)  # a vector never changes its kind
        return member

    @property
    def membervalue(self) -> bytes | None:
        """The bytes; None before the first BLOB."""
        return self._ipt_blob.data or None

    @membervalue.setter
    def membervalue(self, value: bytes | None) -> None:
        self._ipt_blob.data = value or b""

    def view(self) -> memoryview:
        """The bytes to be read only, mapped where they came in memory that is safe to map; empty before the first BLOB.

        `membervalue` copies what came over the local socket, once; this may not have to.
        """
        return self._ipt_blob.blob.view()

    @property
    def blobsize(self) -> int:
        """Bytes of the uncompressed data, as the server announced."""
        return self._ipt_blob.size

    @blobsize.setter
    def blobsize(self, size: int) -> None:
        self._ipt_blob.size = size

    @property
    def blobformat(self) -> str:
        """The suffix that names the format, such as ``.fits``."""
        return self._ipt_blob.format

    @blobformat.setter
    def blobformat(self, suffix: str) -> None:
        self._ipt_blob.format = suffix

    @property
    def filename(self) -> str:
        """The name of the file that the last BLOB was saved in, without its folder; empty if it was not."""
        given = self._ipt_blob.script_filename
        return os.path.basename(self.path) if given is None else given

    @filename.setter
    def filename(self, name: str) -> None:
        self._ipt_blob.script_filename = name

    @property
    def path(self) -> str:
        """The whole path of that file; empty if the last BLOB was not saved."""
        return self._ipt_blob.filename


_VIEWS: dict[Kind, type[Member]] = {
    Kind.TEXT: TextMember,
    Kind.NUMBER: NumberMember,
    Kind.SWITCH: SwitchMember,
    Kind.LIGHT: LightMember,
    Kind.BLOB: BLOBMember,
}


def member_view(vector: vectors.Vector, name: str, script_data: ScriptData) -> Member:
    """The view that fits a member's kind; KeyError where there is no such member."""
    return _VIEWS[vector.kind](vector, name, script_data)
