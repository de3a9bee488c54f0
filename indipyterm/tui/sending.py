"""Sending from a Textual app: values go to the workspace, its questions and refusals to the user."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from textual.app import App

from indipyterm.presentation.keys import VectorKey
from indipyterm.tui import screens
from indipyterm.tui.sheet.pane import SheetPane
from indipyterm.workspace.submission import NeedsConsent, Question, Refused, Request, Sent
from indipyterm.workspace.workspace import Workspace


def send(
    app: App[Any],
    workspace: Workspace,
    requests: Sequence[Request],
    *,
    independent: bool = False,
    pane: SheetPane | None = None,
    notify_refusal: bool = False,
    on_sent: Callable[[], object] = lambda: None,
) -> None:
    """Send in a worker; what is risky is asked about first.

    `pane` is the sheet whose editor the values were typed in: it is closed once they are sent, and else says why not.
    `notify_refusal`: show refusals here, since the app does not show the notices of the workspace. `on_sent` is called
    when all was sent.
    """

    async def submit(consent: Question | None = None) -> None:
        outcome = await workspace.submit(requests, consent=consent, independent=independent)
        if isinstance(outcome, NeedsConsent):
            why_not = partial(workspace.permission.why_none, requests)
            agreed = partial(submit, outcome.question)
            screens.ask(app, outcome.question, lambda: app.run_worker(agreed()), why_not, again=consent is not None)
            return
        editor = pane.editor if pane and requests and pane.editing == requests[0].key else None
        if isinstance(outcome, Refused):
            if editor:
                editor.show_refusal(outcome.why)
            if notify_refusal or not outcome.noticed:
                app.notify(outcome.why, severity="warning", markup=False)
        elif isinstance(outcome, Sent):
            on_sent()
            if pane and editor and pane.editor is editor:
                await pane.close()

    app.run_worker(submit())


def send_chosen_option(app: App[Any], workspace: Workspace, key: VectorKey) -> None:
    """Let the user choose from all members of a switch vector, and send that."""

    def chosen(values: dict[str, str] | None) -> None:
        if values:
            workspace.drafts.discard(key)
            send(app, workspace, [Request(key, values)])

    app.push_screen(screens.ChooseOption(key, workspace), chosen)


def send_chosen_file(app: App[Any], workspace: Workspace, key: VectorKey, member: str) -> None:
    """Let the user choose a file, and send it to a member of a BLOB vector."""

    asked = workspace.servers.vector(key)
    seen = asked.signature if asked else None

    def chosen(path: str | None) -> None:
        now = workspace.servers.vector(key)
        if path and now and now.signature != seen:
            text = f"{key.vector} was redefined meanwhile: the file was not sent"
            app.notify(text, severity="warning", markup=False)
        elif path:
            send(app, workspace, [Request(key, {member: (path, 0, "")})])

    title = f"Send a file to {key.device} › {key.vector} › {member}"
    app.push_screen(screens.ChoosePath(title, Path.home(), files=True), chosen)
