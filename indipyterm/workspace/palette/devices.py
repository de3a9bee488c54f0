"""Verbs for any device: connect it, stop it."""

from __future__ import annotations

from functools import partial

from indipyterm.model.devices import Device
from indipyterm.model.standard import StandardRequest, abort_requests, connect_request, connected
from indipyterm.presentation.keys import DeviceKey, VectorKey
from indipyterm.protocol.messages import Kind
from indipyterm.workspace.palette.actions import Candidate, ShowPlot, Step, send_candidate
from indipyterm.workspace.palette.text_folding import are_word_prefixes
from indipyterm.workspace.palette.verb import PaletteContext, Verb, current_values, for_devices

_ALL = "all"


def abort(context: PaletteContext, text: str) -> list[Candidate]:
    """Stop everything that can be stopped on a device, or on all devices."""
    found: list[Candidate] = []
    everything: list[Step] = []
    for owner, device in context.devices():
        if steps := _steps(owner, device, abort_requests(device)):
            everything += [step for step in steps if not step[1].stale]
            found.append(send_candidate("Abort", steps, completion=f"abort {owner.device}", independent=True))
    if len(found) < 2 or (text and text.casefold() != _ALL):
        return for_devices(found, text)
    several = f"{len(found)} devices"
    total = send_candidate("Abort everything", everything, several, "abort all", True) if everything else None
    if text or not total:
        return [total] if total else found
    shown = 1 if found[0].device == context.shown else 0
    return [*found[:shown], total, *found[shown:]]


def _connect(on: bool, context: PaletteContext, text: str) -> list[Candidate]:
    """Connect or disconnect devices that are not yet so."""
    title, verb = ("Connect", "connect") if on else ("Disconnect", "disconnect")
    known = [found for found in context.devices() if connected(found[1]) is not None]
    found: list[Candidate] = []
    done: list[Candidate] = []
    every: list[Step] = []
    for owner, device in known:
        words = f"{verb} {owner.device}"
        if request := connect_request(device, on):
            steps = _steps(owner, device, [request])
            every += [step for step in steps if not step[1].stale]
            found.append(send_candidate(title, steps, f"now: {'not ' if on else ''}connected", words))
        else:
            already = f"{'' if on else 'not '}connected already"
            done.append(Candidate(title, owner, already, completion=words, invalid=True))
    if on and len(every) > 1 and text.casefold() in ("", _ALL):
        total = send_candidate("Connect all", every, f"{len(every)} devices", "connect all", True)
        return [total] if text else [*found, total]
    if on and known and not found and text.casefold() == _ALL:
        return [
            Candidate(f"{title} all", None, "all devices are connected already", completion="connect all", invalid=True)
        ]
    if text:
        meant = for_devices([*found, *done], text)
        return [one for one in meant if not one.invalid] or meant
    nothing = "all devices are connected already" if on else "no device is connected"
    return found or ([Candidate(title, None, nothing, completion=verb, invalid=True)] if done else [])


def _steps(owner: DeviceKey, device: Device, requests: list[StandardRequest]) -> list[Step]:
    return [(VectorKey(*owner, name), device.vectors[name], values) for name, values in requests]


def plot(context: PaletteContext, text: str) -> list[Candidate]:
    """Show the history of a property's numbers, by words of its label, name or device."""
    found = []
    for owner, device in context.devices():
        for vector in device.present():
            where = f"{vector.label} {vector.name} {owner.device}"
            if vector.kind is Kind.NUMBER and vector.readable and are_word_prefixes(text, where):
                action, words = ShowPlot(VectorKey(*owner, vector.name)), f"plot {vector.label}"
                effect = f"history of {owner.device} {vector.name}"
                found.append(Candidate(f"Plot {vector.label}", owner, current_values(vector), effect, action, words))
    return found


VERBS = (
    Verb("plot", "PROPERTY", "show the history of a number", plot, choose=True),
    Verb("abort", "[DEVICE|all]", "stop everything that moves or exposes", abort),
    Verb("connect", "[DEVICE|all]", "connect a device to its hardware", partial(_connect, True)),
    Verb("disconnect", "[DEVICE]", "disconnect a device from its hardware", partial(_connect, False)),
)
