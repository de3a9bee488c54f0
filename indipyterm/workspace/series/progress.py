"""How far a series is, as a value that faces show, and in words."""

from __future__ import annotations

from datetime import datetime
from enum import Enum, auto
from typing import NamedTuple

from indipyterm.presentation.durations import clock_text, progress_text
from indipyterm.presentation.text import Piece, printable
from indipyterm.workspace.series.camera import is_guide_head
from indipyterm.workspace.series.plan import Plan


class Phase(Enum):
    """What a series is doing."""

    WAITING = auto()
    """For the delay, or for a camera that is exposing for somebody else."""
    TURNING = auto()
    """The filter wheel turns."""
    EXPOSING = auto()
    DOWNLOADING = auto()
    """The exposure is over, the image is not here yet."""
    PAUSED = auto()
    ENDED = auto()


class EndKind(Enum):
    """How a series ended."""

    COMPLETE = auto()
    STOPPED = auto()
    """By the user."""
    ABORTED = auto()
    """By an ABORT."""
    FAILED = auto()
    LOST = auto()
    """The connection or the camera did not come back."""


class Step(Enum):
    """What the user may want of a series that runs."""

    PAUSE = auto()
    """When the present frame is done."""
    GO_ON = auto()
    STOP_AFTER_FRAME = auto()
    STOP_NOW = auto()


class Progress(NamedTuple):
    """A series at one moment. `done` frames are saved; `began` is when the present phase did, UTC.

    `reason` says why it is paused, waits or has ended; `goes_on`: it does so by itself when the reason is gone.
    `ends_after`, `pauses_after`: it will, when the present frame is done. `frame_seconds` is what a frame has taken
    so far, on average, from one exposure to the next without the delay; `end` is how it ended.
    """

    plan: Plan
    phase: Phase
    done: int
    began: datetime
    reason: str = ""
    goes_on: bool = False
    pauses_after: bool = False
    ends_after: bool = False
    frame_seconds: float = 0.0
    end: EndKind | None = None
    last: str = ""
    """The path of the last image; empty before there was one."""

    @property
    def frame(self) -> int:
        """The frame that is being taken, counted from 1."""
        return min(self.done + 1, self.plan.frames)

    def seconds_left(self, now: datetime) -> float:
        """About how long the rest takes, if nothing comes between."""
        left = self.plan.frames - self.done
        each = self.frame_seconds or float(self.plan.seconds)
        elapsed = (now - self.began).total_seconds() if self.phase is Phase.EXPOSING else 0.0
        return max(0.0, left * each + max(0, left - 1) * self.plan.delay - min(elapsed, each))


def possible_steps(progress: Progress) -> list[Step]:
    """What may become of a series, as it is now."""
    paused = progress.phase is Phase.PAUSED
    if paused:
        return [*([] if progress.goes_on else [Step.GO_ON]), Step.STOP_NOW]
    first = [Step.GO_ON] if progress.pauses_after or progress.ends_after else []
    rest = [] if progress.ends_after else [*([] if progress.pauses_after else [Step.PAUSE]), Step.STOP_AFTER_FRAME]
    return [*first, *rest, Step.STOP_NOW]


def progress_piece(progress: Progress, now: datetime) -> Piece:
    """A series in a few words: ``3/10 Blue, 12 of 30 s, 3:51 left``; safe to show."""
    pieces = progress_pieces(progress, now)
    return Piece(", ".join(piece.text for piece in pieces), pieces[0].role)


def progress_pieces(progress: Progress, now: datetime) -> list[Piece]:
    """The same, the most important first: a line that has little room leaves the last ones out."""
    plan, total = progress.plan, progress.plan.frames
    head = "guide " if is_guide_head(plan.camera.vector) else ""
    if progress.phase is Phase.PAUSED:
        role = "alert" if progress.reason else "busy"
        why = [printable(progress.reason)] if progress.reason else []
        return [Piece(text, role) for text in (f"{head}PAUSED {progress.done}/{total}", *why)]
    used = plan.filter_of(progress.frame)
    name = f" {printable(used.name)}" if used else ""
    left = f"{clock_text(progress.seconds_left(now))} left"
    then = "stops after this" if progress.ends_after else "pauses after this" if progress.pauses_after else left
    return [Piece(text, "busy") for text in (f"{head}{progress.frame}/{total}{name}", _phase_text(progress, now), then)]


def _phase_text(progress: Progress, now: datetime) -> str:
    elapsed = (now - progress.began).total_seconds()
    match progress.phase:
        case Phase.EXPOSING:
            return progress_text(elapsed, float(progress.plan.seconds))
        case Phase.DOWNLOADING:
            return "downloading"
        case Phase.TURNING:
            return "filter turns"
    return printable(progress.reason) or f"next in {max(0.0, progress.plan.delay - elapsed):.0f} s"
