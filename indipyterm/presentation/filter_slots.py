"""Names of filter slots: FILTER_NAME has those of the numbers in FILTER_SLOT."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from indipyterm.model.devices import Device
from indipyterm.presentation.keys import VectorKey

SLOT = "FILTER_SLOT"
SLOT_VALUE = "FILTER_SLOT_VALUE"
NAMES = "FILTER_NAME"


def slot_names(device: Device | None) -> list[str]:
    """The names of a device's slots, in order; empty if it has no names for them."""
    vector = device.vectors.get(NAMES) if device else None
    return [member.value for member in vector.members.values()] if vector and vector.enabled else []


def slot_name(names: Sequence[str], number: float) -> str:
    """The name of a slot, counted from 1; empty if it has none."""
    place = int(number) - 1
    return names[place] if 0 <= place < len(names) and number == int(number) else ""


def slot_number(names: Sequence[str], text: str) -> int | None:
    """The number of the slot with a name, in any case, or of the only one whose name begins with the text."""
    wanted = text.strip().casefold()
    exact = [place for place, name in enumerate(names, 1) if name.casefold() == wanted]
    starts = [place for place, name in enumerate(names, 1) if wanted and name.casefold().startswith(wanted)]
    if exact:
        return exact[0]
    return starts[0] if len(starts) == 1 else None


def with_named_slots(keys: Iterable[VectorKey]) -> set[VectorKey]:
    """Vectors whose values changed, and those that are shown otherwise now: names of filters stand beside the slot."""
    found = set(keys)
    return found | {key._replace(vector=SLOT) for key in found if key.vector == NAMES}
