"""Sending from an app: the question, the refusal, and the editor in which the values were typed."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.app import App, ComposeResult
from textual.pilot import Pilot

import indipyterm.tui
from indipyterm.tui.screens.choose_option import ChooseOption
from indipyterm.tui.screens.choose_path import ChoosePath
from indipyterm.tui.screens.confirm import Confirm
from indipyterm.tui.sending import send, send_chosen_file, send_chosen_option
from indipyterm.tui.sheet.editor import Editor
from indipyterm.tui.sheet.pane import SheetPane
from indipyterm.workspace.submission import NeedsConsent, Outcome, Question, Refused, Request, Sent
from indipyterm.workspace.workspace import Workspace
from tests.tui.host import key, workspace

COORD, MODE, MODEL = key("COORD"), key("MODE"), key("MODEL", "CCD")
REQUEST = Request(COORD, {"RA": "5"})
QUESTION = Question("Send this?", "RA 5")


class Sheet(App[None]):
    """A sheet, and a workspace that answers what a test says and notes what it is asked to send."""

    CSS_PATH = Path(indipyterm.tui.__file__).with_name("app.tcss")
    ENABLE_COMMAND_PALETTE = False

    def __init__(self, *outcomes: Outcome) -> None:
        super().__init__()
        self.workspace: Workspace = workspace()
        self.workspace.submit = self._submit  # type: ignore[method-assign]
        self.outcomes = [*outcomes]
        self.submitted: list[tuple[list[Request], Question | None]] = []
        self.pane = SheetPane(self.workspace)
        self.pilot: Pilot[None]

    async def _submit(
        self, requests: Sequence[Request], *, consent: Question | None = None, independent: bool = False, user: str = ""
    ) -> Outcome:
        self.submitted.append(([*requests], consent))
        return self.outcomes.pop(0)

    def compose(self) -> ComposeResult:
        yield self.pane

    async def edit(self) -> Editor:
        """Open an editor on the coordinates."""
        vector = self.workspace.servers.vector(COORD)
        assert vector is not None
        await self.pane.edit(COORD, vector)
        assert self.pane.editor is not None
        return self.pane.editor

    @property
    def told(self) -> list[str]:
        """What was notified."""
        return [notification.message for notification in self._notifications]


@asynccontextmanager
async def running(app: Sheet) -> AsyncIterator[Sheet]:
    async with app.run_test(notifications=True) as pilot:
        app.pilot = pilot
        await pilot.pause()
        yield app


async def settle(app: Sheet) -> None:
    """Wait until all that was begun is done."""
    await app.pilot.pause()
    for worker in [worker for worker in app.workers if worker.node is app]:  # a directory tree has one without an end
        await worker.wait()
    await app.pilot.pause()


async def test_what_is_risky_is_sent_with_the_consent_of_the_user() -> None:
    async with running(Sheet(NeedsConsent(QUESTION), Sent())) as app:
        send(app, app.workspace, [REQUEST])
        await settle(app)
        assert isinstance(app.screen, Confirm)
        assert app.submitted == [([REQUEST], None)]
        app.screen.dismiss(True)
        await settle(app)
        assert app.submitted == [([REQUEST], None), ([REQUEST], QUESTION)]


@pytest.mark.parametrize("answer", [False, None])
async def test_without_a_yes_nothing_is_sent_and_the_editor_stays(answer: bool | None) -> None:
    async with running(Sheet(NeedsConsent(QUESTION))) as app:
        editor = await app.edit()
        send(app, app.workspace, [REQUEST], pane=app.pane)
        await settle(app)
        assert isinstance(app.screen, Confirm)
        app.screen.dismiss(answer)
        await settle(app)
        assert len(app.submitted) == 1
        assert app.pane.editor is editor


async def test_the_editor_is_closed_once_its_values_are_sent() -> None:
    async with running(Sheet(Sent())) as app:
        await app.edit()
        send(app, app.workspace, [REQUEST], pane=app.pane)
        await settle(app)
        assert app.pane.editor is None
        assert not app.told


async def test_the_editor_says_why_its_values_were_refused() -> None:
    async with running(Sheet(Refused("the lid is closed", COORD))) as app:
        editor = await app.edit()
        send(app, app.workspace, [REQUEST], pane=app.pane)
        await settle(app)
        assert app.pane.editor is editor
        assert "the lid is closed" in "".join(part.text for part in editor._hint.line)
        assert app.told == ["the lid is closed"]


@pytest.mark.parametrize(("notify_refusal", "told"), [(False, []), (True, ["the lid is closed"])])
async def test_a_refusal_that_has_a_notice_is_told_again_only_where_notices_are_not_shown(
    notify_refusal: bool, told: list[str]
) -> None:
    async with running(Sheet(Refused("the lid is closed", COORD, noticed=True))) as app:
        send(app, app.workspace, [REQUEST], notify_refusal=notify_refusal)
        await settle(app)
        assert app.told == told


async def test_an_editor_of_another_row_is_left_alone() -> None:
    async with running(Sheet(Sent(), Refused("no", MODE))) as app:
        editor = await app.edit()
        for _ in range(2):
            send(app, app.workspace, [Request(MODE, {"SOLAR": "On"})], pane=app.pane)
            await settle(app)
        assert app.pane.editor is editor
        assert not any("✗" in part.text for part in editor._hint.line)


async def test_an_option_that_is_chosen_is_sent_in_place_of_what_was_picked() -> None:
    async with running(Sheet(Sent())) as app:
        app.workspace.drafts.pick(MODE, "LUNAR")
        send_chosen_option(app, app.workspace, MODE)
        await settle(app)
        assert isinstance(app.screen, ChooseOption)
        app.screen.dismiss({"SOLAR": "On"})
        await settle(app)
        assert app.submitted == [([Request(MODE, {"SOLAR": "On"})], None)]
        assert app.workspace.drafts.picked(MODE) is None


@pytest.mark.parametrize(("path", "sent"), [("/tmp/model.txt", 1), (None, 0), ("", 0)])
async def test_a_file_that_is_chosen_is_sent(path: str | None, sent: int) -> None:
    async with running(Sheet(Sent())) as app:
        send_chosen_file(app, app.workspace, MODEL, "FILE")
        await settle(app)
        assert isinstance(app.screen, ChoosePath)
        app.screen.dismiss(path)
        await settle(app)
        assert app.submitted == [([Request(MODEL, {"FILE": (path, 0, "")})], None)] * sent
