# ruff: noqa: E501 - one line for each property
"""Mounts, and the polar alignment correctors under them."""

from __future__ import annotations

from indipyterm.model.roles import ABORTS, ACTS, MEASURES, MOVES, SETS, Standard

# fmt: off
PROPERTIES = {
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
}
