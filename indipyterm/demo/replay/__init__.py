"""Playing a recording without any instrument.

`player.Replay` opens a port for each recorded server and sends there what the server sent, at the pace of a playback
clock that can be paused, sped up and moved. Whatever clients send has no effect.
"""
