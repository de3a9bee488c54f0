"""From a typed text to what can be done: verbs first, then what is found by name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property

from indipyterm.presentation.keys import DeviceKey
from indipyterm.workspace.palette import camera, devices, mount, program, settings
from indipyterm.workspace.palette import replay as replay_verbs
from indipyterm.workspace.palette.actions import Candidate, Command, Submit
from indipyterm.workspace.palette.name_index import NameIndex, command_candidate, device_commands
from indipyterm.workspace.palette.set_verb import SetVerb
from indipyterm.workspace.palette.verb import PaletteContext, Verb
from indipyterm.workspace.replay import ReplayControl
from indipyterm.workspace.servers import Servers

MAX_CANDIDATES = 100
"""Candidates given at the most."""

_SHORT_LIST = 3


class PaletteSearch:
    """Made when the palette opens, for the device shown then; what it finds by name is gathered at the first key."""

    def __init__(
        self,
        servers: Servers,
        shown: DeviceKey | None = None,
        commands: Sequence[Command] = (),
        themes: Sequence[str] = (),
        replay: ReplayControl | None = None,
    ) -> None:
        self._context = PaletteContext(servers, shown, themes, replay)
        showing = device_commands(servers.devices())
        known = {command.action for command in showing}
        self._commands = [*(command for command in commands if command.action not in known), *showing]

    @cached_property
    def _assigner(self) -> SetVerb:
        return SetVerb(self._context)

    @cached_property
    def _index(self) -> NameIndex:
        return NameIndex(self._context, self._commands, self._assigner)

    @cached_property
    def _verbs(self) -> tuple[Verb, ...]:
        """All verbs; where several fit what is typed, the first comes first."""
        setting = Verb("set", "PROPERTY VALUE", "any property, by name", self._assigner.offer)
        others = (*settings.VERBS, *program.VERBS, *(replay_verbs.VERBS if self._context.replay else ()))
        return (*mount.VERBS, *camera.VERBS, *devices.VERBS, mount.SYNC, setting, *others)

    def candidates(self, text: str, most: int = MAX_CANDIDATES) -> list[Candidate]:
        """What a text can mean, the best first.

        Verbs that can be run; verbs to which something is missing; what is called so, where it sends nothing; verbs
        that cannot be run; the rest. So what is wrong with a verb is never behind something else that Enter would send.
        Without a text: what verbs and commands there are.
        """
        if not text.strip():
            return self._everything()[:most]
        spoken = self._spoken(text)
        found = self._index.search(text, most)
        named = [one for score, one in found if score == 0 and not isinstance(one.action, Submit)]
        ordered = [
            *(one for one in spoken if one.action),
            *(one for one in spoken if not one.action and not one.wrong),
            *(named if len(text.split()) > 1 or not spoken else ()),
            *(one for one in spoken if one.wrong),
            *(one for _, one in found),
        ]
        return _once(ordered)[:most]

    def _everything(self) -> list[Candidate]:
        verbs = [verb.line() for verb in self._verbs if verb.offer(self._context, "")]
        return [*verbs, *map(command_candidate, self._commands)]

    def _spoken(self, text: str) -> list[Candidate]:
        """What the verbs offer that a text begins with, those typed out first."""
        heard = [(verb, *found) for verb in self._verbs if (found := _heard(verb.name, text))]
        exact = [each for each in heard if each[1]]
        return [one for each in exact or heard for one in self._offered(*each)]

    def _offered(self, verb: Verb, exact: bool, arguments: str) -> list[Candidate]:
        offered = verb.offer(self._context, arguments)
        if verb.whole and not exact:
            return [verb.line()] if offered else []
        if not offered and exact:
            return [Candidate(verb.usage, detail="no device here can do this", wrong=True)]
        if verb.choose and not exact and not arguments and len(offered) > _SHORT_LIST:
            return [verb.line()]
        return offered


def _heard(name: str, text: str) -> tuple[bool, str] | None:
    """Whether a text begins with a verb as it is written (or with how it begins), and what follows."""
    wanted = name.split()
    words = list(re.finditer(r"\S+", text))
    said = [word.group().casefold() for word in words[: len(wanted)]]
    if not all(full.startswith(part) for part, full in zip(said, wanted, strict=False)):
        return None
    return said == wanted, text[words[len(said) - 1].end() :].strip()


def _once(found: Sequence[Candidate]) -> list[Candidate]:
    """Each action once, where it stands first."""
    seen: set[str] = set()
    out: list[Candidate] = []
    for one in found:
        what = repr(one.action) if one.action else repr(one)
        if what not in seen:
            seen.add(what)
            out.append(one)
    return out
