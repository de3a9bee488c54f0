"""The verb ``set PROPERTY VALUE``, for any writable property, by its INDI name or label."""

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

_MAX_CANDIDATES = 20
_NOT_KNOWN = "no writable property has this name"
_MAX_NAME_WORDS = 12
_MAX_LISTED = 8  # members in a detail


class SetVerb:
    """The writable properties by INDI name and label, collected once."""

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
        """What to type to set a vector, up to the value; empty if it is not writable."""
        known = self._names.get(normalized(key.vector), [])
        if key not in known:
            return ""
        return f"set {key.vector} " if known[0] == key else f"set {key.device} {key.vector} "

    def candidates(self, context: PaletteContext, text: str) -> list[Candidate]:
        """A candidate for each property that a text may mean; the name of its device may stand before its own."""
        if not text:
            return [Candidate("Set PROPERTY VALUE", None, "a property and a value are missing", completion="set ")]
        owners = [
            owner for owner, _ in context.devices() if normalized(text).startswith(normalized(owner.device) + " ")
        ]
        for owner in owners:
            words = len(owner.device.split())
            rest = re.split(r"\s+", text.strip(), maxsplit=words)[words]
            if found := self._named(rest, owner):
                return found
        wrong = Candidate(f"Set {text}", None, _NOT_KNOWN, completion=f"set {text}", invalid=True)
        return self._named(text, None) or [wrong]

    def _named(self, text: str, owner: DeviceKey | None) -> list[Candidate]:
        """The properties with the longest name that a text begins with; else those whose names begin with the text."""
        words = list(re.finditer(r"\S+", text))[:_MAX_NAME_WORDS]
        splits = [(normalized(text[: word.end()]), text[word.end() :].strip()) for word in words]
        for name, value in reversed(splits):
            if keys := self._of(owner, self._names.get(name, [])):
                return [self._assignment(*found, value) for found in keys]
        names, value = self._names_beginning(splits)
        keys = self._of(owner, dict.fromkeys(key for name in names for key in self._names[name]))
        if len({key.vector for key, _ in keys}) == 1:
            return [self._assignment(*found, value) for found in keys]
        return [
            Candidate(f"Set {vector.label}", key.owner, current_values(vector), completion=self.beginning(key) + value)
            for key, vector in keys
        ]

    def _names_beginning(self, splits: list[tuple[str, str]]) -> tuple[list[str], str]:
        """The names that begin with as many of the typed words as possible, and the text after these words."""
        names, value = list(self._names), ""
        for count, (beginning, rest) in enumerate(splits):
            fewer = [name for name in names if name.startswith(beginning)]
            if not fewer:
                return (names, value) if count else ([], "")
            names, value = fewer, rest
        return names, value

    def _of(self, owner: DeviceKey | None, keys: Iterable[VectorKey]) -> list[tuple[VectorKey, Vector]]:
        """Those of the vectors that are still defined; `owner` None: of any device."""
        vector = self._context.servers.vector
        owned = (key for key in keys if owner in (None, key.owner))
        writable = ((key, found) for key in owned if (found := vector(key)) and found.writable)
        return list(islice(writable, _MAX_CANDIDATES))

    def _assignment(self, key: VectorKey, vector: Vector, text: str) -> Candidate:
        title, completion = f"Set {vector.label}", self.beginning(key) + text
        try:
            values = values_of(vector, text)
        except Incomplete as error:
            return Candidate(title, key.owner, f"{error}; {current_values(vector)}", completion=completion)
        except ValueError as error:
            return Candidate(title, key.owner, str(error), completion=completion, invalid=True)
        return send_candidate(f"{title} {text}", [(key, vector, values)], current_values(vector), completion)


def values_of(vector: Vector, text: str) -> dict[str, str]:
    """The values that ``MEMBER=value MEMBER=value``, a single value or a choice means for a vector, by member name.

    Members are given by name or label; a value ends before the next member's name, and may be quoted.
    Raises `Incomplete`, or ValueError with the reason.
    """
    names = list(vector.members)
    shown = [f"{name}=…" for name in names[:_MAX_LISTED]]
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
    """The values by member; empty if the text does not begin with a member's name and ``=``."""
    spellings = {member.label.strip().casefold(): member.name for member in vector.members.values()}
    spellings |= {name.strip().casefold(): name for name in vector.members}
    spelled = "|".join(re.escape(name) for name in sorted(spellings, key=len, reverse=True) if name)
    found = list(re.finditer(rf"(?:^|(?<=\s))({spelled})\s*=\s*", text, re.IGNORECASE)) if spelled else []
    if not found or found[0].start():
        return {}
    values: dict[str, str] = {}
    for match, end in zip(found, [*(each.start() for each in found[1:]), len(text)], strict=True):
        name = spellings.get(match[1].casefold())
        if name is None:  # letters that a pattern takes for the same, but casefold does not
            return {}
        if name in values:
            raise ValueError(f"{name} is given two values")
        value = _unquoted(text[match.end() : end].strip())
        values[name] = _switch_state(value) if vector.kind is Kind.SWITCH else value
    return values


def _switch_state(text: str) -> str:
    return {"on": ON, "off": OFF}.get(text.casefold(), text)


def _choice(vector: Vector, text: str) -> dict[str, str]:
    """The switch to turn On, by its name or label, or by their unique beginning; a single switch also as On or Off."""
    wanted = normalized(text)
    spelled = {name: (normalized(name), normalized(member.label)) for name, member in vector.members.items()}
    exact = [name for name, words in spelled.items() if wanted in words]
    starts = [name for name, words in spelled.items() if any(word.startswith(wanted) for word in words)]
    if exact or len(starts) == 1:
        return {(exact or starts)[0]: ON}
    if len(spelled) == 1 and _switch_state(text) in (ON, OFF):
        return {next(iter(spelled)): _switch_state(text)}
    reason = f"{text!r} matches several choices" if starts else f"{text!r} is not a choice"
    raise ValueError(f"{reason}: {', '.join(_choices(vector))}")


def _choices(vector: Vector) -> list[str]:
    labels = [member.label for member in vector.members.values()]
    return [*labels[:_MAX_LISTED], "…"] if len(labels) > _MAX_LISTED else labels


def _unquoted(text: str) -> str:
    return text[1:-1] if len(text) > 1 and text[0] in "\"'" and text[-1] == text[0] else text
