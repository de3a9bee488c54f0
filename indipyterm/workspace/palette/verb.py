"""What a verb is, and what it can see."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from indipyterm.model.devices import Device
from indipyterm.model.members import NumberMember
from indipyterm.model.vectors import Vector
from indipyterm.presentation.keys import DeviceKey, VectorKey
from indipyterm.presentation.vector import values_in_short
from indipyterm.protocol.messages import Kind, State
from indipyterm.workspace.palette.actions import Candidate
from indipyterm.workspace.palette.text_folding import are_word_prefixes
from indipyterm.workspace.replay import ReplayControl
from indipyterm.workspace.servers import Servers

Found = list[tuple[VectorKey, Vector]]


@dataclass(frozen=True, slots=True)
class PaletteContext:
    """The devices that there are, and the one that is shown; what plays a recording, if one is played."""

    servers: Servers
    shown: DeviceKey | None = None
    themes: Sequence[str] = ()
    replay: ReplayControl | None = None

    def devices(self) -> list[tuple[DeviceKey, Device]]:
        """The devices: the one shown first, then those that do one thing only before those that do many."""
        present = [(key, device) for key in self.servers.devices() if (device := self.servers.device(key))]
        return sorted(present, key=lambda found: (found[0] != self.shown, _breadth(found[1])))

    def offering(self, kind: Kind, *names: str) -> Found:
        """The vectors of these names that can be written: of the device shown first, then in the order of the names."""
        found = [
            (VectorKey(*owner, name), vector)
            for name in names
            for owner, device in self.devices()
            if (vector := device.vectors.get(name)) and vector.enabled and vector.writable and vector.kind is kind
        ]
        return sorted(found, key=lambda pair: pair[0].owner != self.shown)

    def vector(self, owner: DeviceKey, name: str) -> Vector | None:
        """A vector of a device, if it has it now."""
        return self.servers.vector(VectorKey(*owner, name))


def _breadth(device: Device) -> int:
    """How many kinds of instrument a device says it is; many where it does not say."""
    vector = device.vectors.get("DRIVER_INFO")
    member = vector.members.get("DRIVER_INTERFACE") if vector else None
    text = member.value.strip() if member else ""
    return int(text).bit_count() if text.isascii() and text.isdigit() and len(text) < 10 else 32


Offer = Callable[[PaletteContext, str], list[Candidate]]
"""What can be done with the text behind a verb; nothing where no device can do it."""


@dataclass(frozen=True, slots=True)
class Verb:
    """A word of command, which may be cut short unless it must be `whole`.

    With `choose` what follows is one of a list, which is shown once the verb is typed out.
    """

    name: str
    arguments: str
    what: str
    offer: Offer = field(repr=False)
    choose: bool = False
    whole: bool = False

    @property
    def usage(self) -> str:
        """The verb with what it takes."""
        return f"{self.name} {self.arguments}".rstrip()

    def line(self) -> Candidate:
        """The line that explains the verb."""
        return Candidate(self.usage, detail=self.what, completion=f"{self.name} ")


def for_devices(found: Iterable[Candidate], text: str) -> list[Candidate]:
    """Those whose device is meant by a text; one line that says so where none is."""
    every = list(found)
    meant = [one for one in every if one.device is None or are_word_prefixes(text, one.device.device)]
    if meant or not every:
        return meant
    return [Candidate(every[0].title, detail=f"no device {text!r} here can do this", wrong=True)]


def current_values(vector: Vector, word: str = "now: ") -> str:
    """How a vector is now, in a few words."""
    busy = "busy, " if vector.state is State.BUSY else ""
    if not vector.readable:
        return busy + "now: not known"
    values = values_in_short(vector, 4) or ["none"]
    return f"{busy}{word}{' '.join(values)}"


def number_member(vector: Vector, name: str) -> NumberMember | None:
    """The number of a standard name in a vector, or its only one."""
    member = vector.members.get(name) or (next(iter(vector.members.values())) if len(vector.members) == 1 else None)
    return member if isinstance(member, NumberMember) else None
