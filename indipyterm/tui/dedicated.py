"""What a dedicated client is made of: a Textual app of one's own, for one instrument.

- `PanelClient` is an `IPyClient` (everything that scripts do with one works) that tells panels and fields what changed.
- `InstrumentPanel` shows properties under a title, live, and edits them in place, with the keys of the main screen.
- `MemberField` is one line: the state, label and value of one member.
- `STYLES` is the style sheet that they need: an app's `CSS_PATH`.

A property is written ``Device.PROPERTY``, a member ``Device.PROPERTY.MEMBER``; INDI names have no dots, devices may.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from textual import on

from indipyterm.client.hosts import server_name
from indipyterm.client.ipyclient import IPyClient, core_of
from indipyterm.exceptions import NotSent, Refused
from indipyterm.model.members import Member, NumberMember
from indipyterm.presentation.keys import VectorKey
from indipyterm.presentation.text import printable
from indipyterm.tui.messages import ListWanted, ModelChanged, Submitted, UploadWanted
from indipyterm.tui.rows.kinds import row_for
from indipyterm.tui.rows.painter import PaintedLines
from indipyterm.tui.rows.styled import Styled, StyledLine
from indipyterm.tui.screens.choose_option import ChooseOption
from indipyterm.tui.screens.choose_path import ChoosePath
from indipyterm.tui.widgets.property_panel import PropertyPanel
from indipyterm.workspace.clock import SystemClock
from indipyterm.workspace.servers import Servers

STYLES = Path(__file__).with_name("app.tcss")

Follower = Callable[[ModelChanged], object]


class PanelClient(IPyClient):
    """An `IPyClient` with followers; run it with ``app.run_worker(client.asyncrun())``."""

    def __init__(self, indihost: str = "localhost", indiport: int = 7624) -> None:
        super().__init__(indihost, indiport)
        self.clock = SystemClock()
        self.servers = Servers(self._pass_on, self.clock)
        self.name = server_name(indihost, indiport)
        self._server = self.servers.add_client(self.name, core_of(self))
        self.followers: list[Follower] = []
        """Who is told of what changed, at most once a frame."""

    def _pass_on(self, message: ModelChanged) -> None:
        for event in message.events:
            self._server.follow(event)
        for follower in tuple(self.followers):
            follower(message)


class InstrumentPanel(PropertyPanel):
    """Properties under a title; what is sent goes to the client, and what is refused is told."""

    def __init__(self, client: PanelClient, title: str, *properties: str) -> None:
        """Show `properties`, each ``Device.PROPERTY``; ValueError for what is written otherwise."""
        super().__init__(client.servers, client.clock, title, [_split(text) for text in properties])
        self._client = client

    def on_mount(self) -> None:
        """Follow the client."""
        self._client.followers.append(self._follow)
        self.set_interval(1.0, self.pane.sheet.tick)

    def on_unmount(self) -> None:
        """Follow no more."""
        self._client.followers.remove(self._follow)

    def _follow(self, message: ModelChanged) -> None:
        self.changed(message.vectors, message.devices)
        if message.events:
            self.connection_changed()

    @on(Submitted)
    def _submitted(self, event: Submitted) -> None:
        event.stop()
        self.run_worker(self._send(event.key, event.values))

    async def _send(self, key: VectorKey, values: Any) -> None:
        editor = self.pane.editor if self.pane.editing == key else None
        try:
            await core_of(self._client).submit(key.device, key.vector, values)
        except (Refused, NotSent) as error:
            if editor:
                editor.refuse(str(error))
            self.app.notify(printable(str(error)), title="Not sent", severity="error", markup=False)
        else:
            if editor and self.pane.editor is editor:
                await self.pane.close()

    @on(ListWanted)
    def _list_wanted(self, event: ListWanted) -> None:
        event.stop()
        choices = self.pane.sheet.choices

        def chosen(values: dict[str, str] | None) -> None:
            if values:
                choices.drop(event.key)
                self.run_worker(self._send(event.key, values))

        self.app.push_screen(ChooseOption(event.key, self._client.servers, choices.drafts(event.key)), chosen)

    @on(UploadWanted)
    def _upload_wanted(self, event: UploadWanted) -> None:
        event.stop()

        def chosen(path: str | None) -> None:
            if path:
                self.run_worker(self._send(event.key, {event.member: (path, 0, "")}))

        self.app.push_screen(ChoosePath(f"Send a file to {event.member}", Path.home(), files=True), chosen)


class MemberField(PaintedLines):
    """State, label and value of one member, ``Device.PROPERTY.MEMBER``."""

    def __init__(self, client: PanelClient, member: str) -> None:
        """Show a member; ValueError where that is not how it is written."""
        super().__init__()
        vector, self._member = _split(member)
        self._client = client
        self._key = VectorKey(client.name, *_split(vector))

    def on_mount(self) -> None:
        """Follow the client."""
        self._client.followers.append(self._follow)

    def on_unmount(self) -> None:
        """Follow no more."""
        self._client.followers.remove(self._follow)

    def _follow(self, message: ModelChanged) -> None:
        if self._key in message.vectors or self._key.owner in message.devices or message.events:
            self.update()

    def row(self, line: int) -> StyledLine:
        vector = self._client.servers.vector(self._key)
        member = vector.members.get(self._member) if vector else None
        if vector is None or member is None or line:
            return [Styled(f" · {self._member}: not there", "dim")] if not line else []
        label = vector.label if len(vector.members) == 1 else member.label
        value = Styled(printable(_shown(member)), "stale" if vector.stale else "value")
        return [Styled(" "), row_for(vector).state_part(), Styled(f" {printable(label)} ", "label"), value]


def _shown(member: Member) -> str:
    return member.formatted().strip() if isinstance(member, NumberMember) else member.value


def _split(text: str) -> tuple[str, str]:
    """What is before the last dot, and what is behind it."""
    before, _, behind = text.rpartition(".")
    if not (before and behind):
        raise ValueError(f"{text!r} is no property: write Device.PROPERTY")
    return before, behind
