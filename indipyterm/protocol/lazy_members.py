"""Members of a ``set*Vector`` whose values are cut out of the received text only when they are read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple, overload

from indipyterm.protocol.messages import OneMember, OneNumber

SimpleMember = OneMember | OneNumber
"""A member with a name and a text only: no BLOB, and no number with new limits."""


class MemberLayout(NamedTuple):
    """What all updates of a vector have in common.

    `names` are the members' names in order; `create` makes a member from a name and a value; `extract` returns the
    values in the text of an update.
    """

    names: tuple[str, ...]
    create: Callable[[str, str], SimpleMember]
    extract: Callable[[str], list[str]]


class LazyMembers(Sequence[SimpleMember]):
    """The members in the text of an update, extracted on first use. Equal to the tuple of these members."""

    __slots__ = ("_source", "_texts", "layout")

    def __init__(self, layout: MemberLayout, source: str) -> None:
        self.layout, self._source = layout, source
        self._texts: list[str] | None = None

    @property
    def texts(self) -> list[str]:
        """The values, in the order of the names."""
        if self._texts is None:
            self._texts = self.layout.extract(self._source)
        return self._texts

    def __len__(self) -> int:
        return len(self.layout.names)

    def __iter__(self) -> Iterator[SimpleMember]:
        return map(self.layout.create, self.layout.names, self.texts)

    @overload
    def __getitem__(self, index: int) -> SimpleMember: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[SimpleMember]: ...
    def __getitem__(self, index: int | slice) -> SimpleMember | Sequence[SimpleMember]:
        return tuple(self)[index]

    def __eq__(self, other: object) -> bool:
        return tuple(self) == tuple(other) if isinstance(other, LazyMembers | tuple) else NotImplemented

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return repr(tuple(self))
