"""An instrument server in this process: eight instruments behind a socket on this machine.

Used for ``indipyterm --demo``, in tests and for pictures of the screen. `server.DemoServer` runs it, `clock` says how
fast its time goes, and `instruments` holds what there is to play with.
"""

from indipyterm.demo.clock import Clock, ManualClock, RealClock
from indipyterm.demo.instrument import Instrument
from indipyterm.demo.server import DemoServer

__all__ = ["Clock", "DemoServer", "Instrument", "ManualClock", "RealClock"]
