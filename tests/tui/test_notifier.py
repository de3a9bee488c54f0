"""What is shown in a box, what in a line, and with which keys that help."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from indipyterm.tui.notifier import Notifier
from indipyterm.workspace.change import Announced, Announcement, Change, Notice, NoticeKind


class Stage:
    """A notifier, and all that it does, in order."""

    def __init__(self, *, ascii_only: bool = False, covered: bool = True, goes_on: bool = False) -> None:
        self.done: list[tuple[str, ...]] = []
        screen = SimpleNamespace(NOTHING_COVERS=not covered)
        announcer = SimpleNamespace(announce=lambda title, text: self.done.append(("announce", title, text)))
        app: Any = SimpleNamespace(
            ascii=ascii_only, screen=screen, screen_stack=[screen], announcer=announcer, notify=self.notify
        )
        workspace: Any = SimpleNamespace(
            config=SimpleNamespace(notify=(Announced.LOSS,)),
            reports=SimpleNamespace(log_once=lambda line, text: self.done.append(("log", line))),
            series=SimpleNamespace(progress=lambda: [SimpleNamespace(goes_on=goes_on)]),
        )
        hints: Any = SimpleNamespace(
            show=lambda text, role, seconds: self.done.append(("hint", text, role)), clear=lambda: None
        )
        box = lambda text, title, **_: self.done.append(("box", title, text))  # noqa: E731
        self.notifier = Notifier(app, workspace, hints, box)

    def notify(self, message: str, title: str = "", severity: Any = "information", **options: Any) -> None:
        """As the app does it."""
        self.notifier.notify(message, title, severity, options)


@pytest.mark.parametrize(
    ("kind", "done"),
    [
        (NoticeKind.SAVED, [("hint", "CCD: done", "value")]),
        (NoticeKind.DRAFT_DROPPED, [("log", "CCD: done"), ("hint", "CCD: done", "busy")]),
        (NoticeKind.SERIES_PAUSED, [("hint", "CCD: done; S goes on, or stops it", "busy")]),
        (NoticeKind.VIDEO, [("log", "CCD: done: b, then v, saves them")]),
        (NoticeKind.ALERT, [("log", "CCD: done"), ("box", "CCD", "done")]),
    ],
)
def test_each_kind_of_notice_has_its_place(kind: NoticeKind, done: list[tuple[str, ...]]) -> None:
    stage = Stage()
    stage.notifier.show(Change(notices=(Notice(kind, "CCD", "done"),)))
    assert stage.done[: len(done)] == done
    assert len(stage.done) == (1 if kind in (NoticeKind.SAVED, NoticeKind.SERIES_PAUSED) else 2)


def test_a_series_that_goes_on_by_itself_needs_no_key() -> None:
    stage = Stage(goes_on=True)
    stage.notifier.show(Change(notices=(Notice(NoticeKind.SERIES_PAUSED, "CCD", "lost"),)))
    assert stage.done == [("hint", "CCD: lost", "busy")]


def test_an_error_on_a_screen_that_nothing_may_cover_is_a_hint() -> None:
    stage = Stage(covered=False)
    stage.notify("a\x1bfault", severity="error")
    assert stage.done[-1][::2] == ("hint", "error")
    assert "\x1b" not in stage.done[-1][1]


def test_a_box_has_ascii_only_where_the_terminal_has() -> None:
    stage = Stage(ascii_only=True)
    stage.notify("no … more", severity="error")
    assert stage.done[-1][2].isascii()


def test_only_what_the_settings_say_is_announced() -> None:
    stage = Stage()
    found = (Announcement(Announced.LOSS, "pi", "lost"), Announcement(Announced.SLEW, "Mount", "done"))
    stage.notifier.show(Change(announcements=found))
    assert stage.done == [("announce", "pi", "lost")]
