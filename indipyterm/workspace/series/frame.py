"""Judging one exposure of a series: which events are about it, and whether its image is there. No IO, no clock."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from indipyterm.client.status_text import status_text
from indipyterm.model.devices import is_complaint
from indipyterm.model.events import (
    BlobLost,
    BlobNotSaved,
    BlobSaved,
    BlobSizeDiffers,
    Defined,
    Deleted,
    Disconnected,
    Event,
    MessageReceived,
    OtherClientSent,
    Updated,
    ValuesSent,
)
from indipyterm.protocol.messages import State
from indipyterm.workspace.series.plan import Plan

REASON_SECONDS = 0.5
"""How long a device has to say why it failed."""

NO_BUSY_SECONDS = 2.0
"""After an Ok without a Busy: the answer to what was there before, unless nothing contradicts it for so long."""

ANSWER_SECONDS = 30.0
"""How long a camera has to answer, beside the exposure itself; a driver's timeout may be longer."""

IMAGE_SECONDS = 60.0
"""How long an image may be on its way after the exposure, before its first byte; and an exposure be late."""

DOUBT_SECONDS = 5.0
"""The same where an image came early, which may be that of another exposure."""

_MOST_LEFT = 2.0  # seconds, or half of the exposure: an image that comes with more than that to run is of another one
_SLACK = 1.05  # a camera may round what it is asked for


class Saved(NamedTuple):
    """The image is in a file."""

    path: str
    member: str = ""


class Failed(NamedTuple):
    """There will be no image of this exposure, or none that is certain to be of it; `stopped`: somebody wants none."""

    why: str
    stopped: bool = False


class Lost(NamedTuple):
    """The connection or the camera went away."""

    why: str


FrameOutcome = Saved | Failed | Lost


class FrameWatch:
    """Hears the events of the camera's server from just before the exposure is sent; `outcome` is None until it ends.

    An image belongs to the exposure if the camera had answered with Busy before it came, and it did not come long
    before the end. The exposure is over when the camera says so *and* the image is saved, in either order.
    `now` gives seconds, `left` those that the camera says are still to run.
    """

    def __init__(self, plan: Plan, left: Callable[[], float], now: Callable[[], float], timeout: float = 0.0) -> None:
        self.outcome: FrameOutcome | None = None
        self.sent = self.begun = self.over = False
        self._device, self._exposure, self._image = plan.camera.device, plan.camera.vector, plan.image.vector
        self._seconds, self._left, self._now = float(plan.seconds), left, now
        self._timeout = max(timeout, ANSWER_SECONDS)
        self._since = self._began_at = self._said_at = now()
        self._said_left = self._seconds
        self._failing = self._saved = self._doubtful = self._complaint = self._member = ""
        self._unsure = self._stopped = False

    @property
    def wants_image(self) -> bool:
        """Whether an image that comes now is likely to be the one."""
        return self.begun and not self._saved and self.outcome is None

    @property
    def deadline(self) -> float:
        """When to call `expire` unless there is an outcome before."""
        if self._failing:
            return self._since + REASON_SECONDS
        if self._unsure:
            return self._since + NO_BUSY_SECONDS
        if self.over:
            return self._since + (DOUBT_SECONDS if self._doubtful else IMAGE_SECONDS)
        if self.begun:
            return self._said_at + self._said_left + max(self._timeout, IMAGE_SECONDS)
        return self._since + self._seconds + self._timeout

    def expire(self, *, arriving: bool = False) -> None:
        """Decide what to make of it that nothing more was heard; `arriving`: an image is being received."""
        if self._failing:
            self.outcome = Failed(self._complaint or self._failing, self._stopped)
        elif self._unsure:
            self._unsure, self.begun = False, True
            self._end_of_exposure()
        elif self.over and arriving:
            self._since = self._now()
        elif self.over and self._doubtful:
            self.outcome = Saved(self._doubtful, self._member)
        elif self.over:
            self._fail("the exposure ended, and no image came")
        elif self.begun:
            self._fail("the end of the exposure is overdue")
        else:
            self._fail("the camera does not answer")

    def on_event(self, event: Event) -> None:
        """Called with each event of the camera's server."""
        if self.outcome:
            return
        match event:
            case Disconnected(reason):
                self.outcome = Lost(f"the connection is lost: {reason}")
            case Deleted(message) if message.device in (None, self._device):
                if message.name in (None, self._exposure, self._image):
                    self.outcome = Lost("the camera went away")
            case ValuesSent(device, vector, _, _) if (device, vector) == (self._device, self._exposure):
                if self.sent:
                    self._fail("another exposure was started meanwhile")
                self.sent = True
            case OtherClientSent(message, _) if (message.device, message.name) == (self._device, self._exposure):
                self._fail("another client started an exposure")
            case Updated(message) | Defined(message) if (message.device, message.name) == (
                self._device,
                self._exposure,
            ):
                if message.state and self.sent:
                    self._judge(message.state, message.message or "")
            case MessageReceived(message) if message.device == self._device and is_complaint(message.message or ""):
                self._complaint = message.message or ""
                if self._failing:
                    self.expire()
            case _:
                self._hear_image(event)

    def _hear_image(self, event: Event) -> None:
        match event:
            case BlobSaved(device, vector, member, path, _, _) if (device, vector) == (self._device, self._image):
                self._member = member
                self._image_saved(path)
            case BlobSizeDiffers(device, vector, _, received, announced) if received < announced:
                self._image_fault(device, vector, event)
            case BlobLost(device, vector) | BlobNotSaved(device, vector):
                self._image_fault(device, vector, event)

    def _image_fault(self, device: str, vector: str, event: BlobLost | BlobNotSaved | BlobSizeDiffers) -> None:
        if self.begun and (device, vector) == (self._device, self._image):
            self._fail(status_text(event))

    def _judge(self, state: State, text: str) -> None:
        """Judge what the camera says of the exposure."""
        if self._failing:
            return
        if state is State.BUSY:
            self._busy()
        elif state is State.OK and self.begun:
            self._end_of_exposure()
        elif state is State.OK and not self._unsure:
            self._unsure, self._since = True, self._now()
        elif state is State.ALERT or (state is State.IDLE and self.begun):
            what = "the camera answered Alert" if state is State.ALERT else "the exposure was stopped"
            self._failing, self._stopped, self._since = text or what, state is State.IDLE, self._now()
            if text:
                self.expire()

    def _busy(self) -> None:
        if not self.begun:  # what was saved until now is of an exposure before this one
            self.begun, self._unsure, self._saved, self._began_at = True, False, "", self._now()
        self._said_left, self._said_at = self._left(), self._now()
        if self._said_left > self._seconds * _SLACK + 1:
            self._fail(f"another exposure was started, of {self._said_left:g} s")

    def _end_of_exposure(self) -> None:
        if not self.over:
            self.over, self._since = True, self._now()
        if self._saved:
            self.outcome = Saved(self._saved, self._member)

    def _image_saved(self, path: str) -> None:
        if self.begun and not self.over and self._still_to_run() > min(_MOST_LEFT, self._seconds / 2):
            self._doubtful = path
            return
        self._saved = self._saved or path  # a driver may send it twice
        if self.over:
            self.outcome = Saved(self._saved, self._member)

    def _still_to_run(self) -> float:
        """Seconds that the exposure has to run yet, by the camera's count or by the clock, whichever is less."""
        now = self._now()
        return min(self._said_left - (now - self._said_at), self._seconds - (now - self._began_at))

    def _fail(self, why: str) -> None:
        self.outcome = Failed(why)
