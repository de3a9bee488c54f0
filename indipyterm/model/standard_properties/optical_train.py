# ruff: noqa: E501 - one line for each property
"""What light goes through before it reaches the camera: caps, filters, focusers, rotators; and flat-field lights."""

from __future__ import annotations

from indipyterm.model.roles import ABORTS, ACTS, MEASURES, MOVES, SETS, Standard

# fmt: off
PROPERTIES = {
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
    # light panel and dust cap
    "FLAT_LIGHT_CONTROL": Standard(SETS, "Turns the flat-field light on or off.", verbs=("light",)),
    "FLAT_LIGHT_INTENSITY": Standard(SETS, "Brightness of the flat-field light, in the panel's own units.", verbs=("light",)),
    "FLAT_LIGHT_FILTER_INTENSITY": Standard(SETS, "Brightness that the flat-field light takes for each filter."),
    "CAP_PARK": Standard(MOVES, "Closes (park) or opens (unpark) the dust cap.", asked=("*",), verbs=("cap",), finishes=True),
    "CAP_ABORT": Standard(ABORTS, "Stops the dust cap at once."),
}
