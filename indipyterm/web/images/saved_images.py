"""The images of this session, as browsers get them."""

from __future__ import annotations

from indipyterm.web.images.reading import ImageReading
from indipyterm.web.images.saved_files import SavedFiles
from indipyterm.web.images.worker import ImageWorker
from indipyterm.workspace.change import Change
from indipyterm.workspace.workspace import Workspace


class Images:
    """The saved files of a workspace, and the thread that reads them."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._files = SavedFiles()
        self.worker = ImageWorker()
        self.reading = ImageReading()
        self._unsubscribe = workspace.subscribe(self._update)

    @property
    def files(self) -> SavedFiles:
        """The files that were saved up to now."""
        self._files.note(self._workspace.transfers.files)  # whoever was called with the change first
        return self._files

    def _update(self, change: Change) -> None:
        if change.transfers:
            self._files.note(self._workspace.transfers.files)

    def close(self) -> None:
        """Note no more files, and drop what is still to be read."""
        self._unsubscribe()
        self.worker.close()
