# ruff: noqa: E501 - one line for each property
"""Weather stations and sky quality meters."""

from __future__ import annotations

from indipyterm.model.roles import ACTS, MEASURES, SETS, Standard


def _weather_range(reading: str) -> Standard:
    return Standard(
        SETS,
        f"Range in which {reading} is safe (dangerous with ALERT_TYPE 1), and what percentage at its ends is a warning.",
    )


# fmt: off
PROPERTIES = {
    # weather
    "WEATHER_STATUS": Standard(MEASURES, "How safe the weather is, by reading: Ok is safe, Busy is a warning, Alert is danger."),
    "SAFETY_STATUS": Standard(MEASURES, "Whether it is safe to observe: Ok is safe, Busy is a warning, Alert is danger."),
    "WEATHER_PARAMETERS": Standard(MEASURES, "The last readings of the weather station, in the units that their labels give."),
    "WEATHER_UPDATE": Standard(SETS, "How often the weather is read, in seconds; 0 means only on request."),
    "WEATHER_REFRESH": Standard(ACTS, "Reads the weather now.", finishes=True),
    "WEATHER_OVERRIDE": Standard(ACTS, "Reports the weather as safe whatever it is; take it off again as soon as you can."),
    "WEATHER_FORECAST": _weather_range("the forecast"),
    "WEATHER_TEMPERATURE": _weather_range("the temperature"),
    "WEATHER_HUMIDITY": _weather_range("the humidity"),
    "WEATHER_PRESSURE": _weather_range("the air pressure"),
    "WEATHER_BAROMETER": _weather_range("the air pressure"),
    "WEATHER_DEWPOINT": _weather_range("the dew point"),
    "WEATHER_WIND_SPEED": _weather_range("the wind"),
    "WEATHER_WIND_GUST": _weather_range("the speed of gusts"),
    "WEATHER_WIND_DIRECTION": _weather_range("the wind direction"),
    "WEATHER_RAIN_HOUR": _weather_range("the hour's rain"),
    "WEATHER_RAIN_RATE": _weather_range("the rate of rain"),
    "WEATHER_CLOUD_COVER": _weather_range("the cloud cover"),
    "WEATHER_CLOUDS": _weather_range("the cloudiness"),
    "WEATHER_SOLAR_RADIATION": _weather_range("the sunlight"),
    "WEATHER_SKY_TEMPERATURE": _weather_range("the sky temperature"),
    "WEATHER_SAFETY": _weather_range("the safety reading"),
    # sky quality
    "SKY_QUALITY": Standard(MEASURES, "Brightness of the sky in magnitudes per square arcsecond (higher is darker), and the meter's raw readings."),
}
