"""Verbs for a recording that is played: offered only where one is."""

from __future__ import annotations

from indipyterm.workspace.palette.actions import Candidate, SeekReplay, SetReplaySpeed
from indipyterm.workspace.palette.verb import PaletteContext, Verb

FASTEST = 10_000.0


def seek(context: PaletteContext, text: str) -> list[Candidate]:
    """Go to a time that is typed."""
    if context.replay is None:
        return []
    if not text:
        detail = "22:41, 22:41:07, 2026-11-24T22:41, +90, -10m"
        return [Candidate("Seek TIME", None, detail, completion="seek ")]
    try:
        when = context.replay.find(text)
    except ValueError as error:
        return [Candidate(f"Seek {text}", None, str(error), completion=f"seek {text}", wrong=True)]
    action = SeekReplay(when)
    return [Candidate(f"Seek {text}", None, "", f"the replay to {when:%Y-%m-%d %H:%M:%S}", action, f"seek {text}")]


def pause(context: PaletteContext, text: str) -> list[Candidate]:
    """Halt."""
    if context.replay is None:
        return []
    if context.replay.paused:
        return [Candidate("Pause", None, "it stands still already", completion="pause", wrong=True)]
    return [Candidate("Pause", None, "", "halt the replay", SetReplaySpeed(paused=True), "pause")]


def play(context: PaletteContext, text: str) -> list[Candidate]:
    """Go on."""
    if context.replay is None:
        return []
    if not context.replay.paused:
        return [Candidate("Play", None, "it goes on already", completion="play", wrong=True)]
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
    if not 0 < wanted <= FASTEST:
        detail = f"{text!r} is no number above 0, up to {FASTEST:g}"
        return [Candidate(f"Speed {text}", None, detail, completion=f"speed {text}", wrong=True)]
    action = SetReplaySpeed(wanted)
    return [Candidate(f"Speed {text}", None, "", f"play {wanted:g} times as fast", action, f"speed {text}")]


VERBS = (
    Verb("seek", "TIME", "another time of the replay, UTC", seek),
    Verb("pause", "", "halt the replay", pause),
    Verb("play", "", "go on with the replay", play),
    Verb("speed", "N", "how many times as fast the replay goes", speed),
)
