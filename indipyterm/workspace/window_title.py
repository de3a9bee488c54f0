"""The state of a session in a few words, for the title of a window, and how much is done of what is under way."""

from __future__ import annotations

from indipyterm.presentation import states
from indipyterm.presentation.text import shortened
from indipyterm.protocol.messages import State
from indipyterm.workspace.workspace import Workspace

_LONGEST = 30


def window_title(workspace: Workspace) -> str:
    """What is lost, else what is under way, else where it is connected to; not safe to show."""
    servers = workspace.servers
    lost = [server.name for server in servers if server.ever_connected and not server.connected]
    if lost:
        return f"✗ LOST {', '.join(lost)} - indipyterm"
    running = [
        f"{servers.device_title(one.key.owner)} {shortened(one.label, _LONGEST)}"
        + ("" if one.share is None else f" {one.share:.0%}")
        for one in workspace.announcements.running()
    ]
    if running:
        return f"{states.STATES[State.BUSY]} {', '.join(running)} - indipyterm"
    return f"INDI {', '.join(server.name for server in servers)} - indipyterm"


def overall_progress(workspace: Workspace) -> float | None:
    """How much is done, from 0 to 1, of what is known least far; None where nothing of a known length is under way."""
    shares = [one.share for one in workspace.announcements.running() if one.share is not None]
    return min(shares, default=None)
