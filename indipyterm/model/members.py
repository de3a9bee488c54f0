"""The members of vectors: what a vector's message says about one element, kept current."""

from __future__ import annotations

from collections.abc import Sequence

from indipyterm.protocol.lazy_members import LazyMembers, MemberLayout
from indipyterm.protocol.messages import OneBlob, OneNumber
from indipyterm.protocol.numbers import format_number, parse_number


class News:
    """The newest values of a vector until somebody looks at one: most are never looked at before the next come."""

    __slots__ = ("_members", "layout", "values")

    def __init__(self) -> None:
        self.values: LazyMembers | None = None
        self.layout: MemberLayout | None = None
        """Whose values may be put here."""
        self._members: Sequence[Member] = ()

    def expect(self, layout: MemberLayout, members: Sequence[Member]) -> None:
        """Let values of this layout be for these members, in their order."""
        self.settle()
        self.layout, self._members = layout, members
        for member in members:
            member.news = self

    def settle(self) -> None:
        """Give the values to the members."""
        values, self.values = self.values, None
        if values is not None:
            for member, text in zip(self._members, values.texts, strict=True):
                member.settled = text


_NONE = News()


class Member:
    """A text, switch ("On", "Off") or light (the name of a state); `value` is as it was received.

    Its vector may have put a newer one than `settled` into its `news`.
    """

    __slots__ = ("label", "name", "news", "settled")

    def __init__(self, name: str, label: str, value: str = "") -> None:
        self.name, self.label, self.settled = name, label, value
        self.news = _NONE

    @property
    def value(self) -> str:
        """The text."""
        if self.news.values is not None:
            self.news.settle()
        return self.settled

    @value.setter
    def value(self, value: str) -> None:
        self.news.settle()
        self.settled = value

    def __copy__(self) -> Member:
        """A copy stays as it is."""
        self.news.settle()
        twin = object.__new__(type(self))
        for cls in type(self).__mro__:
            for slot in getattr(cls, "__slots__", ()):
                setattr(twin, slot, getattr(self, slot))
        twin.news = _NONE
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
        """The value as a float. Raises ValueError where the server sent something that is no number."""
        return parse_number(self.value)

    def formatted(self, text: str | None = None) -> str:
        """A number text (the value, unless given) as its format wants it; as it is where it is no number."""
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
        """Take a new value, and new limits where they came with it."""
        self.value = one.value
        if one.min is not None:
            self.min = one.min
        if one.max is not None:
            self.max = one.max
        if one.step is not None:
            self.step = one.step


class BlobMember(Member):
    """A BLOB: the last data received, and the file it was saved in, if it was.

    `size` is what the server said of the uncompressed data, in bytes; `format` the suffix it gave.
    """

    __slots__ = ("data", "filename", "format", "size")

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
        self.data, self.size, self.format, self.filename = data, size, format, filename

    def update(self, one: OneBlob) -> None:
        """Take a new BLOB, which is in no file yet; no data and no size are a change of state only.

        Raises `BadBase64` before anything is changed.
        """
        data = one.data.decode()
        if data or one.size:
            self.data, self.size, self.format, self.filename = data, one.size or len(data), one.format, ""
