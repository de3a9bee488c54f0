"""The fixtures of the commands, for the tests of their command line."""

from __future__ import annotations

from tests.commands.conftest import clock, demo, indi, session, short_quiet, start_indi, wire

__all__ = ["clock", "demo", "indi", "session", "short_quiet", "start_indi", "wire"]
