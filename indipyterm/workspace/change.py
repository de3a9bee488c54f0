"""What subscribers of a workspace are called with: what changed, and what people should be told of it."""

from __future__ import annotations

from enum import Enum, StrEnum, auto
from typing import NamedTuple

from indipyterm.presentation.keys import DeviceKey, VectorKey


class NoticeKind(Enum):
    """What a notice is about, so that a face can decide how to show it."""

    SAVED = auto()
    """A BLOB was saved in a file."""
    NOT_SAVED = auto()
    """A BLOB was lost, or could not be saved."""
    IN_MEMORY = auto()
    """Images are kept in memory only, since there is no folder to save them in."""
    VIDEO = auto()
    """The frames of a video are not saved unless that is turned on."""
    NOT_SENT = auto()
    """Values could not be sent, or were not answered before the connection was lost."""
    NO_ANSWER = auto()
    """A device did not answer in time."""
    ALERT = auto()
    """A device answered with Alert, or reported an Alert with a text."""
    DRAFT_DROPPED = auto()
    """A switch that was picked and not sent is gone, or its whole property."""
    MOTION = auto()
    """Something that was moved by hand could not be stopped, or was stopped late."""
    FILE = auto()
    """The log file or the recording could not be written."""
    SERIES_DONE = auto()
    """All frames of a series are there."""
    SERIES_STOPPED = auto()
    """A series ended before that."""
    SERIES_PAUSED = auto()
    """A series waits for the user, or until its camera is back."""
    SERIES_GOES_ON = auto()
    """A series goes on after a pause."""


class Notice(NamedTuple):
    """Something to be told at once. Both texts may contain what a device sent: a face makes them safe to show."""

    kind: NoticeKind
    title: str
    text: str

    @property
    def good(self) -> bool:
        """Whether something succeeded."""
        return self.kind in (NoticeKind.SAVED, NoticeKind.SERIES_DONE, NoticeKind.SERIES_GOES_ON)


class Announced(StrEnum):
    """What is announced, by the names that the settings have for it."""

    EXPOSURE = "exposure"
    SERIES = "series"
    SLEW = "slew"
    MOVE = "move"
    ALERT = "alert"
    LOSS = "loss"
    WEATHER = "weather"


class Announcement(NamedTuple):
    """Something for people who look elsewhere. The texts may contain what a device sent: a face makes them safe."""

    kind: Announced
    title: str
    text: str


class Change(NamedTuple):
    """What changed since the last one. The workspace is already up to date.

    `vectors` have new values; `devices` have new, redefined or deleted vectors. `connection`: a connection was made
    or lost, or could not be made; or there are other servers. `journal`: there are new lines. `transfers`: BLOBs are
    being transferred, were saved or lost, or others are wanted. `image`: there is a new last image. `drafts`: what was
    picked and not sent is gone. `series`: a series has another progress, or there is another one.
    """

    vectors: frozenset[VectorKey] = frozenset()
    devices: frozenset[DeviceKey] = frozenset()
    connection: bool = False
    journal: bool = False
    transfers: bool = False
    image: bool = False
    drafts: bool = False
    series: bool = False
    notices: tuple[Notice, ...] = ()
    announcements: tuple[Announcement, ...] = ()
