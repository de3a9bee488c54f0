"""Which of several cameras people mean."""

from __future__ import annotations

from indipyterm.model.devices import Device
from indipyterm.model.members import NumberMember
from indipyterm.presentation.keys import DeviceKey
from indipyterm.workspace.palette.verb import Found, PaletteContext
from indipyterm.workspace.series.camera import is_guide_head

_GUIDE_WORDS = ("GUIDE", "GUIDER", "GUIDING")


def main_cameras_first(context: PaletteContext, found: Found) -> Found:
    """Properties of cameras: those of the device shown, then of cameras not called guiders, the largest chip first.

    A camera's own chip comes before its guide chip.
    """

    def rank(owner: DeviceKey) -> tuple[bool, bool, int]:
        device = context.servers.device(owner)
        guides = any(word in _GUIDE_WORDS for word in owner.device.upper().replace("-", " ").split())
        return owner != context.shown, guides, -_pixels(device) if device else 0

    return sorted(found, key=lambda each: (rank(each[0].owner), is_guide_head(each[0].vector)))


def _pixels(device: Device) -> int:
    """How many pixels a camera's chip has; 0 where it does not say."""
    info = device.vectors.get("CCD_INFO")
    members = [info.members.get(name) for name in ("CCD_MAX_X", "CCD_MAX_Y")] if info else []
    numbers = [member for member in members if isinstance(member, NumberMember)]
    try:
        return round(numbers[0].number() * numbers[1].number()) if len(numbers) == 2 else 0
    except (ValueError, OverflowError):
        return 0
