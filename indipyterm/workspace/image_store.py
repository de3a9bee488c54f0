"""The last image: read from the file that it was saved in, or kept in memory where there is no folder for it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from indipyterm.client.blob_intake import VIDEO_FORMAT
from indipyterm.client.blobs import check_folder, file_name, save
from indipyterm.exceptions import NotSaved
from indipyterm.model.members import BlobMember
from indipyterm.model.standard import takes_seconds
from indipyterm.presentation.keys import DeviceKey, VectorKey
from indipyterm.protocol.blob_data import BlobData
from indipyterm.protocol.messages import Kind
from indipyterm.workspace.change import Change, Notice, NoticeKind
from indipyterm.workspace.images import LastImage, LastImageReader, read_last_image, read_part
from indipyterm.workspace.night import Night
from indipyterm.workspace.servers import Servers
from indipyterm.workspace.submission import Request
from indipyterm.workspace.transfers import Transfers

if TYPE_CHECKING:
    from indipyterm.decoding.process import Decoder
    from indipyterm.presentation.imaging.bare_pixels import FrameSize
    from indipyterm.presentation.imaging.sampling import Area
    from indipyterm.workspace.images import Part

BARE = (".stream", ".bin", ".raw")
"""The ends of names of files that may be bare pixels."""


class ImageStore:
    """Has images sent before exposures are, and keeps the last one; each other one is published as a change."""

    def __init__(
        self, servers: Servers, transfers: Transfers, night: Night, publish: Callable[[Change], object]
    ) -> None:
        self._servers, self._transfers, self._night, self._publish = servers, transfers, night, publish
        self._decoder: Decoder | None = None
        self._reader = LastImageReader(self._set_last, lambda: self.decoder, self._measured)
        self.last: LastImage | None = None
        """The last image that came, or why it can't be shown."""
        self._viewers: set[object] = set()
        self._noticed = False  # whether people know that images are kept in memory only
        self._unsaved: BlobData | None = None  # the image that came last, and was not saved when it did

    async def run(self) -> None:
        """Read images until cancelled."""
        try:
            await self._reader.run()
        finally:
            if self._decoder is not None:
                self._decoder.close()

    @property
    def decoder(self) -> Decoder:
        """The process that decodes and measures images, if the extra for it is there. It begins when it is asked."""
        if self._decoder is None:
            from indipyterm.decoding.process import Decoder  # noqa: PLC0415 - many devices send no images

            self._decoder = Decoder()
        return self._decoder

    @property
    def measures(self) -> bool:
        """Whether stars are looked for: the extra for it is there."""
        from indipyterm.decoding.process import is_installed  # noqa: PLC0415 - many devices send no images

        return is_installed("images")

    @property
    def hidden(self) -> bool:
        """Whether no face shows images: then few are read when they come. The newest is when they are shown."""
        return self._reader.hidden

    @hidden.setter
    def hidden(self, hidden: bool) -> None:
        self._reader.hidden = hidden
        if not hidden and self.last and self.last.picture is None and not self.last.reason:
            self._reader.add(self.last)

    def watch(self, viewer: object) -> None:
        """Something shows images from now on, until `unwatch`."""
        self._viewers.add(viewer)
        self.hidden = False

    def unwatch(self, viewer: object) -> None:
        """It does not any more."""
        self._viewers.discard(viewer)
        self.hidden = not self._viewers

    def prepare(self, requests: Sequence[Request]) -> None:
        """Have images sent, and say where they go, before an exposure is sent."""
        exposed = {
            request.key.owner
            for request in requests
            if (vector := self._servers.vector(request.key)) and takes_seconds(request.key.vector, vector)
        }
        unsaved = [owner for owner in exposed if self._transfers.keeps_in_memory(owner)]
        if unsaved and not self._noticed:
            self._noticed = True
            text = "There is no BLOB folder: only the last image is kept, in memory"
            self._publish(Change(notices=(Notice(NoticeKind.IN_MEMORY, "Images are not saved", text),)))

    def notice_again(self) -> None:
        """There is another folder, or none: people are to know again if images are kept in memory only."""
        self._noticed = False

    def add_saved(self, key: VectorKey, path: Path, when: datetime) -> None:
        """Have an image of a BLOB property read that came at a time (UTC), and was just saved."""
        self._night.add(key, path, when)
        self._reader.add(LastImage(path, None, sizes=self._sizes(path.suffix, key.owner), camera=key.owner))

    def _sizes(self, suffix: str, owner: DeviceKey) -> tuple[FrameSize, ...]:
        """Those that the frames of a camera may have, where the file may not say it."""
        if suffix not in BARE:
            return ()
        from indipyterm.presentation.imaging.bare_pixels import frame_sizes  # noqa: PLC0415 - for videos only

        return frame_sizes(self._servers.device(owner))

    def add_unsaved(self, changed: Iterable[VectorKey]) -> None:
        """Keep the newest image of the vectors that changed, if it was saved in no file.

        Where there is a folder, that is the frame of a video.
        """
        saved = self._transfers.folder is not None
        if saved and self._transfers.save_video:
            return
        for key in changed:
            vector = self._servers.vector(key)
            if vector is None or vector.kind is not Kind.BLOB or not self._transfers.wanted(key):
                continue
            for member in vector.members.values():
                if not isinstance(member, BlobMember) or not member.blob.length() or member.filename:
                    continue
                if saved and not member.format.startswith(VIDEO_FORMAT):
                    continue
                if member.blob is not self._unsaved:
                    self._unsaved = member.blob
                    when = vector.timestamp or self._servers.now()
                    name = file_name(key.device, member.name, when, member.format)
                    self._night.add(key, Path(name), when)
                    sizes = self._sizes(Path(name).suffix, key.owner)
                    image = LastImage(Path(name), None, data=member.blob, sizes=sizes, camera=key.owner)
                    self._reader.add(image)

    async def save(self, folder: Path) -> Path:
        """Save the last image, which is in memory only, in a folder; return its file. Raises `NotSaved`."""
        image = self.last
        if image is None or image.data is None:
            raise NotSaved("there is no image that is not saved")
        path = await asyncio.to_thread(save, check_folder(folder), image.path.name, image.data)
        self._night.moved(image.path, path)
        if self.last is image:
            self._set_last(image._replace(path=path, data=None))
        return path

    async def open(self, path: Path) -> LastImage:
        """Read an image of this session again."""
        if self.last and self.last.path == path:
            return self.last
        return await asyncio.to_thread(read_last_image, LastImage(path, None), self.decoder)

    async def part(self, image: LastImage, area: Area, step: int, *, colours: bool = False) -> Part | None:
        """A part of an image, a code for `step` times `step` pixels; None where it cannot be read any more."""
        return await asyncio.to_thread(read_part, image, area, step, colours=colours)

    def _measured(self, image: LastImage) -> None:
        if image.picture:
            self._night.measure(image.path, image.picture, image.camera)

    def _set_last(self, image: LastImage) -> None:
        self.last = image
        self._measured(image)
        self._publish(Change(image=True))
