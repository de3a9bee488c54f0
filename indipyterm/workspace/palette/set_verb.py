"""The verb ``set PROPERTY VALUE``: any property that can be written, by INDI name or label."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice

from indipyterm.exceptions import Incomplete
from indipyterm.model.vectors import Vector
from indipyterm.presentation.keys import DeviceKey, VectorKey
from indipyterm.protocol.messages import OFF, ON, Kind
from indipyterm.workspace.palette.actions import Candidate, send_candidate
from indipyterm.workspace.palette.text_folding import normalized
from indipyterm.workspace.palette.verb import PaletteContext, current_values

_MOST = 20
_NOT_KNOWN = "no property that can be written is called so"
_LONGEST_NAME = 12  # words
_MOST_TOLD = 8


class SetVerb:
    """Knows what can be written, by INDI name and by label. The names are gathered once."""

    def __init__(self, context: PaletteContext) -> None:
        self._context = context
        self._names: dict[str, list[VectorKey]] = {}
        for owner, device in context.devices():
            for vector in device.present():
                if vector.writable and vector.kind is not Kind.BLOB:
                    key = VectorKey(*owner, vector.name)
                    for name in {normalized(vector.name), normalized(vector.label)}:
                        self._names.setdefault(name, []).append(key)

    def beginning(self, key: VectorKey) -> str:
        """What to type to set a vector; empty where it cannot be written."""
        known = self._names.get(normalized(key.vector), [])
        if key not in known:
            return ""
        return f"set {key.vector} " if known[0] == key else f"set {key.device} {key.vector} "

    def offer(self, context: PaletteContext, text: str) -> list[Candidate]:
        """What setting comes to, for each property that is meant. Its name may stand behind that of its device."""
        if not text:
            return [Candidate("Set PROPERTY VALUE", None, "a property and a value are missing", completion="set ")]
        owners = [
            owner for owner, _ in context.devices() if normalized(text).startswith(normalized(owner.device) + " ")
        ]
        for owner in owners:
            words = len(owner.device.split())
            rest = re.split(r"\s+", text.strip(), maxsplit=words)[words]
            if found := self._meant(rest, owner):
                return found
        wrong = Candidate(f"Set {text}", None, _NOT_KNOWN, completion=f"set {text}", wrong=True)
        return self._meant(text, None) or [wrong]

    def _meant(self, text: str, owner: DeviceKey | None) -> list[Candidate]:
        """The property whose name is the longest beginning of a text, or those whose names begin so."""
        words = list(re.finditer(r"\S+", text))[:_LONGEST_NAME]
        said = [(normalized(text[: word.end()]), text[word.end() :].strip()) for word in words]
        for name, value in reversed(said):
            if keys := self._of(owner, self._names.get(name, [])):
                return [self._assigned(*found, value) for found in keys]
        begun, value = self._begun(said)
        keys = self._of(owner, dict.fromkeys(key for name in begun for key in self._names[name]))
        if len({key.vector for key, _ in keys}) == 1:
            return [self._assigned(*found, value) for found in keys]
        return [
            Candidate(f"Set {vector.label}", key.owner, current_values(vector), completion=self.beginning(key) + value)
            for key, vector in keys
        ]

    def _begun(self, said: list[tuple[str, str]]) -> tuple[list[str], str]:
        """The names that begin with as many words of what was said as any does, and what follows these words."""
        begun, value = list(self._names), ""
        for count, (name, rest) in enumerate(said):
            longer = [known for known in begun if known.startswith(name)]
            if not longer:
                return (begun, value) if count else ([], "")
            begun, value = longer, rest
        return begun, value

    def _of(self, owner: DeviceKey | None, keys: Iterable[VectorKey]) -> list[tuple[VectorKey, Vector]]:
        """The vectors that are there still, of a device or of any."""
        vector = self._context.servers.vector
        meant = (key for key in keys if owner in (None, key.owner))
        return list(islice(((key, found) for key in meant if (found := vector(key)) and found.writable), _MOST))

    def _assigned(self, key: VectorKey, vector: Vector, text: str) -> Candidate:
        title, completion = f"Set {vector.label}", self.beginning(key) + text
        try:
            values = values_of(vector, text)
        except Incomplete as error:
            return Candidate(title, key.owner, f"{error}; {current_values(vector)}", completion=completion)
        except ValueError as error:
            return Candidate(title, key.owner, str(error), completion=completion, wrong=True)
        return send_candidate(f"{title} {text}", [(key, vector, values)], current_values(vector), completion)


def values_of(vector: Vector, text: str) -> dict[str, str]:
    """What ``MEMBER=value MEMBER=value``, a lone value or a choice means for a vector, by member name.

    Members go by name or label; a value ends where the next member's name begins, and may be put in quotes.
    Raises `Missing`, or ValueError with the reason.
    """
    names = list(vector.members)
    shown = [f"{name}=…" for name in names[:_MOST_TOLD]]
    if not text:
        if vector.kind is Kind.SWITCH:
            raise Incomplete(f"a choice is missing: {', '.join(_choices(vector))}")
        raise Incomplete("a value is missing" if len(names) == 1 else f"values are missing: {' '.join(shown)}")
    if pairs := _pairs(vector, text):
        return pairs
    if vector.kind is Kind.SWITCH:
        return _choice(vector, _unquoted(text))
    if len(names) == 1:
        return {names[0]: _unquoted(text)}
    raise ValueError(f"which member? {' '.join(shown)}")


def _pairs(vector: Vector, text: str) -> dict[str, str]:
    """Values by member; nothing where the text does not begin with a member's name and ``=``."""
    spellings = {member.label.strip().casefold(): member.name for member in vector.members.values()}
    spellings |= {name.strip().casefold(): name for name in vector.members}
    spelled = "|".join(re.escape(name) for name in sorted(spellings, key=len, reverse=True) if name)
    found = list(re.finditer(rf"(?:^|(?<=\s))({spelled})\s*=\s*", text, re.IGNORECASE)) if spelled else []
    if not found or found[0].start():
        return {}
    values: dict[str, str] = {}
    for match, end in zip(found, [*(each.start() for each in found[1:]), len(text)], strict=True):
        name = spellings.get(match[1].casefold())
        if name is None:  # letters that are the same to a pattern but not when folded
            return {}
        if name in values:
            raise ValueError(f"{name} is given two values")
        value = _unquoted(text[match.end() : end].strip())
        values[name] = _turned(value) if vector.kind is Kind.SWITCH else value
    return values


def _turned(text: str) -> str:
    return {"on": ON, "off": OFF}.get(text.casefold(), text)


def _choice(vector: Vector, text: str) -> dict[str, str]:
    """The switch to turn On, by name or label or how only one of them begins; or On or Off for an only one."""
    wanted = normalized(text)
    spelled = {name: (normalized(name), normalized(member.label)) for name, member in vector.members.items()}
    exact = [name for name, words in spelled.items() if wanted in words]
    starts = [name for name, words in spelled.items() if any(word.startswith(wanted) for word in words)]
    if exact or len(starts) == 1:
        return {(exact or starts)[0]: ON}
    if len(spelled) == 1 and _turned(text) in (ON, OFF):
        return {next(iter(spelled)): _turned(text)}
    reason = "may mean several" if starts else "is none"
    raise ValueError(f"no choice {text!r}, it {reason}: {', '.join(_choices(vector))}")


def _choices(vector: Vector) -> list[str]:
    labels = [member.label for member in vector.members.values()]
    return [*labels[:_MOST_TOLD], "…"] if len(labels) > _MOST_TOLD else labels


def _unquoted(text: str) -> str:
    return text[1:-1] if len(text) > 1 and text[0] in "\"'" and text[-1] == text[0] else text
