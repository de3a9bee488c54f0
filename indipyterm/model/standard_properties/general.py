# ruff: noqa: E501 - one line for each property
"""What every device may have: its connection, its driver, place and time."""

from __future__ import annotations

from indipyterm.model.roles import ACTS, CONFIGURES_CONNECTION, CONNECTS, KEEPS_TIME, MEASURES, MOVES, SETS, Standard

# fmt: off
PROPERTIES = {
    # general
    "CONNECTION": Standard(CONNECTS, "Connects the driver to its hardware or releases it; most other properties are there only while connected.", asked=("DISCONNECT",), finishes=True),
    "CONNECTION_MODE": Standard(CONFIGURES_CONNECTION, "How the driver reaches its hardware, for example by a serial line or over the network."),
    "CONNECTION_TYPE": Standard(CONFIGURES_CONNECTION, "Network protocol that the driver uses to reach its hardware, TCP or UDP."),
    "DEVICE_PORT": Standard(CONFIGURES_CONNECTION, "Serial port that the hardware is plugged into, on the machine where the driver runs."),
    "DEVICE_PORT_SCAN": Standard(CONFIGURES_CONNECTION, "Looks again for serial ports on the machine where the driver runs."),
    "SYSTEM_PORTS": Standard(CONFIGURES_CONNECTION, "Serial ports found on the machine where the driver runs, to pick one from."),
    "DEVICE_BAUD_RATE": Standard(CONFIGURES_CONNECTION, "Speed of the serial line in bits per second; it has to be the one that the hardware expects."),
    "DEVICE_AUTO_SEARCH": Standard(CONFIGURES_CONNECTION, "Whether the driver tries the other serial ports when the chosen one does not answer."),
    "DEVICE_ADDRESS": Standard(CONFIGURES_CONNECTION, "Host name or IP address, and port, of hardware that is reached over the network."),
    "DEVICE_TCP_ADDRESS": Standard(CONFIGURES_CONNECTION, "Host name or IP address, and port, of hardware that is reached over the network."),
    "DEVICE_LAN_SEARCH": Standard(CONFIGURES_CONNECTION, "Whether the driver searches the local network when the given address does not answer."),
    "I2C_CONNECTION": Standard(CONFIGURES_CONNECTION, "I2C bus of the driver's machine that the hardware hangs on, and its address there."),
    "DRIVER_INFO": Standard(MEASURES, "Name, program and version of the driver, and the kinds of device it serves as a sum of bit values."),
    "POLLING_PERIOD": Standard(SETS, "How often the driver asks its hardware for news, in milliseconds."),
    "DEBUG": Standard(SETS, "Whether the driver may tell more than usual, to find out what is going wrong."),
    "DEBUG_LEVEL": Standard(SETS, "Which kinds of messages the driver sends to its clients while debugging is on."),
    "LOGGING_LEVEL": Standard(SETS, "Which kinds of messages the driver writes to its log file while debugging is on."),
    "LOG_OUTPUT": Standard(SETS, "Where the driver's messages go while debugging is on: to the clients, to a log file, or both."),
    "SIMULATION": Standard(SETS, "Whether the driver only pretends to have hardware, so that it can be tried without any."),
    "CONFIG_PROCESS": Standard(ACTS, "Loads, saves, resets or deletes (purge) the settings that the driver keeps between its runs.", asked=("CONFIG_PURGE",)),
    "ACTIVE_DEVICES": Standard(SETS, "Names of the other devices that this one listens to, such as its mount, dome or filter wheel."),
    "FIRMWARE_INFO": Standard(MEASURES, "Version of the hardware's firmware and what else it says about itself."),
    "Firmware": Standard(MEASURES, "Version of the hardware's firmware."),
    "STATUS": Standard(MEASURES, "What the device says of its own state."),
    "NICKNAME": Standard(SETS, "Name of your own for the device, to tell it from others of its kind."),
    "HOME": Standard(MOVES, "Moves the device to its home position, or does to that position what its choices say.", asked=("*",), verbs=("home",), finishes=True),
    "BACKLASH": Standard(SETS, "Play in the gear that is made up for."),
    "Presets": Standard(SETS, "Stored positions that Goto can move to."),
    "Goto": Standard(MOVES, "Moves at once to one of the stored positions (Presets).", asked=("*",), finishes=True),
    "USEJOYSTICK": Standard(SETS, "Whether a joystick may operate this device."),
    "SNOOP_JOYSTICK": Standard(SETS, "Name of the joystick device that operates this one."),
    "JOYSTICKSETTINGS": Standard(SETS, "Which stick, axis or button of the joystick does what."),
    "JOYSTICK_LOCK_AXIS": Standard(SETS, "Keeps the joystick from moving one of the axes."),
    "TELESCOPE_JOYSTICK_REVERSE": Standard(SETS, "Swaps the directions of an axis when the mount is moved with the joystick."),
    "MOTION_CONTROL_MODE": Standard(SETS, "Whether one stick of the joystick steers both axes or two of its axes steer one each."),
    # site and time
    "GEOGRAPHIC_COORD": Standard(SETS, "Place of the observatory: latitude and longitude in degrees (0 to 360 eastward), elevation in metres."),
    "TIME_UTC": Standard(KEEPS_TIME, "Date and time in UTC as this device has it (now: the time that it is), and the hours that local time is ahead of it."),
    "TIME_LST": Standard(KEEPS_TIME, "Local sidereal time at the observatory, in hours."),
    # gps
    "GPS_REFRESH": Standard(ACTS, "Asks the GPS receiver for place and time now.", finishes=True),
    "GPS_REFRESH_PERIOD": Standard(SETS, "How often place and time are asked for, in seconds; 0 means only on request."),
    "GPS_STATUS": Standard(MEASURES, "Whether the GPS receiver has a fix, and of which kind."),
    "SYSTEM_TIME_UPDATE": Standard(SETS, "Whether GPS time also sets the clock of the driver's machine: never, once, or at every reading."),
}
