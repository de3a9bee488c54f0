"""What is different from indipyclient, how, and why: on purpose, or not yet the same.

Longer than other modules, as it is one table.
"""

from __future__ import annotations

from typing import Any, NamedTuple


class Reason(NamedTuple):
    """Why something is different. `seen` has (ours, indipyclient's) by behaviour and name of what is seen."""

    reason: str
    seen: dict[str, dict[str, tuple[Any, Any]]]
    deliberate: bool = True


DIFFERENCES: list[Reason] = [
    Reason(
        "Bad input costs one element at most, never the connection: what is readable of it counts.",
        {
            "damaged XML, and a good element behind it": {"the good one": (["good"], []), "connected": (True, False)},
            "a definition with a state that INDI does not have": {
                "events": (["defTextVector Mount.NEW A=1"], []),
                "vector": ({"A": "1"}, None),
            },
            "a number that is defined without format, limits and step": {
                "events": (["defNumberVector Mount.NEW A=1"], []),
                "told": (0, 1),
                "vector": ({"A": "1"}, None),
            },
            "a number that is defined with a value that is none": {
                "events": (["defNumberVector Mount.NEW A=much"], []),
                "told": (0, 1),
                "vector": ({"A": "much"}, None),
            },
            "a definition without members": {
                "events": (["defTextVector Mount.NEW"], []),
                "told": (0, 1),
                "vector": ({}, None),
            },
        },
    ),
    Reason(
        "A new state counts, whatever is wrong with the values; a value that is not a number is seen as it came.",
        {
            "a new value that is not a number": {"events": (["Set"], []), "values": ({"X": "much"}, {"X": "1"})},
            "a new value that is neither On nor Off": {"events": (["Set"], [])},
            "a new value that is no state of a light": {"events": (["Set"], [])},
        },
    ),
    Reason(
        "A definition replaces what was defined before.",
        {
            "a definition again with other members": {
                "vector": ({"NEW": "n"}, {"SITE": "La Palma", "WHO": "nobody", "NEW": "n"})
            },
            "a definition again as another kind": {
                "vector": (["TextVector", {"NEW": "n"}], ["NumberVector", {"X": "1", "NEW": "0"}])
            },
        },
    ),
    Reason(
        "A set of a vector updates its limits, too.",
        {"a set of numbers that brings new limits": {"min": ("1", "0"), "max": ("20", "10"), "step": ("2", "0.5")}},
    ),
    Reason(
        "A timeout that was given stays until another one comes.",
        {
            "the timeout of a light vector and a BLOB vector": {"lights": (0.0, None), "BLOB": (60.0, 0.0)},
            "a vector's timeout after new values, with and without one": {"without": (7.0, None)},
        },
    ),
    Reason(
        "A deletion of what is not there changes nothing.",
        {
            "a deletion of what was never defined": {"events": ([], ["delProperty Mount.NONE"])},
            "a deletion of what is deleted already": {"events": (["delProperty"], ["delProperty", "delProperty"])},
        },
    ),
    Reason(
        "No message is dropped.",
        {
            "a message of a device that was never defined": {"events": (["Message Dome message=hello"], [])},
            "the message of a definition, in the messages of its device": {"device": (["parking is possible"], [])},
            "`report` of a text with < and &": {"events": (['Message message=a < b & "c"'], [])},
        },
    ),
    Reason(
        "A device, or a vector, is equal to itself only, so it can be in a set.",
        {"equality and hashing of client, device and vector": {"hashes": ([True, True, True], [False, False, False])}},
    ),
    Reason(
        "A number with underscores, or with parts left out, is none.",
        {
            "`getfloat` of odd texts": {
                "'1_000'": ("raises TypeError", 1000.0),
                "'1:-30'": ("raises TypeError", 0.5),
                "'-'": ("raises TypeError", -0.0),
                "':30'": ("raises TypeError", 0.5),
            },
            "`getfloat` of decimal and sexagesimal texts, ints and floats": {"'2:5:'": ("raises TypeError", 2.083333)},
        },
    ),
    Reason(
        "Of two definitions of one member the first counts, and that is told.",
        {
            "a member that is defined twice": {
                "events": (["defTextVector Mount.NEW A=1"], ["defTextVector Mount.NEW A=2"]),
                "told": (1, 0),
                "vector": ({"A": "1"}, {"A": "2"}),
            },
        },
    ),
    Reason(
        "What a device says is in its own messages.",
        {"a device is deleted": {"messages": ([["all gone"], False], [["all gone"], True])}},
    ),
    Reason(
        "A folder that can't be written to is an OSError.",
        {"a `BLOBfolder` that is no directory": {"raises": ("raises OSError", "raises KeyError")}},
    ),
    Reason(
        "An enableBLOB of a device holds for its vectors, so what was set for one of them is sent after it.",
        {
            "`resend_enableBLOB` of a vector and a device": {
                "sent": (
                    ["enableBLOB Camera.CCD1 Also", "enableBLOB Camera Never", "enableBLOB Camera.CCD1 Also"],
                    ["enableBLOB Camera.CCD1 Also", "enableBLOB Camera Never"],
                )
            }
        },
    ),
    Reason(
        "A silent server is asked after 10 seconds, and left 30 seconds later, however long vectors may take.",
        {
            "`set_vector_timeouts` changes what it is given": {
                "idle_timeout at first": (10, 20),
                "respond_timeout at first": (30, 40),
                "idle_timeout": (10, 40),
                "respond_timeout": (30, 80),
            }
        },
    ),
    Reason(
        "A format is not guessed.",
        {
            "bytes without a format, after a BLOB was received": {
                "sent": (
                    ["newBLOBVector Camera.UPLOAD FILE=YWJj size=3 format="],
                    ["newBLOBVector Camera.UPLOAD FILE=YWJj size=3 format=.fits"],
                )
            }
        },
    ),
    Reason(
        "`shutdown` counts, whenever it is called.",
        {"`shutdown` before `asyncrun`": {"connected": (False, True), "stop": (True, False)}},
    ),
    Reason(
        "`hardware` is cancelled 2 seconds after `shutdown`, so that a program ends.",
        {"`hardware` that never looks at `stop`: does `asyncrun` end?": {"ends": (True, False)}},
    ),
    Reason(
        "Sexagesimal formats have the digits that they ask for; `%m` is one.",
        {
            "`getformattedstring` for printf and sexagesimal formats": {
                "%12.9m": ([" 12:30:14.76", " -0:59:59.96"], [" 12:30:14.80", " -1:00:00.00"]),
                "%m": (["12:30", "-1:00"], ["raises TypeError", "raises TypeError"]),
            }
        },
    ),
    Reason(
        "Where one switch goes On, its vector's others go Off in the same message, so that the driver never sees two of them On.",
        {
            "one switch of a OneOfMany vector On": {
                "sent": (["newSwitchVector Mount.PARK PARK=Off, UNPARK=On"], ["newSwitchVector Mount.PARK UNPARK=On"])
            },
            "one switch of an AtMostOne vector On, then Off": {
                "sent": (
                    ["newSwitchVector Mount.MOTION SOUTH=Off, NORTH=On", "newSwitchVector Mount.MOTION NORTH=Off"],
                    ["newSwitchVector Mount.MOTION NORTH=On", "newSwitchVector Mount.MOTION NORTH=Off"],
                )
            },
        },
    ),
    Reason(
        "A switch may be given as True or False.",
        {
            "a switch given as True": {
                "sent": (["newSwitchVector Mount.OPTIONS B=On"], ["newSwitchVector Mount.OPTIONS"])
            }
        },
    ),
    Reason(
        "What can't be sent is a message and gives False. It is no exception, and the connection stays.",
        {
            "a text that is no string": {"still connected": (True, False)},
            "a number given as None": {"sent": ([], ["newNumberVector Mount.RATE X=None"]), "state": ("Ok", "Busy")},
            "unknown members only": {
                "sent": (
                    [],
                    [
                        "newTextVector Mount.PLACE SITE=La Palma, WHO=nobody",
                        "newNumberVector Mount.RATE X=1",
                        "newSwitchVector Mount.OPTIONS",
                    ],
                )
            },
            "the events of a vector that can't be sent": {"events": (["Message"], [])},
            "what `send_newVector` returns": {"sent": (True, None), "not sent": (False, None)},
            "a BLOB from a file that is not there": {"raises": (None, "ValueError")},
            "a BLOB that is not (value, size, format)": {"raises": (None, "ValueError")},
            "a BLOB of an unknown member, and of no member": {
                "sent": (
                    ["newBLOBVector Camera.UPLOAD"],
                    ["newBLOBVector Camera.UPLOAD", "newBLOBVector Camera.UPLOAD"],
                )
            },
        },
    ),
    Reason(
        "Sexagesimal numbers are sent as decimals of the same value, as drivers read them in different ways.",
        {
            "sexagesimal numbers": {
                "sent": (
                    ["newNumberVector Mount.COORD RA=1.5, DEC=-0.5"],
                    ["newNumberVector Mount.COORD RA=1:30:00, DEC=-0:30"],
                )
            },
            "a sexagesimal number beside the one that is sent": {
                "sent": (
                    ["newNumberVector Mount.COORD RA=1, DEC=-0.5"],
                    ["newNumberVector Mount.COORD RA=1, DEC=-0:30"],
                )
            },
        },
    ),
    Reason(
        "A number is written as short as it can be.",
        {
            "a float without a fraction": {
                "sent": (["newNumberVector Mount.RATE X=3"], ["newNumberVector Mount.RATE X=3.0"])
            }
        },
    ),
    Reason(
        "A time is UTC, whatever zone it is given in.",
        {
            "a timestamp of another time zone": {
                "sent": (["newNumberVector Mount.RATE X=2"], []),
                "timestamps": (["2026-11-22T08:00:00"], []),
            }
        },
    ),
    Reason(
        "A clock is set to the time that it is, not to that of its last message.",
        {
            "the offset of a clock (`TIME_UTC`) alone: the time that is sent along": {
                "sent": ("now", "2026-11-22T10:00:00+00:00")
            }
        },
    ),
    Reason(
        "A time is sent where one is given.",
        {"what is sent without a timestamp": {"timestamps": ([None], ["now"])}},
    ),
    Reason(
        "A file's format is its suffix, and the one before `.gz`, `.fz` or `.z`.",
        {
            "a BLOB from a file with more than two suffixes": {
                "sent": (
                    ["newBLOBVector Camera.UPLOAD FILE=ZnJvbSBhIGZpbGU= size=11 format=.fits"],
                    ["newBLOBVector Camera.UPLOAD FILE=ZnJvbSBhIGZpbGU= size=11 format=.2026.red.fits"],
                )
            }
        },
    ),
    Reason(
        "Who opened a file closes it.",
        {"a BLOB from an open file": {"closed": (False, True)}},
    ),
    Reason(
        "INDI's DTD requires the attribute `format`.",
        {
            "bytes without a format": {
                "sent": (
                    ["newBLOBVector Camera.UPLOAD FILE=YWJj size=3 format="],
                    ["newBLOBVector Camera.UPLOAD FILE=YWJj size=3"],
                )
            }
        },
    ),
    Reason(
        "Any bytes can be sent.",
        {
            "a BLOB as a bytearray or memoryview": {
                "sent": (
                    [
                        "newBLOBVector Camera.UPLOAD FILE=YWJj size=3 format=.txt",
                        "newBLOBVector Camera.UPLOAD FILE=YWJj size=3 format=.txt",
                    ],
                    [],
                )
            },
            "an empty BLOB": {
                "raises": (None, "ValueError"),
                "sent": (["newBLOBVector Camera.UPLOAD FILE= size=0 format=.txt"], []),
            },
        },
    ),
    Reason(
        "Compressed BLOBs are inflated, up to `BLOBlimit` bytes.",
        {
            "a compressed BLOB": {
                "inflated": (True, False),
                "sizeformat": ({"CCD1": [3, ".fits"]}, {"CCD1": [3, ".fits.z"]}),
            }
        },
    ),
    Reason(
        "A damaged BLOB is left out; the event has the others.",
        {
            "a BLOB that is no base64, and a good one behind it": {
                "events": ([{}, {"CCD1": "b'abc'"}], [{"CCD1": "b'abc'"}])
            }
        },
    ),
    Reason(
        "The file's name has the device and the time to the millisecond.",
        {
            "the name of a saved BLOB": {
                "name": ("Camera_CCD1_20261122T104400.000Z.fits", "CCD1_20261122_10_44_00.fits")
            }
        },
    ),
    Reason(
        "“Never” is what a server begins with, and only BLOB vectors have BLOBs to enable.",
        {
            "enableBLOB after a definition, nothing being set": {
                "sent": ([], ["enableBLOB Camera.CCD1 Never", "enableBLOB Camera.UPLOAD Never"])
            },
            "enableBLOB after a definition, with a `BLOBfolder`": {
                "sent": (
                    ["enableBLOB Camera.CCD1 Also", "enableBLOB Camera.UPLOAD Also"],
                    [
                        "enableBLOB Camera.CCD1 Also",
                        "enableBLOB Camera.UPLOAD Also",
                        "enableBLOB Mount Also",
                        "enableBLOB Camera Also",
                        "enableBLOB Camera.CCD1 Also",
                        "enableBLOB Camera.UPLOAD Also",
                    ],
                )
            },
            "a `BLOBfolder` that is set, and unset, while the client runs": {
                "on": (
                    ["enableBLOB Camera.CCD1 Also", "enableBLOB Camera.UPLOAD Also"],
                    [
                        "enableBLOB Camera Also",
                        "enableBLOB Camera.CCD1 Also",
                        "enableBLOB Camera.UPLOAD Also",
                        "enableBLOB Mount Also",
                    ],
                ),
                "off": (
                    ["enableBLOB Camera.CCD1 Never", "enableBLOB Camera.UPLOAD Never"],
                    [
                        "enableBLOB Camera Never",
                        "enableBLOB Camera.CCD1 Never",
                        "enableBLOB Camera.UPLOAD Never",
                        "enableBLOB Mount Never",
                    ],
                ),
            },
        },
    ),
    Reason(
        "A word that INDI does not have is an error of the script.",
        {
            "an `enableBLOBdefault` that INDI does not have": {"raises": ("raises ValueError", None)},
            "`send_enableBLOB` with a word that INDI does not have": {"raises": (["ValueError"], [None])},
        },
    ),
    Reason(
        "A client has no id.",
        {
            "`dictdump` of a client's snapshot with ids": {
                "names": (["connected", "devices", "indihost", "indiport", "messages"], "raises AttributeError")
            }
        },
    ),
    Reason(
        "JSON has BLOBs as base64.",
        {"`dumps(inc_blob=True)` of a BLOB": {"value": ("YWJj", "raises TypeError")}},
    ),
    Reason(
        "Values stay, also without a connection.",
        {
            "what is known while the connection is lost": {"devices": (["Mount", "Camera"], [])},
            "the last events of a client that is shut down": {"devices": (2, 0), "messages": (True, False)},
        },
    ),
    Reason(
        "The end of a connection is noticed at once; a server that is silent is asked whether it is there.",
        {
            "a connection that the server closes: is it noticed within three seconds?": {"noticed": (True, False)},
            "a server that defines nothing, and then is silent": {"questions": (1, 2), "pings": (1, 0)},
        },
    ),
    Reason(
        "Messages have words of their own.",
        {
            "the words of the messages of connecting": {
                "messages": (
                    ["connecting to HOST:PORT", "connected to HOST:PORT", "asked for all properties"],
                    ["Attempting to connect to HOST:PORT", "Connected to HOST:PORT", "getProperties sent"],
                )
            }
        },
    ),
]


def stated(title: str) -> dict[str, tuple[Any, Any]]:
    """The differences that are stated of a behaviour; none where it has to be the same."""
    return next((each.seen[title] for each in DIFFERENCES if title in each.seen), {})
