"""The members of a ``set`` as they are heard most: names and texts, nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import overload

from indipyterm.protocol.messages import OneMember, OneNumber

Plain = OneMember | OneNumber
"""A member that a text says all about: no BLOB, and a number without new limits."""


class Values(Sequence[Plain]):
    """Equal to the tuple of members that it stands for. Each is made only where somebody asks for it.

    `make` is what makes one of a name and a text; `names` and `texts` go together by their place.
    """

    __slots__ = ("make", "names", "texts")

    def __init__(self, make: Callable[[str, str], Plain], names: Sequence[str], texts: Sequence[str]) -> None:
        self.make, self.names, self.texts = make, names, texts

    def __len__(self) -> int:
        return len(self.names)

    def __iter__(self) -> Iterator[Plain]:
        return map(self.make, self.names, self.texts)

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
