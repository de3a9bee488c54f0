"""What a dedicated client is made of: a Textual app of one's own, for one instrument.

- `PanelClient` is an `IPyClient` (everything that scripts do with one works) with a workspace for panels and fields.
- `InstrumentPanel` shows properties under a title, live, and edits them in place, with the keys of the main screen.
- `MemberField` is one line: the state, label and value of one member.
- `STYLES` is the style sheet that they need: an app's `CSS_PATH`.

A property is written ``Device.PROPERTY``, a member ``Device.PROPERTY.MEMBER``; INDI names have no dots, devices may.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType

from indipyterm.client.hosts import server_name
from indipyterm.client.ipyclient import IPyClient, core_of
from indipyterm.presentation.keys import VectorKey
from indipyterm.presentation.states import vector_sign
from indipyterm.presentation.text import printable, value_text
from indipyterm.tui.messages import ListWanted, Submitted, UploadWanted
from indipyterm.tui.rows.painter import PaintedLines
from indipyterm.tui.rows.styled import Styled, StyledLine
from indipyterm.tui.sending import send, send_chosen_file, send_chosen_option
from indipyterm.tui.widgets.property_panel import PropertyPanel
from indipyterm.workspace.change import Change
from indipyterm.workspace.config import Config
from indipyterm.workspace.launch import LaunchOptions
from indipyterm.workspace.submission import Request
from indipyterm.workspace.workspace import Workspace

STYLES = Path(__file__).with_name("app.tcss")


class PanelClient(IPyClient):
    """An `IPyClient` with a workspace for panels and fields; run it with ``app.run_worker(client.asyncrun())``.

    `config` says what is asked about before it is sent (``confirm``), and whether nothing is sent (``readonly``).
    """

    def __init__(self, indihost: str = "localhost", indiport: int = 7624, config: Config | None = None) -> None:
        super().__init__(indihost, indiport)
        self.workspace = Workspace(options=LaunchOptions(config or Config()))
        self.server = self.workspace.servers.adopt(server_name(indihost, indiport), core_of(self)).name


class InstrumentPanel(PropertyPanel):
    """Properties under a title: live, edited in place, asked about where that is risky; what is refused is shown."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("u", "undo", "Values before", tooltip="Bring back the values before the last send", id="panel.undo"),
    ]

    def __init__(self, client: PanelClient, title: str, *properties: str) -> None:
        """Show `properties`, each ``Device.PROPERTY``; ValueError for what is written otherwise."""
        super().__init__(client.workspace, title, [_split(text) for text in properties])
        self._workspace = client.workspace
        self._unsubscribe: Callable[[], None] = lambda: None

    def on_mount(self) -> None:
        """Hear what changes."""
        self._unsubscribe = self._workspace.subscribe(self.update_from)
        self.set_interval(1.0, self.pane.sheet.tick)

    def on_unmount(self) -> None:
        """Hear no more."""
        self._unsubscribe()

    @on(Submitted)
    def _submitted(self, event: Submitted) -> None:
        event.stop()
        requests = [Request(event.key, event.values)]
        send(self.app, self._workspace, requests, pane=self.pane if event.typed else None, notify_refusal=True)

    @on(ListWanted)
    def _list_wanted(self, event: ListWanted) -> None:
        event.stop()
        send_chosen_option(self.app, self._workspace, event.key)

    @on(UploadWanted)
    def _upload_wanted(self, event: UploadWanted) -> None:
        event.stop()
        send_chosen_file(self.app, self._workspace, event.key, event.member)

    def action_undo(self) -> None:
        """Bring back, unsent, the values that the row had before the last send."""
        self.pane.edit_previous_values()


class MemberField(PaintedLines):
    """State, label and value of one member, ``Device.PROPERTY.MEMBER``."""

    def __init__(self, client: PanelClient, member: str) -> None:
        """Show a member; ValueError where that is not how it is written."""
        super().__init__()
        vector, self._member = _split(member)
        self._workspace = client.workspace
        self._key = VectorKey(client.server, *_split(vector))
        self._unsubscribe: Callable[[], None] = lambda: None

    def on_mount(self) -> None:
        """Hear what changes."""
        self._unsubscribe = self._workspace.subscribe(self._update)

    def on_unmount(self) -> None:
        """Hear no more."""
        self._unsubscribe()

    def _update(self, change: Change) -> None:
        if self._key in change.vectors or self._key.owner in change.devices or change.connection:
            self.update()

    def row(self, line: int) -> StyledLine:
        vector = self._workspace.servers.vector(self._key)
        member = vector.members.get(self._member) if vector else None
        if vector is None or member is None or line:
            return [Styled(f" · {self._member}: not there", "dim")] if not line else []
        label = vector.label if len(vector.members) == 1 else member.label
        value = Styled(value_text(member), "stale" if vector.stale else "value")
        return [Styled(" "), Styled(*vector_sign(vector)), Styled(f" {printable(label)} ", "label"), value]


def _split(text: str) -> tuple[str, str]:
    """What is before the last dot, and what is behind it."""
    before, _, behind = text.rpartition(".")
    if not (before and behind):
        raise ValueError(f"{text!r} is not a property: write Device.PROPERTY")
    return before, behind
