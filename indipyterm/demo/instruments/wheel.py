"""A filter wheel with eight filters, which takes a second from one to the next."""

from __future__ import annotations

from indipyterm.demo.declare import CONFIG, CONNECTION, driver_info, number, numbers, text, texts
from indipyterm.demo.instrument import Handler, Instrument
from indipyterm.demo.motion import approach_round
from indipyterm.demo.request import Rejected, Request
from indipyterm.protocol.messages import DefMember, State

FILTERS = ("Red", "Green", "Blue", "H_Alpha", "SII", "OIII", "LPR", "Luminance")

SECONDS_A_SLOT = 1.0


def _names() -> tuple[DefMember, ...]:
    return tuple(text(f"FILTER_SLOT_NAME_{slot}", f"Filter#{slot}", name) for slot, name in enumerate(FILTERS, 1))


class Wheel(Instrument):
    """FILTER_SLOT is Busy while it turns, the shorter way, and shows each slot that passes."""

    device = "Filter Wheel"
    always = (CONNECTION, driver_info("Filter Wheel Demo", "indipyterm", 16), CONFIG)
    when_connected = (
        numbers(
            "FILTER_SLOT",
            "Filter Slot",
            "Filter Wheel",
            number("FILTER_SLOT_VALUE", "Filter", 1, "%3.0f", 1, len(FILTERS), 1),
            state=State.OK,
        ),
        texts("FILTER_NAME", "Filter", "Filter Wheel", *_names(), state=State.OK),
    )

    def handlers(self) -> dict[str, Handler]:
        """Return what to do about the properties that need more than a new value."""
        return {"FILTER_SLOT": self.turn, "FILTER_NAME": self.rename}

    def turn(self, request: Request) -> None:
        """Set out for a slot; a wheel that is turning changes its goal."""
        goal = round(request.numbers["FILTER_SLOT_VALUE"])
        self.say(f"[INFO] Setting current filter to slot {goal}.")
        self.update("FILTER_SLOT", state=State.BUSY)
        self.begin("turning", self._turn(goal))

    def rename(self, request: Request) -> None:
        """Take other names for the filters, but none without a name."""
        if not all(name.strip() for name in request.texts.values()):
            raise Rejected("A filter needs a name.")
        self.accept(request)

    @property
    def slot(self) -> int:
        """The slot that is in the light now, counted from 1."""
        return int(self.number("FILTER_SLOT", "FILTER_SLOT_VALUE"))

    async def _turn(self, goal: int) -> None:
        count = len(FILTERS)
        while self.slot != goal:
            await self.clock.sleep(SECONDS_A_SLOT)
            slot = approach_round(self.slot - 1, goal - 1, 1, count) + 1
            self.update("FILTER_SLOT", {"FILTER_SLOT_VALUE": slot}, State.BUSY)
        self.update("FILTER_SLOT", state=State.OK)
        self.say(f"[INFO] Filter is {self.text('FILTER_NAME', f'FILTER_SLOT_NAME_{goal}')}.")
