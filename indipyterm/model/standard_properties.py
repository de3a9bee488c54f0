# ruff: noqa: E501 - one line for each property
"""INDI's standard properties, each in one line: what it does, whether to ask first, and a sentence about it.

The one table of them: save and restore, the questions before risky actions, abort, what is shown as running, the
palette's verbs and the descriptions on screen read it. The names are those of INDI's standard properties and of the drivers that come with
`indiserver`; the sentences are for the person at the telescope.
"""

from __future__ import annotations

from enum import Enum, auto
from typing import NamedTuple


class Role(Enum):
    """What sending a property does."""

    SETS = auto()
    """Changes a setting, which the device keeps."""
    ACTS = auto()
    """Starts an action: an exposure, a synchronisation, a reboot."""
    MOVES = auto()
    """Moves something."""
    ABORTS = auto()
    """Stops what acts or moves."""
    MEASURES = auto()
    """Nothing, or a target for what the device measures there: a temperature, an image, a status."""
    KEEPS_TIME = auto()
    """Sets a clock, which then runs on."""
    CONNECTS = auto()
    """Connects the device to its hardware."""
    CONFIGURES_CONNECTION = auto()
    """Changes how the device is connected; without effect while it is."""


SETS, ACTS, MOVES, ABORTS, MEASURES, KEEPS_TIME, CONNECTS, CONFIGURES_CONNECTION = Role


class Standard(NamedTuple):
    """What is known of a property by its name alone."""

    role: Role
    description: str = ""
    """One sentence; empty for families."""
    asked: tuple[str, ...] = ()
    """The members that the user is asked about before they are sent; ``*`` for all."""
    verbs: tuple[str, ...] = ()
    """The palette's verbs that send it."""
    stop: str = ""
    """The switch in it that stops what it started; empty where another property does."""
    finishes: bool = False
    """It is Busy until it has finished, and then Ok: of a switch, Busy with the switch that was asked for is not enough."""
    steady: bool = False
    """Busy is how it is while it is on, for hours: nothing is under way then."""
    ends_idle: bool = False
    """It goes from Busy to Idle when it has finished; elsewhere that means that it was stopped."""


def _weather_range(reading: str) -> Standard:
    return Standard(
        SETS,
        f"Range in which {reading} is safe (dangerous with ALERT_TYPE 1), and what percentage at its ends is a warning.",
    )


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
    # telescope
    "EQUATORIAL_EOD_COORD": Standard(MOVES, "Where the mount points, RA in hours and declination in degrees for today's equinox; set it to go there or to sync.", verbs=("goto", "sync")),
    "EQUATORIAL_COORD": Standard(MOVES, "Where the mount points, RA in hours and declination in degrees for equinox J2000; set it to go there or to sync.", verbs=("goto", "sync")),
    "TARGET_EOD_COORD": Standard(MOVES, "Where the last slew was to go, RA in hours and declination in degrees for today's equinox."),
    "HORIZONTAL_COORD": Standard(MOVES, "Altitude above the horizon and azimuth from north through east that the mount points to, in degrees."),
    "ON_COORD_SET": Standard(SETS, "What new coordinates do: go there and track, only go there, or sync (take them for where the mount points now)."),
    "TELESCOPE_MOTION_NS": Standard(MOVES, "Moves the mount north or south at the chosen slew rate until it is switched off."),
    "TELESCOPE_MOTION_WE": Standard(MOVES, "Moves the mount west or east at the chosen slew rate until it is switched off."),
    "TELESCOPE_SLEW_RATE": Standard(SETS, "Speed of moving the mount by hand, from guiding speed up to its fastest."),
    "TELESCOPE_TIMED_GUIDE_NS": Standard(MOVES, "Gives a guiding pulse to the north or south, so many milliseconds long.", ends_idle=True),
    "TELESCOPE_TIMED_GUIDE_WE": Standard(MOVES, "Gives a guiding pulse to the west or east, so many milliseconds long.", ends_idle=True),
    "GUIDE_RATE": Standard(SETS, "Speed of guiding pulses on each axis, as a fraction of the sidereal rate."),
    "TELESCOPE_ABORT_MOTION": Standard(ABORTS, "Stops the mount at once."),
    "TELESCOPE_PARK": Standard(MOVES, "Moves the mount to its park position and keeps it there, or sets it free again.", asked=("*",), verbs=("park", "unpark"), finishes=True),
    "TELESCOPE_PARK_POSITION": Standard(SETS, "Where the mount goes when it parks, in the mount's own pair of coordinates."),
    "TELESCOPE_PARK_OPTION": Standard(ACTS, "Takes the current or the default place as park position, stores it, or deletes what was stored.", asked=("PARK_PURGE_DATA",)),
    "TELESCOPE_HOME": Standard(MOVES, "Moves the mount to its home position, searches for that position, or declares the current one to be it.", asked=("*",), verbs=("home",), finishes=True),
    "TELESCOPE_TRACK_STATE": Standard(MOVES, "Whether the mount follows the sky.", verbs=("track",), steady=True),
    "TELESCOPE_TRACK_MODE": Standard(SETS, "What the mount follows: the stars, the Sun, the Moon, or rates of your own."),
    "TELESCOPE_TRACK_RATE": Standard(SETS, "Tracking speeds in RA and declination for the custom mode, in arcseconds per second."),
    "TELESCOPE_PIER_SIDE": Standard(MEASURES, "Side of the pier that the telescope hangs on; on the west side it looks to the east."),
    "TELESCOPE_REVERSE_MOTION": Standard(SETS, "Swaps the directions of an axis when the mount is moved by hand."),
    "TELESCOPE_INFO": Standard(SETS, "Aperture and focal length of the telescope and of the guide telescope, in millimetres."),
    "TELESCOPE_MOUNT_TYPE": Standard(SETS, "Kind of mount: altazimuth, fork or German equatorial."),
    "SCOPE_CONFIG_NAME": Standard(SETS, "Name for the chosen set of telescope measures."),
    "APPLY_SCOPE_CONFIG": Standard(SETS, "Picks one of six stored sets of apertures and focal lengths."),
    "DOME_POLICY": Standard(SETS, "Whether the mount refuses to unpark while the dome is parked."),
    "PEC": Standard(SETS, "Whether the mount plays back its recorded correction of the gear's periodic error."),
    "SAT_TLE_TEXT": Standard(SETS, "Orbital elements (two-line elements) of the satellite to follow."),
    "SAT_PASS_WINDOW": Standard(MEASURES, "Start and end of the satellite's pass, in UTC."),
    "SAT_TRACKING_STAT": Standard(ACTS, "Starts or stops following the satellite.", steady=True),
    "ALIGNMENT_SUBSYSTEM_ACTIVE": Standard(SETS, "Whether the driver corrects pointing with the alignment points that were collected."),
    "ALIGNMENT_POINT_MANDATORY_NUMBERS": Standard(MEASURES, "One alignment point: Julian date, RA in hours, declination in degrees, and where the telescope pointed."),
    "ALIGNMENT_POINT_OPTIONAL_BINARY_BLOB": Standard(MEASURES, "Data of the driver's own that belong to the alignment point."),
    "ALIGNMENT_POINTSET_SIZE": Standard(MEASURES, "How many alignment points there are."),
    "ALIGNMENT_POINTSET_CURRENT_ENTRY": Standard(MEASURES, "Number of the alignment point that is read, written or deleted next, counted from 0."),
    "ALIGNMENT_POINTSET_ACTION": Standard(SETS, "What is done to the alignment points at the next commit; nothing happens before it."),
    "ALIGNMENT_POINTSET_COMMIT": Standard(ACTS, "Does to the alignment points what is chosen as action; it may delete one or all of them.", asked=("*",)),
    "ALIGNMENT_SUBSYSTEM_MATH_PLUGINS": Standard(SETS, "Which method works out the correction of pointing from the alignment points."),
    "ALIGNMENT_SUBSYSTEM_MATH_PLUGIN_INITIALISE": Standard(ACTS, "Works out the correction of pointing anew from the alignment points."),
    "ALIGNMENT_SUBSYSTEM_CURRENT_MATH_PLUGIN": Standard(MEASURES, "Method that works out the correction of pointing now."),
    "SIMULATE_PIER_SIDE": Standard(SETS, "Whether the driver works out the pier side for a mount that does not tell it."),
    # polar alignment corrector
    "ACTIVE_PAC": Standard(SETS, "Name of the polar alignment corrector that the mount stands on."),
    "PAC_MANUAL_ADJUSTMENT": Standard(MOVES, "Turns the mount on its base by so many degrees: azimuth positive to the east, altitude positive upward.", asked=("*",)),
    "PAC_POSITION": Standard(MEASURES, "Azimuth and altitude of the polar alignment corrector, in degrees."),
    "PAC_SPEED": Standard(SETS, "Speed of the polar alignment corrector's motors, in its own units."),
    "PAC_HOME": Standard(MOVES, "Returns the polar alignment corrector to its home position, sets that position, or forgets it.", asked=("*",), verbs=("home",), finishes=True),
    "PAC_SYNC": Standard(ACTS, "Declares the polar alignment corrector to be at this azimuth and altitude, in degrees, without moving it."),
    "PAC_ABORT_MOTION": Standard(ABORTS, "Stops the polar alignment corrector at once."),
    "PAC_AZ_REVERSE": Standard(SETS, "Swaps the directions of the polar alignment corrector in azimuth."),
    "PAC_ALT_REVERSE": Standard(SETS, "Swaps the directions of the polar alignment corrector in altitude."),
    "PAC_BACKLASH_ENABLED": Standard(SETS, "Whether the polar alignment corrector makes up for the play in its gears."),
    "PAC_BACKLASH_STEPS": Standard(SETS, "Play in the polar alignment corrector's gears that is made up for, in steps for each axis."),
    # camera
    "CCD_EXPOSURE": Standard(ACTS, "Starts an exposure of so many seconds, then counts down what is left of it.", verbs=("expose",)),
    "CCD_ABORT_EXPOSURE": Standard(ABORTS, "Ends the exposure at once, without an image."),
    "CCD_FRAME": Standard(SETS, "Part of the chip that is read out, in unbinned pixels: left, top, width, height."),
    "CCD_FRAME_RESET": Standard(ACTS, "Goes back to reading out the whole chip without binning."),
    "CCD_FRAME_TYPE": Standard(SETS, "Kind of the next frame: light, bias, dark or flat.", verbs=("frame", "dark", "flat")),
    "CCD_BINNING": Standard(SETS, "How many pixels are read out as one, across and down.", verbs=("bin",)),
    "CCD_TEMPERATURE": Standard(MEASURES, "Temperature of the chip in degrees Celsius; set it to cool to a target.", verbs=("cool",)),
    "CCD_TEMP_RAMP": Standard(SETS, "Fastest change while cooling in degrees Celsius per minute, and how near to the target is near enough."),
    "CCD_COOLER": Standard(SETS, "Turns the camera's cooler on or off.", verbs=("cooler",)),
    "CCD_COOLER_POWER": Standard(MEASURES, "How hard the camera's cooler is working, in percent."),
    "CCD_INFO": Standard(MEASURES, "Size of the chip in pixels, size of a pixel in micrometres, and bits per pixel."),
    "CCD_CAPTURE_FORMAT": Standard(SETS, "What the camera delivers, such as monochrome, raw colour or RGB, and at which depth."),
    "CCD_TRANSFER_FORMAT": Standard(SETS, "File format of images: FITS, the camera's own, or another that the driver offers."),
    "CCD_COMPRESSION": Standard(SETS, "Whether images are compressed before they are sent or saved."),
    "CCD_CFA": Standard(SETS, "Pattern of the colour filters over the chip (Bayer) and where it begins."),
    "CCD_ROTATION": Standard(SETS, "Angle of the camera on the sky in degrees from north to east, for the image header."),
    "CCD1": Standard(MEASURES, "The last image of the camera, sent as a file when its exposure is done."),
    "CCD2": Standard(MEASURES, "The last image of the camera's guide chip, sent as a file when its exposure is done."),
    "CCD#": Standard(MEASURES, "The last image of the camera's chip number #, sent as a file when its exposure is done."),
    "CCD_GAIN": Standard(SETS, "Gain of the camera's electronics, in the camera's own units.", verbs=("gain",)),
    "CCD_OFFSET": Standard(SETS, "Value added to every pixel to keep dark ones above zero, in the camera's own units.", verbs=("offset",)),
    "CCD_CONTROLS": Standard(SETS, "Settings that the camera offers itself, such as gain, offset and USB bandwidth."),
    "CCD_FAST_TOGGLE": Standard(SETS, "Whether the next exposure starts by itself while the last one is still being delivered."),
    "CCD_FAST_COUNT": Standard(SETS, "How many exposures are taken one after another in fast mode."),
    "CCD_FILE_PATH": Standard(MEASURES, "Where the last image was saved on the machine where the driver runs."),
    "UPLOAD_MODE": Standard(SETS, "Where images go: to the clients, to a folder on the driver's machine, or both."),
    "UPLOAD_SETTINGS": Standard(SETS, "Folder and beginning of the file names for images saved on the driver's machine."),
    "FITS_HEADER": Standard(SETS, "What goes into the header of the next images: observer and object, or a keyword with value and comment."),
    "WCS_CONTROL": Standard(SETS, "Whether position and scale on the sky are written into the header of each image."),
    "SCOPE_INFO": Standard(SETS, "Focal length and aperture of the telescope that the camera is on, in millimetres, for the image header."),
    "CCD_RAPID_GUIDE": Standard(SETS, "Whether the driver itself finds the guide star in each image and says where it is."),
    "CCD_RAPID_GUIDE_SETUP": Standard(SETS, "How rapid guiding goes on: exposing in a loop, sending each image, marking the star in it."),
    "CCD_RAPID_GUIDE_DATA": Standard(MEASURES, "Where rapid guiding found the guide star, in pixels, and how well it fits."),
    # guide chip
    "GUIDER_EXPOSURE": Standard(ACTS, "Starts an exposure of so many seconds on the guide chip, then counts down what is left of it.", verbs=("expose",)),
    "GUIDER_ABORT_EXPOSURE": Standard(ABORTS, "Ends the exposure of the guide chip at once, without an image."),
    "GUIDER_FRAME": Standard(SETS, "Part of the guide chip that is read out, in unbinned pixels: left, top, width, height."),
    "GUIDER_FRAME_TYPE": Standard(SETS, "Kind of the guide chip's next frame: light, bias, dark or flat."),
    "GUIDER_BINNING": Standard(SETS, "How many pixels of the guide chip are read out as one, across and down."),
    "GUIDER_INFO": Standard(MEASURES, "Size of the guide chip in pixels, size of a pixel in micrometres, and bits per pixel."),
    "GUIDER_COMPRESSION": Standard(SETS, "Whether images of the guide chip are compressed before they are sent or saved."),
    "GUIDER_RAPID_GUIDE": Standard(SETS, "Whether the driver itself finds the guide star in each image of the guide chip and says where it is."),
    "GUIDER_RAPID_GUIDE_SETUP": Standard(SETS, "How rapid guiding on the guide chip goes on: exposing in a loop, sending each image, marking the star."),
    "GUIDER_RAPID_GUIDE_DATA": Standard(MEASURES, "Where rapid guiding found the guide star on the guide chip, in pixels, and how well it fits."),
    # video
    "CCD_VIDEO_STREAM": Standard(ACTS, "Starts or stops sending video to the clients.", verbs=("stream",), stop="STREAM_OFF"),
    "CCD_STREAM_FRAME": Standard(SETS, "Part of the chip that the video shows, in unbinned pixels: left, top, width, height."),
    "CCD_STREAM_ENCODER": Standard(SETS, "How video frames are packed for sending: raw, or as JPEG, which takes less of the network."),
    "CCD_STREAM_RECORDER": Standard(SETS, "File format that video is recorded in, such as SER."),
    "STREAM_DELAY": Standard(SETS, "Delay of the video, in seconds."),
    "STREAM_FULL_DEPTH": Standard(SETS, "Whether video frames have 8 or 16 bits for each pixel."),
    "LIMITS": Standard(SETS, "Limits of the video: memory for frames in megabytes, and frames per second sent to the clients."),
    "STREAMING_EXPOSURE": Standard(SETS, "Exposure time of each video frame in seconds, and out of how many frames one is shown."),
    "FPS": Standard(MEASURES, "Frames per second of the video, just now and on average."),
    "RECORD_STREAM": Standard(ACTS, "Records video on the driver's machine, without end, for a time or for a number of frames.", stop="RECORD_OFF"),
    "RECORD_FILE": Standard(SETS, "Folder and file name for recorded video on the driver's machine."),
    "RECORD_OPTIONS": Standard(SETS, "How long a recording lasts in seconds, or how many frames it takes."),
    # filter wheel
    "FILTER_SLOT": Standard(MOVES, "Number of the filter in the light path, counted from 1; set it to turn the wheel.", verbs=("filter",)),
    "FILTER_NAME": Standard(SETS, "Names of the filters in the wheel, by slot."),
    # focuser
    "ABS_FOCUS_POSITION": Standard(MOVES, "Where the focuser is, in steps; set it to move there.", verbs=("focus",)),
    "REL_FOCUS_POSITION": Standard(MOVES, "Moves the focuser by so many steps in the chosen direction.", verbs=("focus",)),
    "FOCUS_MOTION": Standard(SETS, "Direction of the next relative or timed move: inward or outward."),
    "FOCUS_SPEED": Standard(SETS, "Speed of the focuser's motor, in the focuser's own units."),
    "FOCUS_TIMER": Standard(MOVES, "Moves the focuser in the chosen direction for so many milliseconds."),
    "FOCUS_MAX": Standard(SETS, "Farthest position that the focuser may go to, in steps."),
    "FOCUS_SYNC": Standard(ACTS, "Declares the focuser to be at this position, in steps, without moving it."),
    "FOCUS_ABORT_MOTION": Standard(ABORTS, "Stops the focuser at once."),
    "FOCUS_REVERSE_MOTION": Standard(SETS, "Swaps what the focuser takes for inward and outward."),
    "FOCUS_BACKLASH_TOGGLE": Standard(SETS, "Whether the focuser makes up for the play in its gear."),
    "FOCUS_BACKLASH_STEPS": Standard(SETS, "Play in the focuser's gear that is made up for, in steps."),
    "FOCUS_TEMPERATURE": Standard(MEASURES, "Temperature at the focuser, in degrees Celsius."),
    # rotator
    "ABS_ROTATOR_ANGLE": Standard(MOVES, "Angle of the rotator in degrees; set it to turn there.", verbs=("rotate",)),
    "ABS_ROTATOR_POSITION": Standard(MOVES, "Where the rotator is, in the unit that its label gives; set it to turn there."),
    "SYNC_ROTATOR_ANGLE": Standard(ACTS, "Declares the rotator to be at this angle, in degrees, without turning it."),
    "ROTATOR_ABORT_MOTION": Standard(ABORTS, "Stops the rotator at once."),
    "ROTATOR_HOME": Standard(MOVES, "Turns the rotator to its home position.", asked=("*",), verbs=("home",), finishes=True),
    "ROTATOR_REVERSE": Standard(SETS, "Swaps the direction in which the rotator's angle grows."),
    "ROTATOR_LIMITS": Standard(SETS, "Range that the rotator stays in so that no cable is wound up, in degrees; 0 means any angle."),
    "ROTATOR_BACKLASH_TOGGLE": Standard(SETS, "Whether the rotator makes up for the play in its gear."),
    "ROTATOR_BACKLASH_STEPS": Standard(SETS, "Play in the rotator's gear that is made up for, in steps."),
    # dome
    "ABS_DOME_POSITION": Standard(MOVES, "Azimuth of the dome's slit in degrees; set it to turn the dome there.", asked=("*",), verbs=("dome",)),
    "REL_DOME_POSITION": Standard(MOVES, "Turns the dome by so many degrees; positive is clockwise.", asked=("*",)),
    "DOME_MOTION": Standard(MOVES, "Turns the dome clockwise or counter-clockwise until switched off; a roll-off roof opens or closes.", asked=("*",)),
    "DOME_SPEED": Standard(SETS, "How fast the dome turns, in turns per minute."),
    "DOME_SYNC": Standard(ACTS, "Declares the dome to be at this azimuth, in degrees, without turning it."),
    "DOME_ABORT_MOTION": Standard(ABORTS, "Stops the dome at once, and its shutter where the hardware can."),
    "DOME_SHUTTER": Standard(MOVES, "Opens or closes the dome's shutter.", asked=("*",), verbs=("shutter",), finishes=True),
    "DOME_SHUTTER_PARK_POLICY": Standard(SETS, "Whether the shutter closes when the dome parks and opens when it unparks."),
    "DOME_PARK": Standard(MOVES, "Moves the dome to its park position and keeps it there, or sets it free again.", asked=("*",), verbs=("park", "unpark"), finishes=True),
    "DOME_PARK_POSITION": Standard(SETS, "Azimuth that the dome parks at, in degrees."),
    "DOME_PARK_OPTION": Standard(ACTS, "Takes the current or the default azimuth as park position, or stores it.", asked=("PARK_PURGE_DATA",)),
    "DOME_AUTOPARK": Standard(SETS, "Whether the dome parks by itself when the weather turns bad."),
    "DOME_HOME": Standard(MOVES, "Turns the dome to its home position.", asked=("*",), verbs=("home",), finishes=True),
    "DOME_AUTOSYNC": Standard(SETS, "Whether the dome turns with the telescope."),
    "DOME_PARAMS": Standard(SETS, "How far telescope and slit may be apart, in degrees, before the dome turns after it."),
    "DOME_MEASUREMENTS": Standard(SETS, "Size of the dome and its slit, and where the mount stands in it, in metres."),
    "DM_OTA_SIDE": Standard(SETS, "Which side of the mount the telescope is taken to be on when the dome follows it."),
    "DOME_BACKLASH_TOGGLE": Standard(SETS, "Whether the dome makes up for the play in its drive."),
    "DOME_BACKLASH_STEPS": Standard(SETS, "Play in the dome's drive that is made up for, in steps."),
    "MOUNT_POLICY": Standard(SETS, "Whether the dome refuses to park while the mount is not parked."),
    "TELESCOPE_POLICY": Standard(SETS, "Whether the dome refuses to park while the mount is not parked."),
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
    # gps
    "GPS_REFRESH": Standard(ACTS, "Asks the GPS receiver for place and time now.", finishes=True),
    "GPS_REFRESH_PERIOD": Standard(SETS, "How often place and time are asked for, in seconds; 0 means only on request."),
    "GPS_STATUS": Standard(MEASURES, "Whether the GPS receiver has a fix, and of which kind."),
    "SYSTEM_TIME_UPDATE": Standard(SETS, "Whether GPS time also sets the clock of the driver's machine: never, once, or at every reading."),
    # light panel and dust cap
    "FLAT_LIGHT_CONTROL": Standard(SETS, "Turns the flat-field light on or off.", verbs=("light",)),
    "FLAT_LIGHT_INTENSITY": Standard(SETS, "Brightness of the flat-field light, in the panel's own units.", verbs=("light",)),
    "FLAT_LIGHT_FILTER_INTENSITY": Standard(SETS, "Brightness that the flat-field light takes for each filter."),
    "CAP_PARK": Standard(MOVES, "Closes (park) or opens (unpark) the dust cap.", asked=("*",), verbs=("cap",), finishes=True),
    "CAP_ABORT": Standard(ABORTS, "Stops the dust cap at once."),
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
    # sensor
    "SENSOR_INTEGRATION": Standard(ACTS, "Starts a measurement of so many seconds, then counts down what is left of it."),
    "SENSOR_ABORT_INTEGRATION": Standard(ABORTS, "Ends the measurement at once, without data."),
    "SENSOR": Standard(MEASURES, "The last measurement, sent as a file when it is done."),
    "SENSOR_DATA_STREAM": Standard(ACTS, "Starts or stops sending measurements to the clients without a break.", verbs=("stream",), stop="STREAM_OFF"),
    "SENSOR_STREAM_ENCODER": Standard(SETS, "How streamed measurements are packed for sending."),
    "SENSOR_STREAM_RECORDER": Standard(SETS, "File format that streamed measurements are recorded in."),
    "SENSOR_TEMPERATURE": Standard(MEASURES, "Temperature of the sensor in degrees Celsius; set it to cool to a target."),
    "SENSOR_FILE_PATH": Standard(MEASURES, "Where the last measurement was saved on the machine where the driver runs."),
    "DETECTOR_SETTINGS": Standard(SETS, "Settings of the detector: resolution in nanoseconds, and how strong a pulse is counted, in percent."),
    "CORRELATOR_SETTINGS": Standard(SETS, "Settings of the correlator: baseline and wavelength in metres, bandwidth in hertz."),
    "SPECTROGRAPH_SETTINGS": Standard(SETS, "Settings of the spectrograph, in the units that their labels give."),
    "RECEIVER_SETTINGS": Standard(SETS, "Settings of the radio receiver: gain, frequency and bandwidth in hertz, sample rate and depth, antenna."),
    # inertial measurement unit
    "ORIENTATION": Standard(MEASURES, "How the sensor is turned: roll, pitch and yaw in degrees, and a quaternion."),
    "ORIENTATION_ADJUSTMENTS": Standard(SETS, "What the sensor's angles are multiplied by, and the degrees that are then added to them."),
    "ACCELERATION": Standard(MEASURES, "Acceleration along the sensor's three axes, in metres per second squared."),
    "GYROSCOPE": Standard(MEASURES, "How fast the sensor turns about its three axes, in radians per second."),
    "MAGNETOMETER": Standard(MEASURES, "Magnetic field along the sensor's three axes, in microteslas."),
    "CALIBRATION_STATUS": Standard(MEASURES, "How well each part of the sensor is calibrated: Ok is fully, Busy is partly, Alert is not."),
    "CALIBRATION_CONTROL": Standard(ACTS, "Starts the calibration of the sensor, or saves, loads or resets it.", finishes=True),
    "POWER_MODE": Standard(SETS, "Whether the sensor works normally, saves power or sleeps."),
    "OPERATION_MODE": Standard(SETS, "Which of its parts the sensor combines into its angles."),
    "UPDATE_RATE": Standard(SETS, "How many readings the sensor gives in a second (hertz)."),
    "SENSOR_FUSION": Standard(SETS, "How the readings of the sensor's parts are combined."),
    "STABILITY_MONITORING": Standard(SETS, "How strongly the sensor vibrates, and from which strength on it counts as unstable."),
    "MAGNETIC_DECLINATION": Standard(SETS, "Angle between magnetic and true north at the observatory, in degrees."),
    "IMU_FRAME": Standard(SETS, "Which way the sensor's axes point when its angles are 0, such as east, north and up."),
    "TELESCOPE_VECTOR": Standard(SETS, "Direction that the telescope looks in, along the sensor's three axes."),
    "SYNC_AXIS": Standard(ACTS, "Declares the telescope to point at these two coordinates, in degrees."),
    "COORDS_TYPE": Standard(SETS, "Whether the sensor gives hour angle and declination, or azimuth and altitude."),
    # simulators
    "SIMULATOR_SETTINGS": Standard(SETS, "What the simulated camera is like: chip, noise, limiting magnitude, polar alignment and gear errors."),
    "SIM_FOCUSING": Standard(SETS, "Where the simulated star is in focus and how steady the air is (seeing, in arcseconds)."),
    "SIM_PIER_SIDE": Standard(SETS, "Whether the simulated mount tells which side of its pier it is on."),
    "SIMULATE_BAYER": Standard(SETS, "Whether the simulated camera has a colour chip."),
    "SIMULATE_RGB": Standard(SETS, "Whether the simulated camera delivers colour images."),
    "SIM_TESTS": Standard(ACTS, "Tests with the simulated camera: a colour chip, a crash of its driver, an exposure that times out."),
    "SIM_TILT": Standard(SETS, "How far the simulated chip is tilted, left to right and top to bottom, in arcseconds."),
    "CCD_RESOLUTION": Standard(SETS, "Size of the chip in pixels, from a list."),
    "PLANET_MODE": Standard(SETS, "Whether the simulated camera shows a planet."),
    "PLANET_SELECT": Standard(SETS, "Which planet the simulated camera shows."),
    "PLANET_SETTINGS": Standard(SETS, "Minutes after which the simulated planet is drawn anew, and its size in arcseconds; 0 means its own."),
    "PLANET_PATHS": Standard(SETS, "Where xplanet and its configuration are on the driver's machine, to draw the simulated planet."),
    "CCD_DIRECTORY_LOCATION": Standard(SETS, "Folder on the driver's machine whose images the simulated camera delivers in place of its own."),
    "CCD_DIRECTORY_TOGGLE": Standard(SETS, "Whether the simulated camera delivers images from a folder."),
    "CCD_SIMULATE_CRASH": Standard(ACTS, "Makes the simulated camera's driver crash, to see what server and clients do then.", asked=("*",)),
    "EQUATORIAL_PE": Standard(MEASURES, "Where the simulated telescope really points, errors included: RA in hours, declination in degrees."),
    "MOUNT_TYPE": Standard(SETS, "Kind of mount: altazimuth, fork or German equatorial."),
    "MOUNT_AXES": Standard(MOVES, "Positions of the mount's two axes."),
    "MOUNT_MODEL": Standard(SETS, "Errors that the simulated mount points with, such as zero points, cone and polar alignment."),
    "FLIP_HA": Standard(SETS, "Hour angle at which the simulated mount changes sides of its pier, in degrees."),
    "FWHM": Standard(MEASURES, "Width of a star's image (FWHM), in arcseconds."),
    "SEEING_SETTINGS": Standard(SETS, "How unsteady the simulated air is, in arcseconds."),
    "WEATHER_CONTROL": Standard(SETS, "The readings that the simulated weather station is to report."),
    "DSP_ACTIVATE_CONVOLUTION": Standard(SETS, "Whether each image is also delivered convolved with a matrix."),
    "DSP_ACTIVATE_DFT": Standard(SETS, "Whether each image is also delivered as its Fourier transform."),
    "DSP_ACTIVATE_IDFT": Standard(SETS, "Whether each image is also delivered as its inverse Fourier transform."),
    "DSP_ACTIVATE_SPECTRUM": Standard(SETS, "Whether each image is also delivered as its spectrum."),
    "DSP_ACTIVATE_HISTOGRAM": Standard(SETS, "Whether each image is also delivered as its histogram."),
    "DSP_ACTIVATE_WAVELETS": Standard(SETS, "Whether each image is also delivered filtered by wavelets."),
}
"""By name. ``#`` in a name stands for the number of a numbered property, in its description as well."""

FAMILIES = {
    "*_PARK": Standard(MOVES, asked=("*",), finishes=True),
    "*_PARK_OPTION": Standard(ACTS, asked=("PARK_PURGE_DATA",)),
    "*REBOOT*": Standard(ACTS, asked=("*",)),
    "*RESTART*": Standard(ACTS, asked=("*",)),
    "*CRASH*": Standard(ACTS, asked=("*",)),
    "*FACTORY*": Standard(ACTS, asked=("*",)),
    "*SHUTDOWN*": Standard(ACTS),
    "*_EXPOSURE": Standard(ACTS),
    "*_SYNC": Standard(ACTS),
    "SYNC_*": Standard(ACTS),
    "*_REFRESH": Standard(ACTS),
    "*_COORD": Standard(MOVES),
    "*_MOTION_??": Standard(MOVES),
    "*_TIMED_GUIDE_*": Standard(MOVES, ends_idle=True),
    "*_TRACK_STATE": Standard(MOVES, steady=True),
    "*_HOME": Standard(MOVES, asked=("*",), finishes=True),
    "ABS_*_POSITION": Standard(MOVES),
    "REL_*_POSITION": Standard(MOVES),
    "*_SHUTTER": Standard(MOVES, finishes=True),
    "*_PORT": Standard(CONFIGURES_CONNECTION),
    "*_PORTS": Standard(CONFIGURES_CONNECTION),
}
"""What names of drivers' own mean by the way they are made; ``*`` is any text, ``?`` any character. The first counts."""

ASKED_ANYWHERE = ("*REBOOT*", "*RESTART*", "*CRASH*")
"""Members that the user is asked about in every property."""
# fmt: on
