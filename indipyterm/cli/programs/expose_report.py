"""What ``expose`` prints: the file of each frame, or JSON lines; on a terminal how far it is, drawn by rich.

Files and JSON go to stdout, all else to stderr.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from indipyterm.cli.output import LineWriter
from indipyterm.cli.stderr import warn
from indipyterm.commands.selection import format_time
from indipyterm.model.control_characters import escape_controls
from indipyterm.workspace.change import Change, NoticeKind
from indipyterm.workspace.series.plan import Plan
from indipyterm.workspace.series.progress import EndKind, Phase, Progress, progress_piece
from indipyterm.workspace.workspace import Workspace

if TYPE_CHECKING:
    from rich.progress import Progress as Bar

_REDRAW_SECONDS = 0.25
_EVENTS = {NoticeKind.SERIES_PAUSED: "paused", NoticeKind.SERIES_GOES_ON: "goes on"}


class Report:
    """Hears what becomes of a series and prints it."""

    def __init__(self, workspace: Workspace, plan: Plan, out: LineWriter, in_json: bool) -> None:
        self._workspace, self._plan, self._out, self._in_json = workspace, plan, out, in_json
        self._done = 0
        self.bar: Bar | None = None

    def on_change(self, change: Change) -> None:
        """Called with each change of the workspace."""
        progress = self._workspace.series.of_camera(self._plan.camera)
        if progress and progress.done > self._done:
            self._done = progress.done
            self._frame(progress)
        for notice in change.notices:
            if event := _EVENTS.get(notice.kind):
                if self._in_json:
                    self._write(event, frames=self._plan.frames, done=self._done, text=notice.text)
                else:
                    self._say(f"{event}: {notice.text}")

    def started(self) -> None:
        """Say what begins, for programs."""
        plan = self._plan
        if self._in_json:
            names = [used.name for used in plan.filters]
            seconds = float(plan.seconds)
            self._write("started", camera=plan.camera.device, frames=plan.frames, seconds=seconds, filters=names)

    def ended(self, progress: Progress) -> None:
        """Say how it ended."""
        assert progress.end
        if self._in_json:
            end = progress.end.name.lower()
            self._write("ended", frames=progress.plan.frames, done=progress.done, end=end, reason=progress.reason)
        else:
            why = "" if progress.end is EndKind.COMPLETE else f": {progress.reason}"
            self._say(f"{progress.done} of {progress.plan.frames} frames{why}")

    def _frame(self, progress: Progress) -> None:
        used = self._plan.filter_of(progress.done)
        if self._in_json:
            self._write(
                "frame",
                frames=self._plan.frames,
                done=progress.done,
                filter=used.name if used else None,
                path=progress.last,
            )
        elif self.bar and sys.stdout.isatty():
            self._print(progress.last)
        else:
            self._out.write_line(progress.last)

    def _write(self, event: str, **more: Any) -> None:
        line = {"t": format_time(self._workspace.now()), "event": event, **more}
        self._out.write_line(json.dumps(line))

    def _say(self, text: str) -> None:
        if self.bar:
            self._print(text)
        else:
            warn(text)

    def _print(self, text: str) -> None:
        """Print a line above the bar."""
        assert self.bar
        self.bar.console.print(escape_controls(text), markup=False, highlight=False, soft_wrap=True)


@contextmanager
def reporting(workspace: Workspace, plan: Plan, out: LineWriter, *, in_json: bool) -> Iterator[Report]:
    """Report on a series until the block ends; with a bar if stderr is a terminal."""
    report = Report(workspace, plan, out, in_json)
    unsubscribe = workspace.subscribe(report.on_change)
    report.started()
    try:
        if not in_json and sys.stderr is not None and sys.stderr.isatty():
            with _bar(workspace, plan) as report.bar:
                yield report
        else:
            yield report
    finally:
        unsubscribe()


@contextmanager
def _bar(workspace: Workspace, plan: Plan) -> Iterator[Bar]:
    """A bar that shows how far a series is, drawn on stderr."""
    from rich.console import Console  # noqa: PLC0415 - only where there is a terminal
    from rich.progress import BarColumn, TextColumn  # noqa: PLC0415
    from rich.progress import Progress as RichProgress  # noqa: PLC0415

    columns, console = (BarColumn(20), TextColumn("{task.fields[text]}", markup=False)), Console(stderr=True)
    bar = RichProgress(*columns, console=console, auto_refresh=False, redirect_stdout=False, transient=True)
    task = bar.add_task("", total=plan.frames, text="")

    async def redraw() -> None:
        while True:
            if progress := workspace.series.of_camera(plan.camera):
                now = workspace.now()
                bar.update(task, completed=_frames(progress, (now - progress.began).total_seconds()))
                bar.update(task, text=progress_piece(progress, now).text, refresh=True)
            await asyncio.sleep(_REDRAW_SECONDS)

    with bar:
        drawing = asyncio.create_task(redraw())
        try:
            yield bar
        finally:
            drawing.cancel()


def _frames(progress: Progress, elapsed: float) -> float:
    """How many frames are taken, with a part of the one that is being exposed."""
    if progress.phase is not Phase.EXPOSING:
        return progress.done
    return progress.done + min(1.0, elapsed / float(progress.plan.seconds))
