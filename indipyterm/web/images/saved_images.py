"""The images of this session, as browsers get them."""

from __future__ import annotations

from pathlib import Path

from indipyterm.presentation.imaging.bare_pixels import FrameSize, frame_sizes
from indipyterm.presentation.imaging.kinds import BARE
from indipyterm.web.images.reading import ImageReading
from indipyterm.web.images.saved_files import SavedFiles
from indipyterm.web.images.worker import ImageWorker
from indipyterm.workspace.change import Change
from indipyterm.workspace.transfers import SavedFile
from indipyterm.workspace.workspace import Workspace


class Images:
    """The saved files of a workspace, and the thread that reads them."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._files = SavedFiles()
        self.worker = ImageWorker()
        self.reading = ImageReading(workspace.images.decoder)
        workspace.images.hidden = True  # what is looked at is read for it
        self._unsubscribe = workspace.subscribe(self._update)

    @property
    def files(self) -> SavedFiles:
        """The files that were saved up to now."""
        self._files.note(self._workspace.transfers.files)  # whoever was called with the change first
        return self._files

    def frame_sizes(self, file: SavedFile) -> tuple[FrameSize, ...]:
        """The sizes that the pixels in a file may have that does not say it."""
        bare = Path(file.path).suffix in BARE
        return frame_sizes(self._workspace.servers.device(file.key.owner)) if bare else ()

    def _update(self, change: Change) -> None:
        if change.transfers:
            self._files.note(self._workspace.transfers.files)

    def close(self) -> None:
        """Note no more files, and drop what is still to be read."""
        self._unsubscribe()
        self.worker.close()
        self._workspace.images.decoder.close()
