"""The child process as its parent sees it: begun when it is needed, asked in threads, begun anew when it has ended."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
from collections.abc import Sequence
from importlib.util import find_spec
from typing import IO, BinaryIO

from indipyterm.decoding.messages import Json, figures_from, frame_json, receive, send, stored_from
from indipyterm.exceptions import DecoderEnded, NeedsDecoder, NotAnImage
from indipyterm.presentation.imaging.figures import Figures
from indipyterm.presentation.imaging.fits import StoredPicture

LONGEST = 60.0
"""Seconds that one picture may take; then the child is killed."""

_LIBRARIES = {"images": ("numpy", "sep"), "raw": ("numpy", "rawpy")}


def is_installed(extra: str) -> bool:
    """Whether the libraries of an extra are there. Imports none of them."""
    return all(find_spec(name) is not None for name in _LIBRARIES[extra])


class Decoder:
    """One child process, which is asked for one picture at a time; a thread that asks waits for those before it.

    The child ends by itself when it is not asked for a while (`child.IDLE`).
    """

    def __init__(self, idle: float | None = None) -> None:
        self._idle = idle
        self._lock = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._connection: socket.socket | None = None
        self._closed = False

    @property
    def pid(self) -> int | None:
        """That of the child; None where there is none."""
        child = self._child
        return child.pid if child is not None and child.poll() is None else None

    def decode(self, file: BinaryIO, name: str, pixels: IO[bytes]) -> StoredPicture:
        """Decode a picture into the open file `pixels`.

        Raises NotAnImage with the reason, NeedsDecoder where a library is missing, DecoderEnded where the child was
        killed meanwhile.
        """
        return stored_from(self._ask({"name": name}, (file, pixels))["stored"])

    def measure(self, file: BinaryIO, stored: StoredPicture) -> Figures:
        """Measure a picture whose pixels are in an open file. Raises as `decode`."""
        request = {"frame": frame_json(stored.frame), "header": dict(stored.header)}
        return figures_from(self._ask(request, (file,))["figures"])

    def close(self) -> None:
        """End the child, whatever it does."""
        self._closed = True
        self._end()

    def _ask(self, request: Json, files: Sequence[IO[bytes]]) -> Json:
        with self._lock:
            if self._closed:
                raise DecoderEnded("this program ends")
            try:
                answer = self._exchange(request, files)
            except (OSError, EOFError) as problem:
                status = self._end()
                took_long = isinstance(problem, TimeoutError)
                why = f"took longer than {LONGEST:.0f} s" if took_long else f"ended with status {status}"
                raise DecoderEnded(f"the process that measures images {why}") from None
        if "extra" in answer:
            raise NeedsDecoder(answer["name"], answer["extra"])
        if "refused" in answer:
            raise NotAnImage(answer["refused"])
        return answer

    def _exchange(self, request: Json, files: Sequence[IO[bytes]]) -> Json:
        descriptors = [file.fileno() for file in files]
        connection = self._connected()
        try:
            send(connection, request, descriptors)
        except OSError:  # it has just ended, for it was not asked for long
            self._end()
            connection = self._connected()
            send(connection, request, descriptors)
        return receive(connection)[0]

    def _connected(self) -> socket.socket:
        if self._child is not None and self._child.poll() is None and self._connection is not None:
            return self._connection
        self._end()
        if self._closed:
            raise EOFError
        ours, theirs = socket.socketpair()
        with theirs:
            command = [sys.executable, "-m", "indipyterm.decoding.child", str(theirs.fileno())]
            if self._idle is not None:
                command.append(str(self._idle))
            environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
            self._child = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                pass_fds=(theirs.fileno(),),
                env=environment,
            )
        ours.settimeout(LONGEST)
        self._connection = ours
        if self._closed:  # while it began, so that nobody has ended it
            self._end()
            raise EOFError
        return ours

    def _end(self) -> int | None:
        """Kill the child if it still runs; return its exit status."""
        child, connection = self._child, self._connection
        self._child = self._connection = None
        if connection is not None:
            connection.close()
        if child is None:
            return None
        if child.poll() is None:
            child.kill()
        return child.wait()
