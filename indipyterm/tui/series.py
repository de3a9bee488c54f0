"""Starting a series of exposures from a Textual app: what has to be asked before, and where its images go."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from textual.app import App

from indipyterm.tui import screens
from indipyterm.tui.folders import set_blob_folder
from indipyterm.workspace.series.plan import Plan
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
