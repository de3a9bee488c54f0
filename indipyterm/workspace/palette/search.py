"""The candidates for a typed text: verbs first, then what is found by name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property

from indipyterm.model.standard import connected
from indipyterm.presentation.keys import DeviceKey
from indipyterm.workspace.palette import accessories, camera, camera_settings, devices, dome, mount, program, settings
from indipyterm.workspace.palette import replay as replay_verbs
from indipyterm.workspace.palette import series as series_verbs
from indipyterm.workspace.palette.actions import Candidate, Command, ShowVector, Submit
from indipyterm.workspace.palette.name_index import NameIndex, command_candidate, device_commands
from indipyterm.workspace.palette.set_verb import SetVerb
from indipyterm.workspace.palette.verb import PaletteContext, Verb
from indipyterm.workspace.replay import ReplayControl
from indipyterm.workspace.series.control import AllSeries
from indipyterm.workspace.servers import Servers

MAX_CANDIDATES = 100
"""The most candidates that are returned."""

_SHORT_LIST = 3


class PaletteSearch:
    """Made when the palette opens, for the device shown then; the names are collected at the first typed text."""

    def __init__(
        self,
        servers: Servers,
        shown: DeviceKey | None = None,
        commands: Sequence[Command] = (),
        themes: Sequence[str] = (),
        replay: ReplayControl | None = None,
        series: AllSeries | None = None,
    ) -> None:
        self._context = PaletteContext(servers, shown, themes, replay, series)
        showing = device_commands(servers.devices())
        known = {command.action for command in showing}
        self._commands = [*(command for command in commands if command.action not in known), *showing]

    @cached_property
    def _set_verb(self) -> SetVerb:
        return SetVerb(self._context)

    @cached_property
    def _index(self) -> NameIndex:
        return NameIndex(self._context, self._commands, self._set_verb)

    @cached_property
    def _verbs(self) -> tuple[Verb, ...]:
        """All verbs, in the order of their candidates."""
        setting = Verb("set", "PROPERTY VALUE", "any property, by name", self._set_verb.candidates)
        others = (*settings.VERBS, *program.VERBS, *(replay_verbs.VERBS if self._context.replay else ()))
        cameras = (*camera.VERBS, *series_verbs.VERBS, *camera_settings.VERBS)
        instruments = (*mount.VERBS, *dome.VERBS, *cameras, *accessories.VERBS)
        return (*instruments, *devices.VERBS, mount.SYNC, setting, *others)

    def candidates(self, text: str, most: int = MAX_CANDIDATES) -> list[Candidate]:
        """What a text can mean, the best first; for an empty text all verbs and commands.

        Of the verbs that the text begins with those written in full are meant, if there are any. The order: verbs that
        can be run, incomplete verbs, what has this name and sends nothing, invalid verbs, the rest. So the fault of an
        invalid verb always comes before something else that Enter would send.
        """
        if not text.strip():
            return self._overview()[:most]
        parsed = [(verb, *each) for verb in self._verbs if (each := _parse_verb(verb.name, text))]
        full = [each for each in parsed if each[1]]
        verbs = [candidate for each in full or parsed for candidate in self._candidates_of(*each)]
        found = self._index.search(text, most)
        if full and not all(one.invalid for one in verbs):  # it is understood: only what is called so, too
            found = [(score, one) for score, one in found if score == 0]
        named = [one for score, one in found if score == 0 and not isinstance(one.action, Submit)]
        ordered = [
            *(one for one in verbs if one.action),
            *(one for one in verbs if not one.action and not one.invalid),
            *(named if len(text.split()) > 1 or not verbs else ()),
            *(one for one in verbs if one.invalid),
            *(one for _, one in found),
        ]
        return [self._with_server(one) for one in _without_repeats(ordered)[:most]]

    def _with_server(self, one: Candidate) -> Candidate:
        """A candidate whose effect names the servers of the devices that more than one server has."""
        match one.action:
            case Submit(requests):
                owners = [request.key.owner for request in requests]
            case ShowVector(key):
                owners = [key.owner]
            case _:
                return one
        titles = self._context.servers.device_title
        servers = dict.fromkeys(owner.server for owner in owners if titles(owner) != owner.device)
        return replace(one, effect=f"{one.effect} (on {', '.join(servers)})") if servers else one

    def _why_no_device(self) -> str:
        """Why no device can do something; most drivers define little before they are connected to their hardware."""
        away = [owner.device for owner, device in self._context.devices() if connected(device) is False]
        more = f" and {len(away) - _SHORT_LIST} more" if len(away) > _SHORT_LIST else ""
        names = ", ".join(away[:_SHORT_LIST]) + more
        return "; not connected: ".join(["no device here can do this", *([names] if away else [])])

    def _overview(self) -> list[Candidate]:
        verbs = [verb.usage_candidate() for verb in self._verbs if verb.candidates(self._context, "")]
        return [*verbs, *map(command_candidate, self._commands)]

    def _candidates_of(self, verb: Verb, full: bool, arguments: str) -> list[Candidate]:
        if verb.needs_argument and not arguments:
            return []
        found = verb.candidates(self._context, arguments)
        if verb.whole and not full:
            return [verb.usage_candidate()] if found else []
        if not found and full:
            return [Candidate(verb.usage, detail=self._why_no_device(), invalid=True)]
        if verb.choose and not full and not arguments and len(found) > _SHORT_LIST:
            return [verb.usage_candidate()]
        return found


def _parse_verb(name: str, text: str) -> tuple[bool, str] | None:
    """Whether a text begins with a verb in full (else shortened), and its arguments; None if with neither."""
    full = name.split()
    words = list(re.finditer(r"\S+", text))
    typed = [word.group().casefold() for word in words[: len(full)]]
    if not all(word.startswith(part) for part, word in zip(typed, full, strict=False)):
        return None
    return typed == full, text[words[len(typed) - 1].end() :].strip()


def _without_repeats(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Each action once, at its first place."""
    seen: set[str] = set()
    out: list[Candidate] = []
    for one in candidates:
        what = repr(one.action) if one.action else repr(one)
        if what not in seen:
            seen.add(what)
            out.append(one)
    return out
