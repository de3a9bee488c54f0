"""Everything that can be found by a few letters: commands, properties, and the choices in them.

The index is built once. A search runs over plain texts and makes candidates only of what it returns.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from indipyterm.model.vectors import Vector
from indipyterm.presentation.filter_slots import SLOT, slot_names
from indipyterm.presentation.keys import DeviceKey, VectorKey
from indipyterm.presentation.names import whole_names
from indipyterm.protocol.messages import OFF, ON, Kind, Rule
from indipyterm.workspace.palette.actions import Candidate, Command, ShowDevice, ShowVector, send_candidate
from indipyterm.workspace.palette.camera import slot_candidate
from indipyterm.workspace.palette.set_verb import SetVerb
from indipyterm.workspace.palette.text_folding import all_folded, folded
from indipyterm.workspace.palette.verb import PaletteContext, current_values

_CONTEXT = 1  # a typed word begins a word of the context only
_INSIDE = 100  # a typed word is inside a word
_LETTERS = 10_000  # only the letters are found, in this order
_FEW = 12  # with fewer hits, letters in order are searched, too


class IndexEntry(NamedTuple):
    """A command, a vector (`key`), or a choice in it: a member or the number of a slot.

    `own` are its own names, `context` those of what it belongs to.
    """

    own: str
    context: str = ""
    key: VectorKey | None = None
    choice: str | int | None = None
    command: Command | None = None


class NameIndex:
    """Finds what there is in a context: of the device shown first, short names before long ones."""

    def __init__(self, context: PaletteContext, commands: Iterable[Command], set_verb: SetVerb) -> None:
        self._context, self._set_verb = context, set_verb
        ranked: list[tuple[bool, bool, int, int, IndexEntry]] = []
        for rank, (owner, device) in enumerate(context.devices()):
            names = slot_names(device)
            for vector in device.present():
                for length, entry in _entries(owner, vector, names):
                    ranked.append((owner != context.shown, entry.choice is not None, length, rank, entry))
        ranked.sort(key=lambda each: each[:4])
        self._entries = [
            *(IndexEntry(command.title, command=command) for command in commands),
            *(row[4] for row in ranked),
        ]
        self._own = all_folded([entry.own for entry in self._entries])
        contexts = all_folded([entry.context for entry in self._entries])
        self._texts = [f"{own}\n{context}" for own, context in zip(self._own, contexts, strict=True)]

    def search(self, text: str, most: int) -> list[tuple[int, Candidate]]:
        """What a text fits, the best first, with its score: 0 if each typed word begins a word of its own names."""
        words = folded(text).split()
        if not words:
            return []
        named = self._with([f" {word}" for word in words], self._own)
        if len(named) >= most:  # nothing else can come before these
            return self._candidates({0: self._whole_choices_first(named, words)}, most)
        scores: dict[int, list[int]] = {}
        for place in self._with(words, self._texts):
            score = self._score(place, words)
            if score is not None:
                scores.setdefault(score, []).append(place)
        if 0 in scores:
            scores[0] = self._whole_choices_first(scores[0], words)
        if sum(map(len, scores.values())) < _FEW:
            scores[_LETTERS] = self._by_letters(words, {place for found in scores.values() for place in found})
        return self._candidates(scores, most)

    def _whole_choices_first(self, places: list[int], words: list[str]) -> list[int]:
        """Indices in their order, but choices with all words whole before those that begin so: Low before Lower."""

        def rank(place: int) -> tuple[bool, bool, bool]:
            key, choice = self._entries[place].key, self._entries[place].choice is not None
            own = f"{self._own[place]} ".replace("\n", " ")
            whole = choice and all(f" {word} " in own for word in words)
            return key is not None and key.owner != self._context.shown, choice, choice and not whole

        return sorted(places, key=rank)

    @staticmethod
    def _with(words: list[str], texts: list[str]) -> list[int]:
        """The indices of the texts that contain all words."""
        places = [place for place, text in enumerate(texts) if words[0] in text]
        for word in words[1:]:
            places = [place for place in places if word in texts[place]]
        return places

    def _score(self, place: int, words: list[str]) -> int | None:
        """The score of an entry that contains all words; None for a choice whose own names have none of them."""
        own, text = self._own[place], self._texts[place]
        score, means = 0, self._entries[place].choice is None
        for word in words:
            start = f" {word}"
            if start in own:
                means = True
            elif start in text:
                score += _CONTEXT
            elif word in own:
                means = True
                score += _INSIDE
            else:
                score += _INSIDE + _CONTEXT
        return score if means else None

    def _by_letters(self, words: list[str], known: set[int]) -> list[int]:
        """Further commands and properties whose names have the letters of each word in order, the first of them at
        the beginning of a word. No choices: too little was typed to send something.
        """
        places: Iterable[int] = range(len(self._own))
        for word in words:
            # Each letter where it comes first: names may be long, and nothing further on would match instead.
            parts = [f" {re.escape(word[0])}", *map(re.escape, word[1:])]
            pattern = re.compile("".join(f"(?>.*?{part})" for part in parts), re.DOTALL)
            places = [place for place in places if pattern.match(self._own[place])]
        return [place for place in places if place not in known and self._entries[place].choice is None]

    def _candidates(self, scores: dict[int, list[int]], most: int) -> list[tuple[int, Candidate]]:
        made: list[tuple[int, Candidate]] = []
        for score in sorted(scores):
            for place in scores[score]:
                if len(made) == most:
                    return made
                if candidate := self._candidate(self._entries[place]):
                    made.append((score, candidate))
        return made

    def _candidate(self, entry: IndexEntry) -> Candidate | None:
        """The candidate of an entry; None if its vector is gone, or its choice cannot be sent."""
        if entry.command:
            return command_candidate(entry.command)
        vector = self._context.servers.vector(entry.key)
        if vector is None or entry.key is None:
            return None
        beginning = self._set_verb.beginning(entry.key)
        if entry.choice is not None:
            made = self._choice(entry.key, vector, entry.choice, beginning)
            return made if made and made.action else None
        place, completion = f"{vector.group} › {vector.name}", beginning or vector.label
        effect = f"go to {entry.key.device} › {place}"
        return Candidate(vector.label, entry.key.owner, place, effect, ShowVector(entry.key), completion)

    def _choice(self, key: VectorKey, vector: Vector, choice: str | int, beginning: str) -> Candidate | None:
        if isinstance(choice, int):
            names = slot_names(self._context.servers.device(key.owner))
            return slot_candidate(key, vector, names, choice) if choice <= len(names) else None
        member = vector.members.get(choice)
        if member is None:
            return None
        title, completion, value = f"{vector.label} {member.label}", f"{beginning}{choice}", ON
        if vector.rule is Rule.ANY_OF_MANY:
            value = OFF if member.value == ON else ON
            title, completion = f"{title} {value.lower()}", f"{completion}={value}"
        return send_candidate(title, [(key, vector, {choice: value})], current_values(vector), completion)


def _entries(owner: DeviceKey, vector: Vector, names: list[str]) -> Iterable[tuple[int, IndexEntry]]:
    """A vector and the choices in it, each with the length by which it is ranked; `names` are those of the filters."""
    key = VectorKey(*owner, vector.name)
    own, where = f"{vector.label} {vector.name}", f"{owner.device} {vector.group}"
    members = vector.members.values()
    context = " ".join([where, *(f"{member.label} {member.name}" for member in members)])
    yield len(vector.label), IndexEntry(own, context, key)
    if not vector.writable:
        return
    if vector.kind is Kind.SWITCH:
        context = f"{own} {where}"
        for member in members:
            yield len(vector.label), IndexEntry(f"{member.label} {member.name}", context, key, member.name)
    elif vector.name == SLOT:
        for slot, called in enumerate(names, 1):
            yield len(called), IndexEntry(called, f"{own} {where}", key, slot)


def command_candidate(command: Command) -> Candidate:
    """The candidate of a command."""
    detail = f"key {command.key}" if command.key else ""
    return Candidate(command.title, None, detail, command.title, command.action, command.title)


def device_commands(devices: Iterable[DeviceKey]) -> list[Command]:
    """Commands that show a device; the first nine have the keys 1 to 9."""
    return [
        Command(f"Show {name}", ShowDevice(key), str(place + 1) if place < 9 else "")
        for place, (key, name) in enumerate(whole_names(list(devices)).items())
    ]
