"""Candidates of verbs that choose one of two switches by a word, such as on and off, or open and close."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from indipyterm.model.standard import sent_by
from indipyterm.protocol.messages import ON, Kind
from indipyterm.workspace.palette.actions import Candidate, send_candidate
from indipyterm.workspace.palette.verb import PaletteContext, current_values, for_devices


class SwitchVerb(NamedTuple):
    """A verb, the switches that its words mean, and what to say where another word is typed."""

    word: str
    switches: Mapping[str, str]
    fault: str

    def candidates(self, context: PaletteContext, text: str) -> list[Candidate]:
        """A candidate for each device and word, of which the text may be a beginning; a device may be named behind."""
        typed, _, device = text.partition(" ")
        wanted = [word for word in self.switches if word.startswith(typed.casefold())]
        found = []
        for key, vector in context.writable(Kind.SWITCH, *sent_by(self.word)):
            title = self.word.capitalize()
            if not wanted:
                found.append(Candidate(f"{title} {text}", key.owner, self.fault, invalid=True))
            for word in wanted:
                if (name := self.switches[word]) in vector.members:
                    words = f"{self.word} {word}"
                    found.append(
                        send_candidate(f"{title} {word}", [(key, vector, {name: ON})], current_values(vector), words)
                    )
        return for_devices(found, device) if wanted else found
