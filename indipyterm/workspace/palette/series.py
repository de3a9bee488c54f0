"""Verbs for series of exposures: ``expose 10x30 filter Blue``, and what may be done with one that runs."""

from __future__ import annotations

from datetime import datetime

from indipyterm.exceptions import Incomplete
from indipyterm.model.vectors import Vector
from indipyterm.presentation.keys import DeviceKey, VectorKey
from indipyterm.workspace.palette.actions import Candidate, StartSeries, StepSeries
from indipyterm.workspace.palette.verb import PaletteContext, Verb, current_values
from indipyterm.workspace.series.camera import is_guide_head
from indipyterm.workspace.series.choosing import make_plan, wheels
from indipyterm.workspace.series.plan import TypedSeries, parse_series
from indipyterm.workspace.series.progress import Progress, Step, possible_steps, progress_piece

_STEPS = {
    Step.PAUSE: ("pause", "when this frame is done"),
    Step.GO_ON: ("go on", "with the next frame"),
    Step.STOP_AFTER_FRAME: ("stop", "when this frame is done"),
    Step.STOP_NOW: ("stop now", "and abort the exposure that runs"),
}


def expose_series(context: PaletteContext, text: str, offered: list[tuple[VectorKey, Vector]]) -> list[Candidate]:
    """The candidates for a text that means a series, for each camera that is offered."""
    try:
        typed = parse_series(text)
    except Incomplete as missing:
        usage = "Expose NxSECONDS [filter NAME] [delay SECONDS]"
        return [Candidate(usage, None, str(missing), completion=f"expose {text}")]
    except ValueError as error:
        return [Candidate(f"Expose {text}", None, str(error), completion=f"expose {text}", invalid=True)]
    found: list[Candidate] = []
    refused: set[DeviceKey] = set()
    for key, vector in offered:  # a guide head comes after its camera, and never takes its place
        if not (is_guide_head(key.vector) and key.owner in refused):
            ones = _candidates(context, text, typed, key, vector)
            found += ones
            if all(one.invalid for one in ones):
                refused.add(key.owner)
    return found


def _candidates(
    context: PaletteContext, text: str, typed: TypedSeries, key: VectorKey, vector: Vector
) -> list[Candidate]:
    """A camera with each wheel that has the filters."""
    title, words, servers = f"Expose {text}", f"expose {text}", context.servers
    if context.series and (running := context.series.of_camera(key)):
        detail = f"a series runs already: {progress_piece(running, context.series.now()).text}"
        return [Candidate(title, key.owner, detail, completion=words, invalid=True)]
    found: list[Candidate] = []
    faults: list[Candidate] = []
    for wheel in wheels(servers, key.owner) if typed.filters else [None]:
        try:
            plan = make_plan(servers, key, typed, wheel)
        except ValueError as error:
            faults.append(Candidate(title, key.owner, str(error), completion=words, invalid=True))
            continue
        why = context.series.why_no_images(plan) if context.series else ""
        detail = why or f"{vector.label}, {current_values(vector)}"
        found.append(Candidate(title, key.owner, detail, plan.text, StartSeries(plan), words))
    none = Candidate(title, key.owner, "there is no filter wheel", completion=words, invalid=True)
    return found or faults[:1] or [none]


def series(context: PaletteContext, text: str) -> list[Candidate]:
    """Pause a series, go on, stop it after the frame or now."""
    if context.series is None:
        return []
    wanted, now = " ".join(text.casefold().split()), context.series.now()
    found = [_step(one, step, now) for one in context.series.progress() for step in possible_steps(one)]
    meant = [one for one in found if one.completion.removeprefix("series ").startswith(wanted)]
    if found and not meant:
        return [Candidate(f"Series {text}", None, "type pause, go on, stop or stop now", invalid=True)]
    return meant


def _step(progress: Progress, step: Step, now: datetime) -> Candidate:
    word, how = _STEPS[step]
    camera, plan = progress.plan.camera, progress.plan
    effect = f"{word} the series of {plan.frames} exposures on {camera.device}, {how}"
    detail = progress_piece(progress, now).text
    title = f"Series {word}{' after this frame' if step in (Step.PAUSE, Step.STOP_AFTER_FRAME) else ''}"
    return Candidate(title, camera.owner, detail, effect, StepSeries(camera, step), f"series {word}")


VERBS = (Verb("series", "pause|go on|stop|stop now", "what becomes of a series that runs", series, choose=True),)
