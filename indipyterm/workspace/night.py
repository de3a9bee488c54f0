"""The images of this session, a row each: when and how each was taken, and what was measured in it.

Filter, temperature and focuser are what the devices said when the image came; what no device says is taken from its
header.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from indipyterm.client.blob_intake import VIDEO_FORMAT
from indipyterm.presentation.imaging.circumstances import Circumstances, circumstances_now
from indipyterm.presentation.keys import DeviceKey, VectorKey
from indipyterm.workspace.servers import Servers

if TYPE_CHECKING:
    from indipyterm.presentation.imaging.figures import Focus
    from indipyterm.presentation.imaging.picture import Picture

MOST = 1000
"""Images that are kept; then the oldest are forgotten."""

FEW_STARS = 0.5
"""The share of the usual number of stars below which there are few: clouds, dew, a tree."""

_FOCUS_FRAMES = 60
_COMPARED = 5  # images of the same filter before it, which say what is usual
_LEAST_USUAL = 10  # stars: of fewer, chance takes half away


class NightRow(NamedTuple):
    """An image: `path` is its file, or only its name where it is not saved; `when` it came, UTC.

    `exposure` is in seconds, `temperature` in degrees Celsius, `focuser` in steps, `hfr` and `fwhm` in pixels. None is
    what is not known, or was not measured.
    """

    camera: DeviceKey
    path: Path
    when: datetime
    filter: str = ""
    exposure: float | None = None
    temperature: float | None = None
    focuser: float | None = None
    median: float | None = None
    hfr: float | None = None
    fwhm: float | None = None
    stars: int | None = None
    clipped: int | None = None

    def measured(self, picture: Picture) -> NightRow:
        """With what was measured in the picture, and what its header says of the rest."""
        figures, focus = picture.figures, picture.figures.focus
        return self._replace(
            filter=self.filter or picture.filter,
            exposure=picture.exposure if self.exposure is None else self.exposure,
            temperature=picture.temperature if self.temperature is None else self.temperature,
            focuser=picture.focuser if self.focuser is None else self.focuser,
            median=figures.median,
            clipped=figures.clipped,
            hfr=focus.hfr if focus else None,
            fwhm=focus.fwhm if focus else None,
            stars=focus.stars if focus else None,
        )


class FocusFrame(NamedTuple):
    """How sharp the stars of an image were, and where the focuser was; `hfr` is None where there was no star."""

    focuser: float | None
    hfr: float | None
    stars: int


class Night:
    """The rows of the images that came, the oldest first."""

    def __init__(self, servers: Servers) -> None:
        self._servers = servers
        self.focus: deque[FocusFrame] = deque(maxlen=_FOCUS_FRAMES)
        """The last images in which stars were looked for, those of videos, too; the oldest first."""
        self._last_focus: Focus | None = None
        self._rows: deque[NightRow] = deque(maxlen=MOST)

    @property
    def rows(self) -> Sequence[NightRow]:
        """All rows, the oldest first."""
        return self._rows

    def add(self, key: VectorKey, path: Path, when: datetime) -> None:
        """Note an image of a BLOB property that just came; frames of videos are not noted."""
        if path.suffix.startswith(VIDEO_FORMAT):
            return
        facts = self._circumstances(key.owner)
        self._rows.append(
            NightRow(key.owner, path, when, facts.filter, temperature=facts.temperature, focuser=facts.focuser)
        )

    def measure(self, path: Path, picture: Picture, camera: DeviceKey | None = None) -> None:
        """Note what was measured in an image; `camera` sent it, and a frame of a video has just come."""
        place, focus = self.place(path), picture.figures.focus
        if place is not None:
            self._rows[place] = self._rows[place].measured(picture)
        if focus is None or focus is self._last_focus:
            return
        self._last_focus = focus
        if place is not None:
            position = self._rows[place].focuser
        else:
            position = self._circumstances(camera).focuser if camera else None
        self.focus.append(FocusFrame(position, focus.hfr, focus.stars))

    def _circumstances(self, camera: DeviceKey) -> Circumstances:
        return circumstances_now(camera.device, self._servers.client(camera).catalog.devices)

    def moved(self, path: Path, new: Path) -> None:
        """An image that was in memory only was saved in a file."""
        if (place := self.place(path)) is not None:
            self._rows[place] = self._rows[place]._replace(path=new)

    def place(self, path: Path) -> int | None:
        """The number of the row of an image, from 0; the newest where several were called so. None where none was."""
        return next((place for place in reversed(range(len(self._rows))) if self._rows[place].path == path), None)

    def warning(self, place: int) -> str:
        """What is unusual about an image, in a few words; empty for nothing."""
        return unusual(list(self._rows)[: place + 1])


def unusual(rows: Sequence[NightRow]) -> str:
    """What is unusual about the last of these rows, in a few words; empty for nothing."""
    last = rows[-1]
    if last.stars is None:
        return ""
    alike = [
        row.stars
        for row in rows[:-1]
        if row.stars is not None and (row.camera, row.filter, row.exposure) == (last.camera, last.filter, last.exposure)
    ]
    usual = median(alike[-_COMPARED:]) if alike else 0.0
    if usual < _LEAST_USUAL or last.stars >= FEW_STARS * usual:
        return ""
    return f"stars -{100 * (1 - last.stars / usual):.0f} %"
