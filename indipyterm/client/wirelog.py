"""What a client hears and says, for Python's own logging: level DEBUG of the logger ``indipyterm.client``."""

from __future__ import annotations

import logging

from indipyterm.exceptions import BadBase64
from indipyterm.protocol.blobdata import BlobData
from indipyterm.protocol.encoder import encode
from indipyterm.protocol.messages import DefVector, Malformed, NewVector, OneBlob, Received, SetVector

LOG = logging.getLogger("indipyterm.client")
LOG.addHandler(logging.NullHandler())  # without it Python writes warnings to stderr, where nobody set up logging

_TAGS, _MEMBERS, _BLOBS = 1, 2, 3


class Logged:
    """A client that logs each element; nothing is written, or made ready to be, where nobody wants DEBUG."""

    _verbosity = _TAGS

    def debug_verbosity(self, verbose: int) -> None:
        """Log no elements (0), their tags (1, from the start), their members too (2), and BLOBs (3).

        Raises ValueError for other numbers.
        """
        if verbose not in range(4):
            raise ValueError(f"{verbose!r} is none of 0, 1, 2, 3")
        self._verbosity = verbose

    @property
    def logs(self) -> bool:
        """Whether elements are logged now."""
        return self._verbosity > 0 and LOG.isEnabledFor(logging.DEBUG)

    def log(self, way: str, element: Received) -> None:
        """Log an element that went the way that is said: "sent", "received"."""
        if self.logs:
            LOG.debug("%s %s", way, _text(element, self._verbosity))


def _text(element: Received, verbosity: int) -> str:
    match element:
        case Malformed(reason):
            return f"what was not understood: {reason}"
        case DefVector() | SetVector() | NewVector() if verbosity < _MEMBERS:
            return encode(element._replace(members=())).decode().partition("\n")[0]
        case SetVector() | NewVector() if verbosity < _BLOBS:
            element = _without_blobs(element)
    try:
        return encode(element).decode().rstrip()
    except BadBase64:  # the client will tell
        return _text(element, _MEMBERS)


def _without_blobs(vector: SetVector | NewVector) -> SetVector | NewVector:
    members = [
        one._replace(data=BlobData(b"")) if isinstance(one, OneBlob) else one for one in vector.members
    ]  # fmt: skip
    return vector._replace(members=members)
