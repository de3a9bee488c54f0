"""What names of drivers' own mean by the way they are made."""

from __future__ import annotations

from indipyterm.model.roles import ACTS, CONFIGURES_CONNECTION, MOVES, Standard

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
}
"""By pattern: ``*`` is any text, ``?`` any character. Of those that match a name the first counts."""

ASKED_ANYWHERE = ("*REBOOT*", "*RESTART*", "*CRASH*")
"""Members that the user is asked about in every property."""
