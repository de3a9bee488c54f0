"""The members of vectors, kept current."""

from __future__ import annotations

from collections.abc import Sequence

from indipyterm.protocol.blob_data import BlobData
from indipyterm.protocol.lazy_members import LazyMembers, MemberLayout
from indipyterm.protocol.messages import OneBlob, OneNumber
from indipyterm.protocol.numbers import format_number, parse_number


class LatestValues:
    """The latest values of a vector, not yet stored in its members: most are replaced before anybody reads them.

    They are put into `values`, and have this `layout`.
    """

    __slots__ = ("_members", "layout", "values")

    def __init__(self, layout: MemberLayout | None = None, members: Sequence[Member] = ()) -> None:
        self.values: LazyMembers | None = None
        self.layout, self._members = layout, members
        for member in members:
            member.latest = self

    def store(self) -> None:
        """Store the values in the members."""
        values, self.values = self.values, None
        if values is not None:
            for member, text in zip(self._members, values.texts, strict=True):
                member.stored = text


NO_VALUES = LatestValues()
"""Of vectors and members that have none."""


class Member:
    """A text, switch ("On", "Off") or light (the name of a state); `value` is as it was received.

    Its vector may hold a newer one than `stored` in `latest`.
    """

    __slots__ = ("label", "latest", "name", "stored")

    def __init__(self, name: str, label: str, value: str = "") -> None:
        self.name, self.label, self.stored = name, label, value
        self.latest = NO_VALUES

    @property
    def value(self) -> str:
        """The text."""
        if self.latest.values is not None:
            self.latest.store()
        return self.stored

    @value.setter
    def value(self, value: str) -> None:
        self.latest.store()
        self.stored = value

    def __copy__(self) -> Member:
        """A copy stays as it is."""
        self.latest.store()
        twin = object.__new__(type(self))
        for cls in type(self).__mro__:
            for slot in getattr(cls, "__slots__", ()):
                setattr(twin, slot, getattr(self, slot))
        twin.latest = NO_VALUES
        return twin


class NumberMember(Member):
    """A number. All numbers are kept as the texts received, so that nothing is rounded."""

    __slots__ = ("format", "max", "min", "step")

    def __init__(
        self,
        name: str,
        label: str,
        value: str = "",
        format: str = "%g",  # noqa: A002
        min: str = "0",  # noqa: A002
        max: str = "0",  # noqa: A002
        step: str = "0",
    ) -> None:
        super().__init__(name, label, value)
        self.format, self.min, self.max, self.step = format, min, max, step

    def number(self) -> float:
        """The value as a float. Raises ValueError where the server sent something that is not a number."""
        return parse_number(self.value)

    def formatted(self, text: str | None = None) -> str:
        """A number text (the value, unless given) as its format wants it; as it is where it is not a number."""
        text = self.value if text is None else text
        try:
            return format_number(parse_number(text), self.format)
        except ValueError:
            return text

    def limits(self) -> tuple[float, float] | None:
        """The lowest and highest value allowed; None where there is no range (min is not below max)."""
        try:
            low, high = parse_number(self.min), parse_number(self.max)
        except ValueError:
            return None
        return (low, high) if low < high else None

    def update(self, one: OneNumber) -> None:
        """Set a new value, and the limits that came with it."""
        self.value = one.value
        if one.min is not None:
            self.min = one.min
        if one.max is not None:
            self.max = one.max
        if one.step is not None:
            self.step = one.step


class BlobMember(Member):
    """A BLOB: the last one received, and the file it was saved in, if it was.

    `size` is that of the uncompressed data as the server announced it, in bytes; `format` the suffix it gave.
    `script_filename` is the name that a script gave the file, None where it gave none.
    """

    __slots__ = ("blob", "filename", "format", "script_filename", "size")

    def __init__(
        self,
        name: str,
        label: str,
        *,
        data: bytes = b"",
        size: int = 0,
        format: str = "",  # noqa: A002
        filename: str = "",
    ) -> None:
        super().__init__(name, label)
        self.blob, self.size, self.format, self.filename = BlobData(data), size, format, filename
        self.script_filename: str | None = None

    @property
    def data(self) -> bytes:
        """The bytes; those of a BLOB in shared memory are copied from there now."""
        return self.blob.decode()

    @data.setter
    def data(self, data: bytes) -> None:
        self.blob = BlobData(data)

    def update(self, one: OneBlob) -> None:
        """Set a new BLOB, which is in no file yet; without data and size only the state of its vector changed.

        Raises `BadBase64` before anything is changed.
        """
        length = one.data.length()
        if length or one.size:
            self.blob, self.size, self.format, self.filename = one.data, one.size or length, one.format, ""
            self.script_filename = None
