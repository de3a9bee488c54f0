"""What the app does with files: BLOBs saved and sent, settings kept and put back."""

from __future__ import annotations

from pathlib import Path

from textual import on

from indipyterm.exceptions import NotSaved
from indipyterm.presentation.text import printable
from indipyterm.tui import screens
from indipyterm.tui.messages import UploadWanted
from indipyterm.tui.session import Session


class Filing(Session):
    """The app with its actions on files."""

    @on(UploadWanted)
    def _upload_wanted(self, event: UploadWanted) -> None:
        title = f"Send a file to {event.key.device} › {event.key.vector} › {event.member}"

        def chosen(path: str | None) -> None:
            if path:
                self.send(event.key, {event.member: (path, 0, "")})

        self.push_screen(screens.ChoosePath(title, Path.home(), files=True), chosen)

    # BLOBs

    def action_blobs(self) -> None:
        """Show where BLOBs go, which are wanted, and the last files."""
        self.push_screen(screens.BlobsScreen(self.blobs, self.servers, self.action_blob_folder, self._clock))

    def action_blob_folder(self, path: str | None = None) -> None:
        """Save BLOBs in a folder, asked for unless given; none turns saving off."""
        if path is not None:
            self._folder_chosen(path)
            return
        title, start = "Save BLOBs in (empty: nowhere)", self.blobs.folder or Path.home()
        self.push_screen(
            screens.ChoosePath(title, start, files=False, text=str(self.blobs.folder or "")), self._folder_chosen
        )

    def _folder_chosen(self, path: str | None) -> None:
        if path is None:
            return
        try:
            self.blobs.set_folder(Path(path).expanduser() if path else None)
        except (NotSaved, RuntimeError) as error:  # the latter where nobody is called ~name
            self.complain(str(error), "Folder not changed")
        self.show_status()

    # Settings

    def action_save_settings(self, server: str, file: str) -> None:
        """Keep the settings of all devices of a server in a file; one that is there is asked about."""
        self.run_worker(self._save_settings(server, file))

    async def _save_settings(self, server: str, file: str, *, replace_it: bool = False) -> None:
        # the commands come along with these, which most runs do without
        from indipyterm.workspace.saved_settings import FAULTS, path_of, save_settings, why  # noqa: PLC0415

        def answered(yes: bool | None) -> None:
            if yes:
                self.run_worker(self._save_settings(server, file, replace_it=True))

        try:
            path = path_of(file)
            if path.exists() and not replace_it:
                self.push_screen(screens.Confirm("Replace this file?", str(path)), answered)
                return
            count = await save_settings(self.servers[server].client, path)
        except FAULTS as fault:
            self.complain(why(fault), "Not saved")
        else:
            self.notify(printable(f"in {path}"), title=f"Settings of {count} properties saved", markup=False)

    async def action_compare_settings(self, server: str, file: str) -> None:
        """Show what differs from the settings in a file, to be put back from there."""
        from indipyterm.workspace.saved_settings import FAULTS, path_of, read_settings, why  # noqa: PLC0415

        try:
            path = path_of(file)
            settings = await read_settings(path)
        except FAULTS as fault:
            self.complain(why(fault), "Settings")
        else:
            await self.push_screen(screens.SettingsScreen(path, settings, server, self.servers, self.when_agreed))
