"""A weather station on a day with a squall every four minutes."""

from __future__ import annotations

from typing import NamedTuple

from indipyterm.demo.definitions import (
    CONFIG,
    CONNECTION,
    DEBUG,
    button,
    driver_info,
    light,
    light_vector,
    number,
    number_vector,
    switch,
    switch_vector,
)
from indipyterm.demo.instrument import Handler, Instrument
from indipyterm.demo.motion_math import interpolate
from indipyterm.demo.request import Request
from indipyterm.protocol.messages import DefVector, Perm, Rule, State

MAIN = "Main Control"

CYCLE = 240.0
"""Seconds until the weather repeats."""

WARN_PERCENT = 15.0
"""How much of the OK range, at each end, is a warning range."""


class Parameter(NamedTuple):
    """A measured quantity: its OK range, and its values during a cycle as points (seconds, value)."""

    name: str
    label: str
    low: float
    high: float
    curve: tuple[tuple[float, float], ...]


PARAMETERS = (
    Parameter("WEATHER_FORECAST", "Weather", 0, 0, ((0, 0), (240, 0))),
    Parameter("WEATHER_TEMPERATURE", "Temperature (C)", -10, 30, ((0, 8.4), (80, 7.1), (170, 7.9), (240, 8.4))),
    Parameter("WEATHER_HUMIDITY", "Humidity (%)", 0, 85, ((0, 52), (90, 68), (150, 61), (240, 52))),
    Parameter("WEATHER_PRESSURE", "Pressure (hPa)", 740, 800, ((0, 771.3), (70, 769.8), (240, 771.3))),
    Parameter("WEATHER_WIND_SPEED", "Wind (kph)", 0, 20, ((0, 8), (50, 13), (70, 31), (100, 26), (130, 11), (240, 8))),
    Parameter("WEATHER_WIND_GUST", "Gust (kph)", 0, 30, ((0, 12), (50, 19), (70, 44), (100, 35), (130, 16), (240, 12))),
    Parameter("WEATHER_RAIN_HOUR", "Precip (mm)", 0, 0, ((0, 0), (240, 0))),
    Parameter("WEATHER_SKY_TEMPERATURE", "Sky (C)", -60, -15, ((0, -33), (80, -26), (240, -33))),
)


def _range(parameter: Parameter) -> DefVector:
    """Define the OK range of a parameter; the property has the parameter's name, as in real drivers."""
    return number_vector(
        parameter.name,
        parameter.label,
        "Parameters",
        number("MIN_OK", "OK range min", parameter.low, "%4.2f", -1e6, 1e6),
        number("MAX_OK", "OK range max", parameter.high, "%4.2f", -1e6, 1e6),
        number("PERC_WARN", "% for Warning", WARN_PERCENT, "%g", 0, 100, 1),
    )


class Weather(Instrument):
    """WEATHER_STATUS has a light for each parameter; the vector's state is the worst of them."""

    device = "Weather"
    always_defined = (CONNECTION, driver_info("Weather Demo", "indipyterm", 128), DEBUG, CONFIG)
    defined_when_connected = (
        number_vector(
            "WEATHER_UPDATE", "Update", MAIN, number("PERIOD", "Period (s)", 5, "%.f", 0, 3600, 60), state=State.OK
        ),
        button("WEATHER_REFRESH", "Weather", MAIN, "REFRESH", "Refresh"),
        switch_vector(
            "WEATHER_OVERRIDE",
            "Safety",
            MAIN,
            switch("OVERRIDE", "Override Status"),
            rule=Rule.ANY_OF_MANY,
        ),
        light_vector(
            "WEATHER_STATUS", "Status", MAIN, *(light(p.name, p.label, State.OK) for p in PARAMETERS), state=State.OK
        ),
        number_vector(
            "WEATHER_PARAMETERS",
            "Parameters",
            "Parameters",
            *(number(p.name, p.label, p.curve[0][1], "%4.2f", p.low, p.high) for p in PARAMETERS),
            perm=Perm.RO,
            state=State.OK,
        ),
        *(_range(parameter) for parameter in PARAMETERS),
    )

    def handlers(self) -> dict[str, Handler]:
        """Return the handlers of properties that do more than take new values."""
        return {
            "WEATHER_UPDATE": self.set_period,
            "WEATHER_REFRESH": self.refresh,
            "WEATHER_OVERRIDE": self.override,
            **{parameter.name: self.set_range for parameter in PARAMETERS},
        }

    def on_connected(self) -> None:
        """Restart the weather cycle, and start to measure."""
        self._started_at = self.clock.now()
        self.start_activity("watching", self._measure_periodically())

    def set_period(self, request: Request) -> None:
        """Set the seconds between two measurements; 0 means to measure on request only."""
        self.accept(request)
        self.start_activity("watching", self._measure_periodically())

    def refresh(self, request: Request) -> None:
        """Measure now."""
        self.measure()
        self.update(request.name, {"REFRESH": False}, State.OK)

    def override(self, request: Request) -> None:
        """Switch the override on or off: with it the status is always Ok."""
        self.accept(request)
        if request.selected:
            self.send_message("[WARNING] Weather override is on: the status stays Ok whatever the weather.")
        self.measure()

    def set_range(self, request: Request) -> None:
        """Set the OK range of a parameter."""
        self.accept(request)
        self.set_limits(
            "WEATHER_PARAMETERS", request.name, self.number(request.name, "MIN_OK"), self.number(request.name, "MAX_OK")
        )
        self.measure()

    def measure(self) -> None:
        """Measure all parameters, and report values and status."""
        time_in_cycle = (self.clock.now() - self._started_at).total_seconds() % CYCLE
        values = {parameter.name: round(interpolate(parameter.curve, time_in_cycle), 2) for parameter in PARAMETERS}
        self.update("WEATHER_PARAMETERS", dict(values), State.OK)
        states = {name: self._state_of(name, value) for name, value in values.items()}
        for parameter in PARAMETERS:
            self._report(parameter, values[parameter.name], states[parameter.name])
        worst = next(state for state in (State.ALERT, State.BUSY, State.OK) if state in states.values())
        overridden = self.is_on("WEATHER_OVERRIDE", "OVERRIDE")
        self.update("WEATHER_STATUS", dict(states), State.OK if overridden else worst)

    def _state_of(self, name: str, value: float) -> State:
        """Return Alert for a value outside the OK range, Busy for one near its ends, or else Ok."""
        low, high = self.number(name, "MIN_OK"), self.number(name, "MAX_OK")
        margin = (high - low) * self.number(name, "PERC_WARN") / 100
        if not low <= value <= high:
            return State.ALERT
        near_low = low != 0 and value < low + margin
        near_high = high != 0 and value > high - margin
        return State.BUSY if near_low or near_high else State.OK

    def _report(self, parameter: Parameter, value: float, state: State) -> None:
        """Send a message if a value has left its OK range or returned to it."""
        before = self.text("WEATHER_STATUS", parameter.name)
        low, high = self.number(parameter.name, "MIN_OK"), self.number(parameter.name, "MAX_OK")
        if state is State.ALERT and before != State.ALERT:
            side = "above" if value > high else "below"
            self.send_message(f"[WARNING] {parameter.label} {value:g} is {side} its OK range, {low:g} to {high:g}.")
        elif state is not State.ALERT and before == State.ALERT:
            self.send_message(f"[INFO] {parameter.label} {value:g} is in its OK range again.")

    async def _measure_periodically(self) -> None:
        while period := self.number("WEATHER_UPDATE", "PERIOD"):
            await self.clock.sleep(period)
            self.measure()
