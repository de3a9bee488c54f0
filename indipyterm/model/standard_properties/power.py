# ruff: noqa: E501 - one line for each property
"""Power boxes, inputs and outputs, and the watchdog."""

from __future__ import annotations

from indipyterm.model.roles import ACTS, MEASURES, SETS, Standard

# fmt: off
PROPERTIES = {
    # power and auxiliary
    "POWER_SENSORS": Standard(MEASURES, "Voltage, current and power that the box draws, in volts, amperes and watts."),
    "POWER_CONSUMPTION": Standard(MEASURES, "What the box has drawn since it was turned on: average amperes, ampere hours and watt hours."),
    "POWER_CYCLE": Standard(ACTS, "Turns the power outputs off and on again: whatever hangs on them loses power.", asked=("*",)),
    "POWER_CONTROL": Standard(SETS, "Turns each power output on or off.", asked=("*",), verbs=("power",)),
    "POWER_CONTROL_LABEL": Standard(SETS, "Names for the power outputs, to tell what hangs on them."),
    "POWER_CHANNELS": Standard(SETS, "Turns each power output on or off.", asked=("*",), verbs=("power",)),
    "POWER_LABELS": Standard(SETS, "Names for the power outputs, to tell what hangs on them."),
    "POWER_CURRENT": Standard(MEASURES, "Current drawn from each power output, in amperes."),
    "POWER_CURRENTS": Standard(MEASURES, "Current drawn from each power output, in amperes."),
    "POWER_ON_BOOT": Standard(SETS, "Which outputs are on when the box gets power."),
    "POWER_OVER_CURRENT": Standard(MEASURES, "Which outputs were cut because too much was drawn from them."),
    "POWER_OFF_DISCONNECT": Standard(SETS, "Whether the outputs go off when the driver disconnects."),
    "OVER_VOLTAGE_PROTECTION": Standard(SETS, "Input voltage above which the box cuts its outputs, in volts."),
    "LED_CONTROL": Standard(SETS, "Turns the lamps of the box on or off."),
    "POWER_LED": Standard(SETS, "Turns the lamps of the box on or off."),
    "ADJUSTABLE_VOLTAGE": Standard(SETS, "Voltage of the adjustable output, in volts."),
    "VARIABLE_CHANNELS": Standard(SETS, "Turns each adjustable output on or off.", asked=("*",), verbs=("power",)),
    "VARIABLE_VOLTAGES": Standard(SETS, "Voltage of each adjustable output, in volts."),
    "VARIABLE_LABELS": Standard(SETS, "Names for the adjustable outputs, to tell what hangs on them."),
    "AUTO_DEW": Standard(SETS, "Which dew heaters the box drives by itself, from temperature and humidity."),
    "AUTO_DEW_CONTROL": Standard(SETS, "Which dew heaters the box drives by itself, from temperature and humidity."),
    "AUTO_DEW_AGG": Standard(SETS, "How strongly the automatic dew heating reacts."),
    "DEW_PWM": Standard(SETS, "How much each dew heater heats, in percent."),
    "DEW_CHANNELS": Standard(SETS, "Turns each dew heater on or off."),
    "DEW_DUTY_CYCLES": Standard(SETS, "How much each dew heater heats, in percent."),
    "DEW_CURRENT": Standard(MEASURES, "Current drawn by each dew heater, in amperes."),
    "DEW_CURRENTS": Standard(MEASURES, "Current drawn by each dew heater, in amperes."),
    "DEW_LABELS": Standard(SETS, "Names for the dew heaters, to tell which is where."),
    "DEW_CONTROL_LABEL": Standard(SETS, "Names for the dew heaters, to tell which is where."),
    "USB_HUB_CONTROL": Standard(SETS, "Turns the whole USB hub on or off: whatever hangs on it loses its connection.", asked=("*",)),
    "USB_PORT_CONTROL": Standard(SETS, "Turns each USB port on or off.", asked=("*",), verbs=("power",)),
    "USB_PORTS": Standard(SETS, "Turns each USB port on or off.", asked=("*",), verbs=("power",)),
    "USB_LABELS": Standard(SETS, "Names for the USB ports, to tell what hangs on them."),
    "USB_CONTROL_LABEL": Standard(SETS, "Names for the USB ports, to tell what hangs on them."),
    "REBOOT_DEVICE": Standard(ACTS, "Restarts the box itself: whatever hangs on its outputs may lose power.", asked=("*",)),
    "FACTORY_RESET": Standard(ACTS, "Sets the hardware back to how it left the factory.", asked=("*",)),
    "DIGITAL_OUTPUT_LABELS": Standard(SETS, "Names for the digital outputs, to tell what hangs on them."),
    "DIGITAL_OUTPUT_#": Standard(SETS, "Turns digital output # on or off."),
    "PULSE_#": Standard(SETS, "After how many milliseconds a digital output goes off again by itself; 0 means that it stays on."),
    "DIGITAL_INPUT_#": Standard(MEASURES, "Whether digital input # is on."),
    "DIGITAL_INPUT_LABELS": Standard(SETS, "Names for the digital inputs, to tell what hangs on them."),
    "ANALOG_INPUT_#": Standard(MEASURES, "Reading of analog input #."),
    "ANALOG_INPUT_LABELS": Standard(SETS, "Names for the analog inputs, to tell what hangs on them."),
    "WATCHDOG_HEARTBEAT": Standard(SETS, "Seconds without a word from any client after which the watchdog shuts the observatory down; 0 turns it off."),
    "WATCHDOG_SHUTDOWN": Standard(SETS, "What the watchdog does to shut down: park the mount, park the dome, run a script."),
}
