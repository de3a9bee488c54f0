# ruff: noqa: E501 - one line for each property
"""Domes and roofs."""

from __future__ import annotations

from indipyterm.model.roles import ABORTS, ACTS, MOVES, SETS, Standard

# fmt: off
PROPERTIES = {
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
}
