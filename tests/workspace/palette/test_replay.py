"""The verbs of a replay: only with a recording, and only what would change something."""

from __future__ import annotations

from datetime import timedelta

import pytest

from indipyterm.workspace.palette import replay
from indipyterm.workspace.palette.actions import Action, SeekReplay, SetReplaySpeed
from indipyterm.workspace.palette.verb import PaletteContext
from indipyterm.workspace.replay import ReplayControl
from tests.workspace.palette.scenes import NOON, Recording, engine, simulators, titles

VERBS = {verb.name: verb for verb in replay.VERBS}


def context(control: ReplayControl | None) -> PaletteContext:
    """Simulators, with a recording or without."""
    return PaletteContext(simulators(), replay=control)


@pytest.mark.parametrize(
    ("recording", "verb", "typed", "action"),
    [
        (Recording(), "seek", "later", SeekReplay(NOON + timedelta(hours=1))),
        (Recording(), "pause", "", SetReplaySpeed(paused=True)),
        (Recording(paused=True), "play", "", SetReplaySpeed()),
        (Recording(), "speed", "0.5", SetReplaySpeed(0.5)),
        (Recording(), "speed", "10000", SetReplaySpeed(10_000.0)),
    ],
)
def test_what_a_verb_does(recording: Recording, verb: str, typed: str, action: Action) -> None:
    (found,) = VERBS[verb].candidates(context(recording), typed)
    assert found.action == action
    assert found.completion == f"{verb} {typed}".strip()


@pytest.mark.parametrize(
    ("recording", "verb", "typed", "detail"),
    [
        (Recording(), "seek", "never", "never is not a time"),
        (Recording(paused=True), "pause", "", "paused already"),
        (Recording(), "play", "", "playing already"),
        (Recording(), "speed", "0", "not a number above 0"),
        (Recording(), "speed", "10001", "not a number above 0"),
        (Recording(), "speed", "nan", "not a number above 0"),
    ],
)
def test_what_cannot_be_done_says_why(recording: Recording, verb: str, typed: str, detail: str) -> None:
    (found,) = VERBS[verb].candidates(context(recording), typed)
    assert detail in found.detail
    assert found.action is None
    assert found.invalid


def test_without_a_recording_there_are_no_such_verbs() -> None:
    assert [found for verb in replay.VERBS for found in verb.candidates(context(None), "")] == []
    assert "seek TIME" not in titles(engine().candidates(""))
