"""Recordings: everything that was received from and sent to servers, with times, in a file.

`format` defines and reads the file format, `recorder` writes a recording beside a running client, and `blob_stripper`
removes the data of BLOBs. `indipyterm.demo.replay` plays a recording.
"""
