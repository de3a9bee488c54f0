"""The jog pad: moves a mount, a focuser or a rotator by hand. What it starts, the workspace's engine stops."""

from __future__ import annotations

from collections.abc import Awaitable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen

from indipyterm.model.standard import connected
from indipyterm.presentation.text import printable
from indipyterm.tui.rows.painter import PaintedLine
from indipyterm.tui.rows.styled import Styled
from indipyterm.tui.screens.confirm import ask
from indipyterm.tui.terminal.notice_placement import NOTICES_ABOVE
from indipyterm.tui.widgets.jog_view import JogView
from indipyterm.tui.widgets.key_line import KeyLine
from indipyterm.workspace.change import Change
from indipyterm.workspace.jog_targets import Direction, JogKind, JogTarget, first_step, kinds_of, position_of, steps_of
from indipyterm.workspace.submission import NeedsConsent, Outcome, Refused
from indipyterm.workspace.workspace import Workspace

_SIGNS = {Direction.WEST: -1, Direction.SOUTH: -1, Direction.EAST: 1, Direction.NORTH: 1}


class JogScreen(ModalScreen[None]):
    """Arrows or hjkl move; a mount as long as the key is held, or until the next press, as the mode on the pad says."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,h", "go('WEST')", "Move", key_display="hjkl", id="jog.west"),
        Binding("down,j", "go('SOUTH')", "South", show=False, id="jog.south"),
        Binding("up,k", "go('NORTH')", "North", show=False, id="jog.north"),
        Binding("right,l", "go('EAST')", "East", show=False, id="jog.east"),
        Binding("space", "stop", "Stop", key_display="Space", id="jog.stop"),
        Binding("plus,equals_sign", "faster(1)", "More", key_display="+", id="jog.faster"),
        Binding("minus", "faster(-1)", "Less", key_display="-", id="jog.slower"),
        Binding("t", "toggle_mode", "Hold or toggle", id="jog.mode"),
        Binding("tab", "next_target(1)", "Next device", key_display="Tab", id="jog.next"),
        Binding("shift+tab", "next_target(-1)", "Previous device", show=False, id="jog.previous"),
        Binding("escape,m,q", "dismiss(None)", "Close", key_display="⎋", id="jog.close"),
        Binding("X", "app.abort", "ABORT", show=False, id="app.abort"),
    ]

    holds = True
    """Whether a motion ends with the key, as it did on the pad before."""

    def __init__(self, workspace: Workspace, target: JogTarget) -> None:
        super().__init__()
        self._workspace, self._jog = workspace, workspace.jog
        self._target = target
        self._steps: dict[JogTarget, float] = {}
        self._refused = ""  # why the last key did nothing
        self._head = PaintedLine("dialog--title")
        self._view = JogView(workspace.servers, workspace.jog, workspace.night)
        self._hint = PaintedLine(f"dialog--hint {NOTICES_ABOVE}")

    def compose(self) -> ComposeResult:
        with Vertical():
            yield self._head
            yield self._view
            yield self._hint
            yield KeyLine()

    def on_mount(self) -> None:
        """Show where it is."""
        self._workspace.images.watch(self)
        self._show()

    async def on_unmount(self) -> None:
        """However the pad was closed: nothing goes on moving."""
        self._workspace.images.unwatch(self)
        self._jog.forget_consent()
        await self._jog.stop_all()

    def update_from(self, change: Change) -> None:
        """Show what changed."""
        device = self._target.device
        moved = device in change.devices or any(key.owner == device for key in change.vectors)
        if moved or change.image or change.connection:
            self._show()

    @property
    def _step(self) -> float:
        """The size of step for what is moved now."""
        found = self._workspace.servers.device(self._target.device)
        vector = position_of(found, self._target.kind) if found else None
        return self._steps.get(self._target) or (first_step(vector) if vector else 0.0)

    def _show(self) -> None:
        name = printable(self._workspace.servers.device_title(self._target.device))
        others = len(self._jog.targets()) - 1
        more = f"   Tab: {others} more" if others > 0 else ""
        self._head.set_line(
            [Styled(f"Move by hand: {self._target.kind.value} ", "heading"), Styled(name), Styled(more, "dim")]
        )
        text = self._standing_fault() or self._refused
        self._hint.set_line([Styled(f"✗ {printable(text)}", "error")] if text else [])
        self._view.show(self._target, holds=self.holds, step=self._step, usable=not self._standing_fault())

    def _standing_fault(self) -> str:
        """Why nothing can be moved now, whatever key is pressed."""
        if closed := self._workspace.permission.closed:
            return closed
        if self._workspace.servers.live(self._target.device.server):
            return self._hardware_fault()
        if self._jog.owes_stop(self._target.device):
            return "connection lost: it may still move, and will be stopped"
        return "connection lost: nothing can be moved"

    def _hardware_fault(self) -> str:
        """Why the device itself cannot be moved now."""
        device = self._workspace.servers.device(self._target.device)
        if device and connected(device) is False:
            return "not connected to its hardware: Esc, then c connects it"
        return "cannot be moved by hand now" if device and self._target.kind not in kinds_of(device) else ""

    async def _did(self, work: Awaitable[Outcome]) -> None:
        """Show what became of a key."""
        outcome = await work
        if isinstance(outcome, NeedsConsent):
            ask(self.app, outcome.question, lambda: self._jog.agree(self._target))
        elif isinstance(outcome, Refused):
            self.app.bell()
        self._refused = outcome.why if isinstance(outcome, Refused) else ""
        self._show()

    # Keys

    async def action_go(self, name: str) -> None:
        """Move in a direction; a focuser and a rotator know two."""
        direction = Direction[name]
        if self._target.kind is JogKind.MOUNT:
            await self._did(self._jog.move(self._target, direction, hold=self.holds))
        else:
            await self._did(self._jog.step(self._target, _SIGNS[direction], self._step))

    async def action_stop(self) -> None:
        """Stop what moves on this device."""
        await self._jog.stop(self._target.device)
        self._show()

    async def action_faster(self, sign: int) -> None:
        """Another rate, or size of step."""
        if self._target.kind is JogKind.MOUNT:
            await self._did(self._jog.set_rate(self._target, sign))
            return
        found = self._workspace.servers.device(self._target.device)
        vector = position_of(found, self._target.kind) if found else None
        sizes = steps_of(vector) if vector else ()
        step = self._step
        beyond = [size for size in sizes if (size > step if sign > 0 else size < step)]
        if beyond:
            self._steps[self._target] = beyond[0] if sign > 0 else beyond[-1]
        self._show()

    async def action_toggle_mode(self) -> None:
        """Move while a key is held, or until it is pressed again; what moves is stopped."""
        await self._jog.stop_all()
        type(self).holds = not self.holds
        self._show()

    async def action_next_target(self, direction: int) -> None:
        """Move something else; what moves is stopped."""
        await self._jog.stop_all()
        targets = self._jog.targets()
        if targets:
            place = targets.index(self._target) if self._target in targets else -direction
            self._target = targets[(place + direction) % len(targets)]
            self._refused = ""
        self.refresh_bindings()
        self._show()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Steps are never held."""
        return action != "toggle_mode" or self._target.kind is JogKind.MOUNT
