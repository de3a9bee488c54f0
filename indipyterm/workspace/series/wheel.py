"""Turning a filter wheel before a frame, and waiting until it is there."""

from __future__ import annotations

from collections.abc import Callable

from indipyterm.protocol.messages import State
from indipyterm.protocol.numbers import number_or_none
from indipyterm.workspace.series.camera import present, why_away
from indipyterm.workspace.series.frame import Failed, Lost
from indipyterm.workspace.series.plan import Filter
from indipyterm.workspace.series.surroundings import Surroundings
from indipyterm.workspace.series.waiting import News
from indipyterm.workspace.submission import Refused, Request

TURN_SECONDS = 60.0
"""How long a filter wheel may turn, unless its driver gives it more."""


async def turn(
    around: Surroundings, news: News, used: Filter, on_turning: Callable[[], object]
) -> Failed | Lost | None:
    """Turn the wheel to a filter; None when it says Ok there. `on_turning` is called if it has to be turned.

    A wheel that turns for somebody else is waited for first.
    """
    servers = around.servers

    def state() -> State | None:
        vector = present(servers, used.wheel)
        return vector.state if vector else None

    def is_there() -> bool:
        vector = present(servers, used.wheel)
        member = vector.members.get(used.member) if vector else None
        slot = number_or_none(member.value) if member else None
        return slot == used.slot and state() in (State.OK, State.IDLE)

    if is_there():
        return None
    on_turning()
    vector = present(servers, used.wheel)
    seconds = max(TURN_SECONDS, vector.timeout if vector else 0.0)
    await news.until(lambda: state() is not State.BUSY, news.clock() + seconds)
    outcome = await around.submit([Request(used.wheel, {used.member: str(used.slot)})])
    if isinstance(outcome, Refused):
        away = why_away(servers, used.wheel)
        return Lost(away) if away else Failed(f"filter {used.name}: {outcome.why}")
    await news.until(lambda: is_there() or state() in (None, State.ALERT), news.clock() + seconds)
    if is_there():
        return None
    away = why_away(servers, used.wheel)
    return Lost(away) if away else Failed(f"the wheel did not reach {used.name}")
