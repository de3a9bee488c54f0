"""What the fifteen simulators of libindi 2.2.4 define, and a session with them: connected, a slew, an exposure, a move.

The session was recorded with `--record`. `python -m tests.corpus.definitions RECORDING` writes a recording into this
folder, with ``.`` for folders of the machine.
"""

from __future__ import annotations

import gzip
import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from indipyterm.protocol.messages import DefVector, Received
from indipyterm.protocol.parser import Parser
from indipyterm.recording.format import HEADER, RecordingReader, RecordType, encode_record

LIBINDI_2 = Path(__file__).parent / "libindi-2.2.4-simulators.indi"

_TEMPORARY = re.compile(rb"/tmp/[^/<\"]*")


def received() -> Iterator[Received]:
    """All that the server sent, in order."""
    parser = Parser()
    for record in RecordingReader(LIBINDI_2):
        if record.type is RecordType.RECEIVED:
            yield from parser.feed(record.data)


@cache
def definitions() -> tuple[DefVector, ...]:
    """Each vector once, as it was defined last."""
    last = dict[tuple[str, str], DefVector]()
    for message in received():
        if isinstance(message, DefVector):
            last[message.device, message.name] = message._replace(timestamp=None)
    return tuple(last.values())


def _write(recording: Path) -> None:
    data = b"".join(
        encode_record(record._replace(data=_TEMPORARY.sub(b".", record.data))) for record in RecordingReader(recording)
    )
    LIBINDI_2.write_bytes(gzip.compress(HEADER + data, mtime=0))


if __name__ == "__main__":
    _write(Path(sys.argv[1]))
