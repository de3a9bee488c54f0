"""Definitions that a real server gave, each vector once, as it was defined last.

Made of a recording with `python -m tests.corpus.definitions RECORDING NAME`; folders of the machine become ``.``.
"""

from __future__ import annotations

import gzip
import re
import sys
from functools import cache
from pathlib import Path

from indipyterm.protocol.encoder import encode
from indipyterm.protocol.messages import DefVector
from indipyterm.protocol.parser import Parser
from indipyterm.recording.format import RecordingReader, RecordType

LIBINDI_2 = "libindi-2.2.4"
"""Fifteen simulators of libindi 2.2.4, connected."""

_FOLDER = Path(__file__).parent
_TEMPORARY = re.compile(rb"/tmp/[^/<]*")


@cache
def definitions(name: str = LIBINDI_2) -> tuple[DefVector, ...]:
    """The definitions in a file of this folder."""
    data = gzip.decompress((_FOLDER / f"{name}.xml.gz").read_bytes())
    return tuple(message for message in Parser().feed(data) if isinstance(message, DefVector))


def _write(recording: Path, name: str) -> None:
    parser, last = Parser(), dict[tuple[str, str], DefVector]()
    for record in RecordingReader(recording):
        if record.type is RecordType.RECEIVED:
            for message in parser.feed(record.data):
                if isinstance(message, DefVector):
                    last[message.device, message.name] = message._replace(timestamp=None)
    data = _TEMPORARY.sub(b".", b"".join(map(encode, last.values())))
    (_FOLDER / f"{name}.xml.gz").write_bytes(gzip.compress(data, mtime=0))


if __name__ == "__main__":
    _write(Path(sys.argv[1]), sys.argv[2])
