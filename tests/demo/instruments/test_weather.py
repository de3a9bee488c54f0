from indipyterm.demo.clock import ManualClock
from indipyterm.demo.instruments import Weather
from indipyterm.protocol.messages import State
from tests.demo.client import DemoClient

INSTRUMENT = Weather
WEATHER = "Weather"
STATUS = "WEATHER_STATUS"
WIND = "WEATHER_WIND_SPEED"


async def until(client: DemoClient, clock: ManualClock, seconds: float) -> None:
    await clock.advance(seconds)
    await client.receive_all()


async def test_the_wind_goes_to_alert_and_back_by_itself(client: DemoClient, clock: ManualClock) -> None:
    seen: list[tuple[State, str]] = []
    for _ in range(0, 240, 5):
        await until(client, clock, 5)
        now = client.state(WEATHER, STATUS), client.value(WEATHER, STATUS, WIND)
        if not seen or seen[-1] != now:
            seen.append(now)
    lights = [light for _, light in seen]
    assert lights[0] == lights[-1] == "Ok"
    assert "Alert" in lights
    assert "Busy" in lights
    assert {state for state, _ in seen} == {State.OK, State.BUSY, State.ALERT}
    told = [text for text in client.messages(WEATHER) if "Wind" in text]
    assert len(told) == 2
    assert told[0].startswith("[WARNING] Wind (kph) ")
    assert told[0].endswith("is above its OK range, 0 to 20.")
    assert told[1].startswith("[INFO] Wind (kph)")


async def test_several_numbers_change(client: DemoClient, clock: ManualClock) -> None:
    client.clear()
    await until(client, clock, 20)
    values = [[one.value for one in each.members] for each in client.sets(WEATHER, "WEATHER_PARAMETERS")]  # type: ignore[union-attr]
    assert len(values) == 4
    assert sum(first != second for first, second in zip(values[0], values[1], strict=True)) >= 5


async def test_it_is_read_on_request_when_the_period_is_nothing(client: DemoClient, clock: ManualClock) -> None:
    await client.request(WEATHER, "WEATHER_UPDATE", PERIOD=0)
    client.clear()
    await until(client, clock, 80)
    assert client.sets(WEATHER, STATUS) == []
    await client.request(WEATHER, "WEATHER_REFRESH", REFRESH=True)
    assert client.value(WEATHER, STATUS, WIND) == "Alert"
    assert client.value(WEATHER, "WEATHER_REFRESH", "REFRESH") == "Off"


async def test_a_new_range_applies_at_once(client: DemoClient) -> None:
    await client.request(WEATHER, WIND, MIN_OK=0, MAX_OK=5, PERC_WARN=10)
    assert (client.state(WEATHER, STATUS), client.value(WEATHER, STATUS, WIND)) == (State.ALERT, "Alert")
    limits = {one.name: one for one in client.sets(WEATHER, "WEATHER_PARAMETERS")[0].members}
    assert limits[WIND][2:4] == ("0", "5")
    await client.request(WEATHER, WIND, MIN_OK=9)
    assert "below its OK range" not in client.messages(WEATHER)[-1]
    await client.request(WEATHER, WIND, MIN_OK=7.9, MAX_OK=20, PERC_WARN=10)
    assert (client.state(WEATHER, STATUS), client.value(WEATHER, STATUS, WIND)) == (State.BUSY, "Busy")


async def test_the_status_can_be_overridden(client: DemoClient) -> None:
    await client.request(WEATHER, WIND, MAX_OK=5)
    await client.request(WEATHER, "WEATHER_OVERRIDE", OVERRIDE=True)
    assert (client.state(WEATHER, STATUS), client.value(WEATHER, STATUS, WIND)) == (State.OK, "Alert")
    assert client.messages(WEATHER)[-1].startswith("[WARNING]")
