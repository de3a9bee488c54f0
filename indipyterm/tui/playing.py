"""What the app does with a recording that is played for it."""

from __future__ import annotations

from datetime import datetime

from indipyterm.tui.filing import Filing

_CALL_AGAIN = 0.5  # seconds
_UNNOTICED = 0.5  # seconds that a seek may take without a word; hours of a night take some the first time


class Playing(Filing):
    """The app with its actions on a replay; they do nothing where there is none."""

    def on_mount(self) -> None:
        """Call recorded servers again soon: the wait after a loss is for real ones."""
        if self.setup.player:
            self.set_interval(_CALL_AGAIN, self._call_again)

    def _call_again(self) -> None:
        for server in self.servers:
            server.client.retry()

    async def action_seek(self, when: str) -> None:
        """Go to another time of the recording, in ISO 8601."""
        if player := self.setup.player:
            said = self.set_timer(_UNNOTICED, lambda: self.notify("Reading the recording ...", title="Seek"))
            await player.seek(datetime.fromisoformat(when))
            said.stop()
            self.show_status()

    def action_pause(self, paused: bool) -> None:
        """Halt the replay, or go on with it."""
        if player := self.setup.player:
            player.pace(paused=paused)
            self.show_status()

    def action_speed(self, speed: float) -> None:
        """Play faster or slower."""
        if player := self.setup.player:
            player.pace(speed=speed, paused=False)
            self.show_status()
