"""Verbs for the recording that is played; without one there are none."""

from __future__ import annotations

from indipyterm.workspace.palette.actions import Candidate, SeekReplay, SetReplaySpeed
from indipyterm.workspace.palette.verb import PaletteContext, Verb

MAX_SPEED = 10_000.0


def seek(context: PaletteContext, text: str) -> list[Candidate]:
    """Go to another time."""
    if context.replay is None:
        return []
    if not text:
        detail = "22:41, 22:41:07, 2026-11-24T22:41, +90, -10m"
        return [Candidate("Seek TIME", None, detail, completion="seek ")]
    try:
        when = context.replay.find(text)
    except ValueError as error:
        return [Candidate(f"Seek {text}", None, str(error), completion=f"seek {text}", invalid=True)]
    action = SeekReplay(when)
    return [Candidate(f"Seek {text}", None, "", f"the replay to {when:%Y-%m-%d %H:%M:%S}", action, f"seek {text}")]


def pause(context: PaletteContext, text: str) -> list[Candidate]:
    """Pause."""
    if context.replay is None:
        return []
    if context.replay.paused:
        return [Candidate("Pause", None, "it is paused already", completion="pause", invalid=True)]
    return [Candidate("Pause", None, "", "pause the replay", SetReplaySpeed(paused=True), "pause")]


def play(context: PaletteContext, text: str) -> list[Candidate]:
    """Go on."""
    if context.replay is None:
        return []
    if not context.replay.paused:
        return [Candidate("Play", None, "it is playing already", completion="play", invalid=True)]
    return [Candidate("Play", None, "", "go on with the replay", SetReplaySpeed(), "play")]


def speed(context: PaletteContext, text: str) -> list[Candidate]:
    """Play faster or slower."""
    if context.replay is None:
        return []
    if not text:
        return [Candidate("Speed N", None, f"times as fast; now {context.replay.speed:g}", completion="speed ")]
    try:
        wanted = float(text)
    except ValueError:
        wanted = 0.0
    if not 0 < wanted <= MAX_SPEED:
        detail = f"{text!r} is not a number above 0, up to {MAX_SPEED:g}"
        return [Candidate(f"Speed {text}", None, detail, completion=f"speed {text}", invalid=True)]
    action = SetReplaySpeed(wanted)
    return [Candidate(f"Speed {text}", None, "", f"play {wanted:g} times as fast", action, f"speed {text}")]


VERBS = (
    Verb("seek", "TIME", "another time of the replay, UTC", seek),
    Verb("pause", "", "pause the replay", pause),
    Verb("play", "", "go on with the replay", play),
    Verb("speed", "N", "the speed of the replay", speed),
)
