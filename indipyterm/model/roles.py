"""What is known of a property by its name: what sending it does, how that ends, what is asked before."""

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
    """It is Busy until it has finished: a switch that shows what was asked for, and is Busy, has not."""
    steady: bool = False
    """Busy is how it is while it is on, for hours: nothing is under way then."""
    ends_idle: bool = False
    """It goes from Busy to Idle when it has finished; elsewhere that means that it was stopped."""
