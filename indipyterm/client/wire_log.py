"""Logs each element that is received or sent, with level DEBUG, and what a client has to say.

The logger is ``indipyterm.ipyclient``. A script that was written for indipyclient may set up that name instead of
``indipyterm``, so the records pass it on their way.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable

from indipyterm.exceptions import BadBase64
from indipyterm.protocol.blob_data import BlobData
from indipyterm.protocol.encoder import encode
from indipyterm.protocol.messages import DefVector, Malformed, NewVector, OneBlob, Received, SetVector

_OURS, _THEIRS = logging.getLogger("indipyterm"), logging.getLogger("indipyclient")
LOG = logging.getLogger("indipyterm.ipyclient")
LOG.parent, _THEIRS.parent = _THEIRS, _OURS

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")

_TAGS, _MEMBERS, _BLOBS = 1, 2, 3


def log(write: Callable[[str, str], None], text: str) -> None:
    """Log a text with one of the logger's methods, on one line: names from the network may be in it."""
    write("%s", _CONTROL.sub(lambda found: found[0].encode("unicode_escape").decode(), text))


class WireLog:
    """Logs elements; nothing is formatted where DEBUG is not enabled."""

    def __init__(self) -> None:
        self._verbosity = _TAGS

    def set_verbosity(self, verbosity: int) -> None:
        """Log no elements (0), their tags (1, from the start), their members too (2), and BLOBs (3).

        Raises ValueError for other numbers.
        """
        if verbosity not in range(4):
            raise ValueError(f"{verbosity!r} is none of 0, 1, 2, 3")
        self._verbosity = verbosity

    @property
    def enabled(self) -> bool:
        """Whether elements are logged now."""
        return self._verbosity > 0 and LOG.isEnabledFor(logging.DEBUG)

    def received(self, element: Received) -> None:
        """Log an element that was received."""
        if self.enabled:
            LOG.debug("received %s", _text(element, self._verbosity))

    def sent(self, element: Received) -> None:
        """Log an element that was sent."""
        if self.enabled:
            LOG.debug("sent %s", _text(element, self._verbosity))


def _text(element: Received, verbosity: int) -> str:
    match element:
        case Malformed(reason, _):
            return f"what was not understood: {reason}"
        case DefVector() | SetVector() | NewVector() if verbosity < _MEMBERS:
            return encode(element._replace(members=())).decode().partition("\n")[0]
        case SetVector() | NewVector() if verbosity < _BLOBS:
            element = _without_blobs(element)
    try:
        return encode(element).decode().rstrip()
    except BadBase64:  # which is reported elsewhere
        return _text(element, _MEMBERS)


def _without_blobs(vector: SetVector | NewVector) -> SetVector | NewVector:
    members = [
        one._replace(data=BlobData(b"")) if isinstance(one, OneBlob) else one for one in vector.members
    ]  # fmt: skip
    return vector._replace(members=members)
