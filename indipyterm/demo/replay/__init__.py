"""Serving a recording: last night's session, without any instrument.

`player.Replay` opens a port for each server of the recording and says there what was said, at the pace of the time
that it keeps, which can be halted, hurried and moved. Nothing that a client sends does anything.
"""
