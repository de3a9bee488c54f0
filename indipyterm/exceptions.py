"""Every exception of this package that crosses a module, from the wire up to the faces.

ValueError
├── BadBase64           a BLOB whose payload is no base64                              protocol
├── BadCompression      a BLOB that cannot be inflated                                 client
├── TooLarge            a BLOB that becomes too large when it is inflated              client
├── ParseException      a word that INDI does not have where a script wants to set it  client
├── Refused             values that make no sense for a vector                        model
│   └── NotPossible     ... named as one writes it in ``set``                         commands
├── NoRecording         a file that is no recording                                   recording
├── Misuse              an argument, pattern or file that makes no sense              commands
│   ├── BadPattern      ... ``Device.VECTOR.MEMBER`` that cannot be read
│   ├── BadExpression   ... of ``wait``
│   ├── CannotCompare   ... a number compared with a word
│   └── BadFile         ... settings that cannot be read or written
├── BadPanel            a panel file that no screen can be made of                    workspace
├── BadDatabase         a database of users that cannot be used                        web
├── NotAccepted         what somebody typed in a form                                 web
│   └── TooManyTries    ... as a password, too often                                  web
└── Incomplete          something is still missing in the palette                     workspace
OSError
├── NotSaved            a BLOB that could not be saved                                client
├── NoTerminal          a screen without a terminal                                   tui
├── CannotServe         a site that cannot listen where it should                     web
└── ConnectionError
    ├── NotSent         values that could not be sent: no connection                  client
    ├── NotReading      a server that takes nothing more                              client
    └── NoServer        no connection where a command needs one                       commands
Exception
├── NotAnImage          data that cannot be shown as a picture                        presentation
│   └── NeedsDecoder    ... without the libraries of an extra                         presentation
└── DecoderEnded        the process that measures images ended before it answered     decoding
"""

from __future__ import annotations

import math


class BadBase64(ValueError):
    """The payload is not base64, or was cut off."""


class BadCompression(ValueError):
    """Compressed data cannot be inflated; the text says what they are, such as "cut off"."""


class TooLarge(ValueError):
    """Compressed data become more than `limit` bytes."""

    def __init__(self, limit: int) -> None:
        super().__init__(f"compressed data become more than {limit} bytes")
        self.limit = limit


class ParseException(ValueError):
    """A word that INDI does not have there, such as a state "Red"; the text says which it has."""


class Refused(ValueError):
    """A request that makes no sense; the text says why, for the operator. `member` names the culprit, if one is."""

    def __init__(self, reason: str, member: str | None = None) -> None:
        super().__init__(reason if member is None else f"{member}: {reason}")
        self.reason, self.member = reason, member


class NotSent(ConnectionError):
    """Something could not be sent: there is no connection, or the server does not read."""


class NotReading(ConnectionError):
    """The server takes nothing more, so this was not sent."""


class NotSaved(OSError):
    """A BLOB could not be saved; the text says why."""


class NoTerminal(OSError):
    """There is no terminal for the screen."""


class NoRecording(ValueError):
    """A file that is no recording, or cannot be read; the text says why."""


class NotAnImage(Exception):
    """The data cannot be shown as a picture; the text is a reason for people."""


class NeedsDecoder(NotAnImage):
    """A picture of a format that is only read with the libraries of an extra of this program: "images" or "raw"."""

    def __init__(self, name: str, extra: str) -> None:
        super().__init__(f"{name}: it is shown with the extra {extra} (pip install 'indipyterm[{extra}]')")
        self.name, self.extra = name, extra


class DecoderEnded(Exception):
    """The process that measures images ended before it answered; the text says how."""


class Misuse(ValueError):
    """What was asked for makes no sense (`Exit.USAGE`); the text says why, for whoever asked."""


class BadPattern(Misuse):
    """A pattern that cannot be read: `reason` in words, and where in the text, from 0."""

    def __init__(self, reason: str, text: str, at: int) -> None:
        super().__init__(f"{text!r}, position {at + 1}: {reason}")
        self.reason, self.text, self.at = reason, text, at


class BadExpression(Misuse):
    """An expression that cannot be read: `reason` in words, and where in the text, from 0."""

    def __init__(self, reason: str, text: str, at: int) -> None:
        super().__init__(f"position {at + 1}: {reason}\n  {text}\n  {' ' * at}^")
        self.reason, self.text, self.at = reason, text, at


class CannotCompare(Misuse):
    """An expression asks for a comparison that never makes sense: of a number with a word."""


class BadFile(Misuse):
    """A file of settings that cannot be read or written; the text says which, and why."""


class NotPossible(Refused):
    """Something cannot be set; `where` is the property, as one writes it."""

    def __init__(self, where: str, reason: str) -> None:
        super().__init__(f"{where}: {reason}")
        self.where = where


class NoServer(ConnectionError):
    """There is no connection; the text says to what, and why."""


class CannotServe(OSError):
    """The web face cannot listen where it should; the text says why."""


class BadPanel(ValueError):
    """A file that no screen can be made of; the text says where, and why."""


class Incomplete(ValueError):
    """Something is not typed yet; the text says what."""


class BadDatabase(ValueError):
    """A database that is not ours or cannot be used; the text says which, and why. It is left as it was."""


class NotAccepted(ValueError):
    """What was typed in the `field` of a form cannot be taken; the text says why."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(reason)
        self.field, self.reason = field, reason


class TooManyTries(NotAccepted):
    """A password was wrong too often; the next try may be made in so many `seconds`."""

    def __init__(self, field: str, seconds: float) -> None:
        self.seconds = math.ceil(seconds)
        super().__init__(field, f"Too many tries: please wait {self.seconds} s.")
