"""Sessions in a file: all that went over the lines to the servers, with times.

`format` says what such a file looks like and reads it, `recorder` writes one beside a running client, and `bodies`
leaves out what is in BLOBs. `indipyterm.demo.replay` serves one.
"""
