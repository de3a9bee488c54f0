"""Starting a series of exposures from a Textual app, and what becomes of one that runs."""

from __future__ import annotations

from collections.abc import Hashable
from functools import partial
from pathlib import Path
from typing import Any

from textual.app import App

from indipyterm.presentation.names import device_names
from indipyterm.tui import screens
from indipyterm.tui.folders import set_blob_folder
from indipyterm.workspace.series.plan import Plan
from indipyterm.workspace.series.progress import Step, possible_steps, progress_pieces
from indipyterm.workspace.submission import NeedsConsent, Question, Refused
from indipyterm.workspace.workspace import Workspace


def start_series(
    app: App[Any], workspace: Workspace, plan: Plan, consent: Question | None = None
) -> None:  # fmt: skip
    """Start a series. Without a folder for its images the user chooses one first."""
    start = partial(start_series, app, workspace, plan)
    if workspace.transfers.folder is None and not workspace.permission.closed:

        def chosen(path: str | None) -> None:
            if path:
                set_blob_folder(app, workspace, path)
            if workspace.transfers.folder:
                start()

        app.push_screen(screens.ChoosePath("Save the images of the series in", Path.home(), files=False), chosen)
        return
    match workspace.series.start(plan, consent=consent):
        case NeedsConsent(question):
            screens.ask(app, question, lambda: start(question), again=consent is not None)
        case Refused(why):
            app.notify(why, title="The series does not start", severity="warning", markup=False)


_STEPS = {
    Step.PAUSE: "Pause after this frame",
    Step.GO_ON: "Go on with the next frame",
    Step.STOP_AFTER_FRAME: "Stop after this frame",
    Step.STOP_NOW: "Stop now, and abort the exposure",
}


def choose_step(app: App[Any], workspace: Workspace) -> None:
    """Let the user choose what becomes of a series that runs."""
    running, now = workspace.series.progress(), workspace.series.now()
    if not running:
        app.notify("No series of exposures is running; :expose 10x30 starts one")
        return
    names = device_names(
        list(dict.fromkeys([*workspace.servers.devices(), *(one.plan.camera.owner for one in running)]))
    )
    options: list[tuple[Hashable, str]] = [
        ((one.plan.camera, step), f"{_STEPS[step]}{f': {names[one.plan.camera.owner]}' if len(running) > 1 else ''}")
        for one in running
        for step in possible_steps(one)
    ]
    title = "   ".join(
        f"Series on {names[one.plan.camera.owner]}: {progress_pieces(one, now)[0].text}" for one in running
    )

    def chosen(picked: Hashable) -> None:
        if isinstance(picked, tuple) and not workspace.series.take_step(*picked):
            app.notify("This series has ended already")

    app.push_screen(screens.ChooseOne(title, options), chosen)
