"""What an abort stops: here, what runs anywhere, everything; and what is said of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from indipyterm.presentation.activities import device_activities
from indipyterm.protocol.messages import Kind, NewVector, OneMember
from indipyterm.workspace.abort import AbortReport, Scope, carry_out, plan_abort
from indipyterm.workspace.activities import Activities
from indipyterm.workspace.servers import Servers
from indipyterm.workspace.submission import Outcome, Refused, Request, Sent
from tests.workspace.palette.scenes import CCD, DOME, NOON, SERVER, TELESCOPE, WEATHER, WHEEL, key, say, simulators


def busy(servers: Servers, device: str, kind: str, name: str, values: str = "", state: str = "Busy") -> None:
    say(servers, f"<set{kind}Vector device='{device}' name='{name}' state='{state}'>{values}</set{kind}Vector>")


def slewing() -> Servers:
    servers = simulators()
    busy(servers, TELESCOPE.device, "Number", "EQUATORIAL_EOD_COORD")
    return servers


async def report(servers: Servers, *arguments: object, refuse: str = "", **words: bool) -> AbortReport:
    """Carry out a plan, where the vectors called `refuse` are refused."""

    async def submit(requests: Sequence[Request]) -> Outcome:
        return Refused("no", None) if any(one.key.vector == refuse for one in requests) else Sent()

    return await carry_out(plan_abort(servers, *arguments, **words), submit)  # type: ignore[arg-type]


async def test_what_runs_on_the_device_at_hand_is_stopped_and_nothing_else() -> None:
    servers = slewing()
    busy(servers, CCD.device, "Number", "CCD_EXPOSURE")
    told = await report(servers, TELESCOPE)
    assert [one.owner for one in told.stopped] == [TELESCOPE]
    assert [one.key.vector for one in told.stopped[0].requests] == ["TELESCOPE_ABORT_MOTION"]
    assert told.text == "ABORT sent to Telescope Simulator (Eq. Coordinates)"


async def test_where_nothing_runs_all_that_runs_anywhere_is_stopped() -> None:
    servers = slewing()
    for shown, where in ((CCD, "nothing runs on CCD Simulator"), (None, "no device is open")):
        told = await report(servers, shown)
        assert (told.plan.scope, told.failed) == (Scope.RUNNING, ())
        assert told.text == f"ABORT sent to Telescope Simulator (Eq. Coordinates): {where}"


async def test_twice_is_everything_on_every_device() -> None:
    servers = slewing()
    busy(servers, WHEEL.device, "Number", "FILTER_SLOT")
    told = await report(servers, CCD, everything=True)
    assert [one.owner for one in told.stopped] == [CCD, DOME, TELESCOPE]
    assert told.text.startswith("ABORT sent to everything: CCD Simulator, Dome Simulator, ")
    assert told.failed == ("Filter Simulator (Filter Slot): nothing there can stop it",)


async def test_a_driver_that_does_not_say_that_it_moves_is_stopped_all_the_same() -> None:
    servers = simulators()
    told = await report(servers, TELESCOPE)
    assert told.text == "ABORT sent to Telescope Simulator, though nothing is known to run there"
    assert (await report(servers, WEATHER)).text == "ABORT: nothing runs, and nothing here can be stopped"
    busy(servers, WHEEL.device, "Number", "FILTER_SLOT")
    both = await report(servers, TELESCOPE)
    assert [one.owner for one in both.stopped] == [TELESCOPE]
    assert len(both.failed) == 1


async def test_only_the_device_that_was_named() -> None:
    servers = slewing()
    assert (await report(servers, WEATHER, only=True)).stopped == ()
    assert (await report(servers, CCD._replace(device="Gone"), only=True)).stopped == ()
    assert [one.owner for one in (await report(servers, CCD, only=True)).stopped] == [CCD]


async def test_a_device_that_refuses_keeps_no_other_from_being_stopped() -> None:
    told = await report(slewing(), None, everything=True, refuse="CCD_ABORT_EXPOSURE")
    assert told.failed == ("CCD Simulator: no",)
    assert TELESCOPE in [one.owner for one in told.stopped]
    one = await report(slewing(), TELESCOPE, refuse="TELESCOPE_ABORT_MOTION")
    assert (one.text, len(one.failed)) == ("", 1)


def test_tracking_cooling_and_what_is_lost_do_not_run() -> None:
    servers = simulators()
    busy(servers, TELESCOPE.device, "Switch", "TELESCOPE_TRACK_STATE")
    busy(servers, CCD.device, "Number", "CCD_TEMPERATURE")
    assert not any(one.running for one in plan_abort(servers, None, everything=True).devices)
    lost = slewing()
    next(iter(lost)).client.catalog.mark_stale()
    assert not any(one.running for one in plan_abort(lost, None, everything=True).devices)


def test_the_target_is_known_though_the_driver_says_once_more_how_it_was() -> None:
    servers, slew = simulators(), key(TELESCOPE, "EQUATORIAL_EOD_COORD")
    catalog, activities = servers[SERVER].client.catalog, Activities(servers)
    catalog.mark_sent(
        NewVector(Kind.NUMBER, slew.device, slew.vector, (OneMember("RA", "12"), OneMember("DEC", "40"))), NOON
    )
    busy(servers, slew.device, "Number", slew.vector, state="Idle")
    activities.update([slew], [], NOON)
    busy(servers, slew.device, "Number", slew.vector)
    activities.update([slew], [], NOON + timedelta(seconds=1))
    assert [one.short for _, one, _ in activities.running()] == ["→ 12:00:00 40:00:00"]
    activities.update([slew], [], NOON)
    late = Activities(servers)
    late.update([slew], [], NOON + timedelta(seconds=60))
    assert [one.short for _, one, _ in late.running()] == ["Eq. Coordinates"], "that was another slew"


def test_what_is_under_way_since_when() -> None:
    servers = slewing()
    activities, slew = Activities(servers), key(TELESCOPE, "EQUATORIAL_EOD_COORD")
    activities.update([], [TELESCOPE], NOON)
    assert slew in activities
    busy(servers, DOME.device, "Number", "ABS_DOME_POSITION")
    busy(servers, DOME.device, "Switch", "DOME_MOTION")
    activities.update([key(DOME, "ABS_DOME_POSITION"), key(DOME, "DOME_MOTION")], [], NOON + timedelta(seconds=9))
    shown = [(owner, one.name, since) for owner, one, since in activities.running()]
    moving = device_activities(servers.device(DOME) or servers.device(TELESCOPE))[0].name  # type: ignore[arg-type]
    assert shown == [(DOME, moving, NOON + timedelta(seconds=9)), (TELESCOPE, "Eq. Coordinates", NOON)]
    busy(servers, TELESCOPE.device, "Number", "EQUATORIAL_EOD_COORD", state="Ok")
    activities.update([], [], NOON)
    assert slew not in activities
    say(servers, f"<delProperty device='{DOME.device}'/>")
    activities.update([], [DOME], NOON)
    assert activities.running() == []
