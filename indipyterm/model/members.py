"""The members of vectors: what a vector's message says about one element, kept current."""

from __future__ import annotations

from dataclasses import dataclass, field

from indipyterm.protocol.messages import OneBlob, OneNumber
from indipyterm.protocol.numbers import format_number, parse_number


@dataclass(slots=True, eq=False)
class Member:
    """A text, switch ("On", "Off") or light (the name of a state); `value` is as it was received."""

    name: str
    label: str
    value: str = ""


@dataclass(slots=True, eq=False)
class NumberMember(Member):
    """A number. All numbers are kept as the texts received, so that nothing is rounded."""

    format: str = "%g"
    min: str = "0"
    max: str = "0"
    step: str = "0"

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


@dataclass(slots=True, eq=False)
class BlobMember(Member):
    """A BLOB: the last data received, and the file it was saved in, if it was.

    `size` is what the server said of the uncompressed data, in bytes; `format` the suffix it gave.
    """

    data: bytes = field(default=b"", repr=False)
    size: int = 0
    format: str = ""
    filename: str = ""

    def update(self, one: OneBlob) -> None:
        """Take a new BLOB, which is in no file yet; no data and no size are a change of state only.

        Raises `blobdata.BadBase64` before anything is changed.
        """
        data = one.data.decode()
        if data or one.size:
            self.data, self.size, self.format, self.filename = data, one.size or len(data), one.format, ""
