from indipyterm.demo.clock import ManualClock
from indipyterm.demo.instruments import Weather
from indipyterm.protocol.messages import State
from tests.demo.caller import Caller

INSTRUMENT = Weather
WEATHER = "Weather"
STATUS = "WEATHER_STATUS"
WIND = "WEATHER_WIND_SPEED"


async def until(caller: Caller, clock: ManualClock, seconds: float) -> None:
    await clock.advance(seconds)
    await caller.listen()


async def test_the_wind_goes_to_alert_and_back_by_itself(caller: Caller, clock: ManualClock) -> None:
    seen: list[tuple[State, str]] = []
    for _ in range(0, 240, 5):
        await until(caller, clock, 5)
        now = caller.state(WEATHER, STATUS), caller.value(WEATHER, STATUS, WIND)
        if not seen or seen[-1] != now:
            seen.append(now)
    lights = [light for _, light in seen]
    assert lights[0] == lights[-1] == "Ok"
    assert "Alert" in lights
    assert "Busy" in lights
    assert {state for state, _ in seen} == {State.OK, State.BUSY, State.ALERT}
    told = [text for text in caller.messages(WEATHER) if "Wind" in text]
    assert len(told) == 2
    assert told[0].startswith("[WARNING] Wind (kph) ")
    assert told[0].endswith("is above its OK range, 0 to 20.")
    assert told[1].startswith("[INFO] Wind (kph)")


async def test_several_numbers_live(caller: Caller, clock: ManualClock) -> None:
    caller.forget()
    await until(caller, clock, 20)
    values = [[one.value for one in each.members] for each in caller.sets(WEATHER, "WEATHER_PARAMETERS")]  # type: ignore[union-attr]
    assert len(values) == 4
    assert sum(first != second for first, second in zip(values[0], values[1], strict=True)) >= 5


async def test_it_is_read_on_request_when_the_period_is_nothing(caller: Caller, clock: ManualClock) -> None:
    await caller.ask(WEATHER, "WEATHER_UPDATE", PERIOD=0)
    caller.forget()
    await until(caller, clock, 80)
    assert caller.sets(WEATHER, STATUS) == []
    await caller.ask(WEATHER, "WEATHER_REFRESH", REFRESH=True)
    assert caller.value(WEATHER, STATUS, WIND) == "Alert"
    assert caller.value(WEATHER, "WEATHER_REFRESH", "REFRESH") == "Off"


async def test_a_range_that_is_set_is_judged_by_at_once(caller: Caller) -> None:
    await caller.ask(WEATHER, WIND, MIN_OK=0, MAX_OK=5, PERC_WARN=10)
    assert (caller.state(WEATHER, STATUS), caller.value(WEATHER, STATUS, WIND)) == (State.ALERT, "Alert")
    limits = {one.name: one for one in caller.sets(WEATHER, "WEATHER_PARAMETERS")[0].members}
    assert limits[WIND][2:4] == ("0", "5")
    await caller.ask(WEATHER, WIND, MIN_OK=9)
    assert "below its OK range" not in caller.messages(WEATHER)[-1]
    await caller.ask(WEATHER, WIND, MIN_OK=7.9, MAX_OK=20, PERC_WARN=10)
    assert (caller.state(WEATHER, STATUS), caller.value(WEATHER, STATUS, WIND)) == (State.BUSY, "Busy")


async def test_the_status_can_be_overridden(caller: Caller) -> None:
    await caller.ask(WEATHER, WIND, MAX_OK=5)
    await caller.ask(WEATHER, "WEATHER_OVERRIDE", OVERRIDE=True)
    assert (caller.state(WEATHER, STATUS), caller.value(WEATHER, STATUS, WIND)) == (State.OK, "Alert")
    assert caller.messages(WEATHER)[-1].startswith("[WARNING]")
