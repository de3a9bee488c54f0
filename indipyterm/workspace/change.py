"""What the workspace tells its subscribers: what is different now, and what people should be told of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from indipyterm.presentation.keys import DeviceKey, VectorKey


class NoticeKind(Enum):
    """What a notice is about, so that a face can decide how loud it is."""

    SAVED = auto()
    """A BLOB is in a file."""
    NOT_SAVED = auto()
    """A BLOB is lost, or could not be saved."""
    NOT_SENT = auto()
    """Values could not be sent, or were not answered before the connection was lost."""
    NO_ANSWER = auto()
    """A device did not answer in time."""
    ALERT = auto()
    """A device answered with Alert."""
    DRAFT_DROPPED = auto()
    """Something that was picked and not sent is gone with its property."""
    FILE = auto()
    """Something is wrong with the log file or the recording."""


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to be told at once. Both texts hold what devices said, as it came: a face makes them safe to show."""

    kind: NoticeKind
    title: str
    text: str

    @property
    def good(self) -> bool:
        """Whether it tells of something that went well."""
        return self.kind is NoticeKind.SAVED


@dataclass(frozen=True, slots=True)
class Change:
    """What is different since the last change; the workspace is up to date already.

    `vectors` have new values, `devices` other vectors. `connection`: a connection was made, lost, or could not be
    made. `journal`: there are new lines. `transfers`: BLOBs are under way, saved, or wanted otherwise. `image`: another
    image is the last one. `drafts`: something picked and not sent was dropped.
    """

    vectors: frozenset[VectorKey] = frozenset()
    devices: frozenset[DeviceKey] = frozenset()
    connection: bool = False
    journal: bool = False
    transfers: bool = False
    image: bool = False
    drafts: bool = False
    notices: tuple[Notice, ...] = ()
