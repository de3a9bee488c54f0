"""The members of a ``set`` as they are heard most: names and texts, nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple, overload

from indipyterm.protocol.messages import OneMember, OneNumber

Plain = OneMember | OneNumber
"""A member that a text says all about: no BLOB, and a number without new limits."""


class Layout(NamedTuple):
    """How the members of a vector are written again and again.

    `names` are theirs, in order; `make` is what makes one of a name and a text; `cut` gives the texts of what was
    written.
    """

    names: tuple[str, ...]
    make: Callable[[str, str], Plain]
    cut: Callable[[str], list[str]]


class Values(Sequence[Plain]):
    """Equal to the tuple of members that it stands for, which are cut out of what was written when somebody asks."""

    __slots__ = ("_texts", "_written", "layout")

    def __init__(self, layout: Layout, written: str) -> None:
        self.layout, self._written = layout, written
        self._texts: list[str] | None = None

    @property
    def texts(self) -> list[str]:
        """The values, in the order of the names."""
        if self._texts is None:
            self._texts = self.layout.cut(self._written)
        return self._texts

    def __len__(self) -> int:
        return len(self.layout.names)

    def __iter__(self) -> Iterator[Plain]:
        return map(self.layout.make, self.layout.names, self.texts)

    @overload
    def __getitem__(self, place: int) -> Plain: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Plain]: ...
    def __getitem__(self, place: int | slice) -> Plain | Sequence[Plain]:
        return tuple(self)[place]

    def __eq__(self, other: object) -> bool:
        return tuple(self) == tuple(other) if isinstance(other, Values | tuple) else NotImplemented

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return repr(tuple(self))
