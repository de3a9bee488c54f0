"""Members of vectors that are made, or decoded, only when they are read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple, TypeVar, overload

from indipyterm.protocol.messages import AnyDef, OneMember, OneNumber

SimpleMember = OneMember | OneNumber
"""A member with a name and a text only: no BLOB, and no number with new limits."""

M = TypeVar("M", bound=AnyDef | SimpleMember)


class _Lazy(Sequence[M]):
    """A sequence that is equal to the tuple of its members."""

    __slots__ = ()

    @overload
    def __getitem__(self, index: int) -> M: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[M]: ...
    def __getitem__(self, index: int | slice) -> M | Sequence[M]:
        return tuple(self)[index]

    def __eq__(self, other: object) -> bool:
        return tuple(self) == tuple(other) if isinstance(other, type(self) | tuple) else NotImplemented

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return repr(tuple(self))


class LazyDefinitions(_Lazy[AnyDef]):
    """The members of a definition, of which the `names` are known; `make` makes them."""

    __slots__ = ("_make", "_members", "names")

    def __init__(self, names: Sequence[str], make: Callable[[], tuple[AnyDef, ...]]) -> None:
        self.names = names
        self._make: Callable[[], tuple[AnyDef, ...]] | None = make
        self._members: tuple[AnyDef, ...] = ()

    def _made(self) -> tuple[AnyDef, ...]:
        if self._make:
            self._members, self._make = self._make(), None
        return self._members

    def __len__(self) -> int:
        return len(self.names)

    def __iter__(self) -> Iterator[AnyDef]:
        return iter(self._made())


class MemberLayout(NamedTuple):
    """What all updates of a vector have in common.

    `names` are the members' names in order; `create` makes a member from a name and a value; `extract` returns the
    values in what was received of an update.
    """

    names: tuple[str, ...]
    create: Callable[[str, str], SimpleMember]
    extract: Callable[[Any], list[str]]


class LazyMembers(_Lazy[SimpleMember]):
    """The members of an update, extracted on first use from its `source`: what `layout.extract` takes."""

    __slots__ = ("_source", "_texts", "layout")

    def __init__(self, layout: MemberLayout, source: Any) -> None:
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
