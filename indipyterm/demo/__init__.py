"""A demo INDI server in this process, with eight simulated instruments on a port of this machine.

It serves ``indipyterm --demo``, tests and screenshots. `server.DemoServer` is the server, `clock` has a real and a
manual clock for it, and `instruments` has the instruments.
"""

from indipyterm.demo.clock import Clock, ManualClock, RealClock
from indipyterm.demo.instrument import Instrument
from indipyterm.demo.server import DemoServer

__all__ = ["Clock", "DemoServer", "Instrument", "ManualClock", "RealClock"]
