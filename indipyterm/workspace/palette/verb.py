"""A verb of the palette, and the context that it works in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from indipyterm.model.devices import Device
from indipyterm.model.vectors import Vector
from indipyterm.presentation.keys import DeviceKey, VectorKey
from indipyterm.presentation.vector import values_in_short
from indipyterm.protocol.messages import Kind, State
from indipyterm.workspace.palette.actions import Candidate
from indipyterm.workspace.palette.text_folding import are_word_prefixes
from indipyterm.workspace.replay import ReplayControl
from indipyterm.workspace.series.control import AllSeries
from indipyterm.workspace.servers import Servers

Found = list[tuple[VectorKey, Vector]]


@dataclass(frozen=True, slots=True)
class PaletteContext:
    """The servers, the device that is shown, the names of the themes, the replay and the series if there are any."""

    servers: Servers
    shown: DeviceKey | None = None
    themes: Sequence[str] = ()
    replay: ReplayControl | None = None
    series: AllSeries | None = None

    def devices(self) -> list[tuple[DeviceKey, Device]]:
        """The devices: the one shown first, then those with one function before those with many."""
        present = [(key, device) for key in self.servers.devices() if (device := self.servers.device(key))]
        return sorted(present, key=lambda found: (found[0] != self.shown, _breadth(found[1])))

    def writable(self, kind: Kind, *names: str) -> Found:
        """The writable vectors with these names: those of the device shown first, then in the order of the names."""
        found = [
            (VectorKey(*owner, name), vector)
            for name in names
            for owner, device in self.devices()
            if (vector := device.vectors.get(name)) and vector.enabled and vector.writable and vector.kind is kind
        ]
        return sorted(found, key=lambda pair: pair[0].owner != self.shown)

    def vector(self, owner: DeviceKey, name: str) -> Vector | None:
        """A vector of a device, if it is defined now."""
        return self.servers.vector(VectorKey(*owner, name))


def _breadth(device: Device) -> int:
    """How many kinds of instrument a device claims to be; 32 if it does not say."""
    vector = device.vectors.get("DRIVER_INFO")
    member = vector.members.get("DRIVER_INTERFACE") if vector else None
    text = member.value.strip() if member else ""
    return int(text).bit_count() if text.isascii() and text.isdigit() and len(text) < 10 else 32


Candidates = Callable[[PaletteContext, str], list[Candidate]]
"""Returns the candidates of a verb for the text behind it; none if no device can do it."""


@dataclass(frozen=True, slots=True)
class Verb:
    """A command word, which may be shortened unless it must be typed `whole`.

    With `choose` its argument is one of a list, which is shown once the verb is typed in full. With `needs_argument`
    the word alone is no verb, but finds the property of that name.
    """

    name: str
    arguments: str
    description: str
    candidates: Candidates = field(repr=False)
    choose: bool = False
    whole: bool = False
    needs_argument: bool = False

    @property
    def usage(self) -> str:
        """The verb with its arguments."""
        return f"{self.name} {self.arguments}".rstrip()

    def usage_candidate(self) -> Candidate:
        """The line that explains the verb."""
        return Candidate(self.usage, detail=self.description, completion=f"{self.name} ")


def for_devices(found: Iterable[Candidate], text: str) -> list[Candidate]:
    """The candidates whose device a text means; if there is none, a line that says so."""
    candidates = list(found)
    meant = [one for one in candidates if one.device is None or are_word_prefixes(text, one.device.device)]
    if meant or not candidates:
        return meant
    return [Candidate(candidates[0].title, detail=f"no device {text!r} here can do this", invalid=True)]


def current_values(vector: Vector, word: str = "now: ") -> str:
    """The state and values of a vector, in a few words."""
    busy = "busy, " if vector.state is State.BUSY else ""
    if not vector.readable:
        return busy + "now: not known"
    values = values_in_short(vector, 4) or ["none"]
    return f"{busy}{word}{' '.join(values)}"
