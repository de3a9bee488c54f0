"""Sending a saved file as it is."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from pathlib import Path

from starlette.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from indipyterm.web.images.media_types import START, media_type
from indipyterm.web.images.saved_files import open_saved

KEPT = {"Cache-Control": "private, max-age=3600", "X-Content-Type-Options": "nosniff"}
"""Headers of what comes from a saved file, which is never written again."""

_PIECE = 1 << 18
_UNQUOTABLE = re.compile(r"[^A-Za-z0-9._+-]")


class Download(StreamingResponse):
    """Sends a saved file, and closes it, even where nothing of it could be sent.

    Waits for the disk when it is made. Raises OSError, also where the file is a link now.
    """

    def __init__(self, path: str) -> None:
        self._file = open_saved(path)
        try:
            kind = media_type(self._file.read(START))
            size = self._file.seek(0, 2)
            self._file.seek(0)
        except BaseException:
            self._file.close()
            raise
        name = _UNQUOTABLE.sub("_", Path(path).name)
        headers = {"Content-Length": str(size), "Content-Disposition": f'attachment; filename="{name}"', **KEPT}
        super().__init__(self._pieces(size), headers=headers, media_type=kind)

    async def _pieces(self, size: int) -> AsyncIterator[bytes]:
        """What the file had when it was opened; a file that was cut since then ends the connection."""
        while size > 0 and (piece := await asyncio.to_thread(self._file.read, min(_PIECE, size))):
            size -= len(piece)
            yield piece

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it."""
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._file.close()
