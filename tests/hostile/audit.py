"""What the Python interpreter was asked to do: programs run, sockets opened, files written, seen from outside."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

_NEVER = (
    *("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.fork", "os.forkpty", "pty.spawn"),
    *("socket.bind", "urllib.Request", "webbrowser.open", "ftplib.connect", "smtplib.connect", "ctypes.dlopen"),
    *("pickle.find_class", "os.chmod", "os.chown", "os.symlink", "shutil.rmtree"),
)
_CHANGING = ("os.remove", "os.rename", "os.link", "os.mkdir", "os.rmdir", "os.truncate")
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT

_TEMPORARY = re.compile(r"\.indipyterm-[0-9a-f]{16}\.part")

_place: Path | None = None
_seen: list[str] = []
_hooked = False


def _hook(event: str, arguments: tuple[Any, ...]) -> None:
    if _place is None:
        return
    if (
        event in _NEVER
        or (event == "socket.connect" and not _loopback(arguments[1]))
        or (event == "open" and arguments[2] & _WRITING and not _inside(arguments[0]))
        or (event in _CHANGING and not _inside(arguments[0], _directory(event, arguments)))
    ):
        _seen.append(f"{event} {arguments!r:.200}")


def _loopback(address: Any) -> bool:
    return isinstance(address, tuple) and address[0] in ("127.0.0.1", "::1")


def _directory(event: str, arguments: tuple[Any, ...]) -> int:
    """The descriptor of the directory that a name is in; -1 for a path."""
    place = {"os.remove": 1, "os.rename": 3, "os.link": 3}.get(event)
    return arguments[place] if place is not None else -1


def _inside(path: Any, directory: int = -1) -> bool:
    if isinstance(path, int) or str(path) == os.devnull:
        return True  # opened before; nothing
    if _TEMPORARY.fullmatch(os.fsdecode(path)) and directory < 0:
        return True  # opened in a directory that the audit is not told; what becomes of the file says where it was
    assert _place is not None
    parent = os.readlink(f"/proc/self/fd/{directory}") if directory >= 0 else ""
    return Path(os.path.realpath(os.path.join(parent, os.fsdecode(path)))).is_relative_to(_place)


@contextmanager
def audited(place: Path) -> Iterator[None]:
    """Raise AssertionError at the end if anything was run, listened to, or written outside of `place`."""
    global _place, _hooked
    if not _hooked:
        sys.addaudithook(_hook)  # for ever: no hook can be taken back
        _hooked = True
    _seen.clear()
    _place = place.resolve()
    try:
        yield
    finally:
        _place = None
    assert not _seen, _seen
