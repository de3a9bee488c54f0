"""The files that this program saved in this session, by ids that say nothing of where they are."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from collections.abc import Iterable
from itertools import takewhile
from pathlib import Path
from typing import BinaryIO

from indipyterm.files.opening import open_regular_in, remove_from
from indipyterm.presentation.keys import VectorKey
from indipyterm.workspace.transfers import SavedFile

MOST = 300
"""Files that are known; then the oldest are forgotten, but for the last of each camera."""

_SECRET = secrets.token_bytes(32)

Camera = tuple[VectorKey, str]
"""A BLOB vector, and a member of it."""


def file_id(path: str) -> str:
    """The id of a saved file, the same as long as this program runs."""
    return hmac.digest(_SECRET, os.fsencode(path), hashlib.sha256)[:12].hex()


class SavedFiles:
    """Only what was noted can be found and opened; what was put in the place of a saved file as a link cannot."""

    def __init__(self) -> None:
        self._files: dict[str, SavedFile] = {}  # the oldest first
        self._noted: SavedFile | None = None  # the newest of the last call, which may have been removed since

    def note(self, files: Iterable[SavedFile]) -> None:
        """Note the files, the newest first, that were saved after the last call."""
        new = list(takewhile(lambda file: file is not self._noted, files))
        for file in reversed(new):
            name = file_id(file.path)
            self._files.pop(name, None)
            self._files[name] = self._noted = file
        if len(self._files) > MOST:
            kept = set(self.last_of_cameras())
            for name in list(self._files)[: len(self._files) - MOST]:
                if name not in kept:
                    del self._files[name]

    def find(self, name: str) -> SavedFile | None:
        """The file that has an id."""
        return self._files.get(name)

    def newest_first(self) -> dict[str, SavedFile]:
        """All files by their ids."""
        return dict(reversed(self._files.items()))

    def last_of_cameras(self) -> dict[str, SavedFile]:
        """The last file of each camera by their ids, the newest first."""
        found: dict[Camera, tuple[str, SavedFile]] = {}
        for name, file in reversed(self._files.items()):
            found.setdefault((file.key, file.member), (name, file))
        return dict(found.values())

    def forget(self, name: str) -> None:
        """Have an id find nothing any more."""
        self._files.pop(name, None)


def open_saved(path: str) -> BinaryIO:
    """Open a saved file. Raises OSError, also where it or its folder is a link now."""
    place = Path(path)
    return open_regular_in(place.parent, place.name)


def remove_saved(path: str) -> None:
    """Remove a saved file. Raises OSError, also where it or its folder is a link now."""
    place = Path(path)
    remove_from(place.parent, place.name)
