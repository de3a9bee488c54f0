"""A filter wheel with eight filters that takes a second from one to the next."""

from __future__ import annotations

from indipyterm.demo.definitions import CONFIG, CONNECTION, driver_info, number, number_vector, text, text_vector
from indipyterm.demo.instrument import Handler, Instrument
from indipyterm.demo.motion_math import step_towards_on_circle
from indipyterm.demo.request import Rejected, Request
from indipyterm.protocol.messages import DefMember, State

FILTERS = ("Red", "Green", "Blue", "H_Alpha", "SII", "OIII", "LPR", "Luminance")

SECONDS_A_SLOT = 1.0


def _names() -> tuple[DefMember, ...]:
    return tuple(text(f"FILTER_SLOT_NAME_{slot}", f"Filter#{slot}", name) for slot, name in enumerate(FILTERS, 1))


class FilterWheel(Instrument):
    """It turns in the shorter direction; FILTER_SLOT is Busy meanwhile, and shows each slot that passes."""

    device = "Filter Wheel"
    always_defined = (CONNECTION, driver_info("Filter Wheel Demo", "indipyterm", 16), CONFIG)
    defined_when_connected = (
        number_vector(
            "FILTER_SLOT",
            "Filter Slot",
            "Filter Wheel",
            number("FILTER_SLOT_VALUE", "Filter", 1, "%3.0f", 1, len(FILTERS), 1),
            state=State.OK,
        ),
        text_vector("FILTER_NAME", "Filter", "Filter Wheel", *_names(), state=State.OK),
    )

    def handlers(self) -> dict[str, Handler]:
        """Return the handlers of properties that do more than take new values."""
        return {"FILTER_SLOT": self.turn, "FILTER_NAME": self.rename}

    def turn(self, request: Request) -> None:
        """Turn to a slot, even if the wheel is already turning to another one."""
        goal = round(request.numbers["FILTER_SLOT_VALUE"])
        self.send_message(f"[INFO] Setting current filter to slot {goal}.")
        self.update("FILTER_SLOT", state=State.BUSY)
        self.start_activity("turning", self._turn(goal))

    def rename(self, request: Request) -> None:
        """Rename filters; refuses empty names."""
        if not all(name.strip() for name in request.texts.values()):
            raise Rejected("A filter needs a name.")
        self.accept(request)

    @property
    def slot(self) -> int:
        """The slot in the light path, counted from 1."""
        return int(self.number("FILTER_SLOT", "FILTER_SLOT_VALUE"))

    async def _turn(self, goal: int) -> None:
        count = len(FILTERS)
        while self.slot != goal:
            await self.clock.sleep(SECONDS_A_SLOT)
            slot = step_towards_on_circle(self.slot - 1, goal - 1, 1, count) + 1
            self.update("FILTER_SLOT", {"FILTER_SLOT_VALUE": slot}, State.BUSY)
        self.update("FILTER_SLOT", state=State.OK)
        self.send_message(f"[INFO] Filter is {self.text('FILTER_NAME', f'FILTER_SLOT_NAME_{goal}')}.")
