"""What the Python interpreter was asked to do: programs run, sockets opened, files written, seen from outside."""

from __future__ import annotations

import os
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

_place: Path | None = None
_seen: list[str] = []
_hooked = False


def _hook(event: str, arguments: tuple[Any, ...]) -> None:
    if _place is None:
        return
    if (
        event in _NEVER
        or (event == "socket.connect" and not _loopback(arguments[1]))
        or ((event in _CHANGING or (event == "open" and arguments[2] & _WRITING)) and not _inside(arguments[0]))
    ):
        _seen.append(f"{event} {arguments!r:.200}")


def _loopback(address: Any) -> bool:
    return isinstance(address, tuple) and address[0] in ("127.0.0.1", "::1")


def _inside(path: Any) -> bool:
    if isinstance(path, int) or str(path) == os.devnull:
        return True  # opened before; nothing
    assert _place is not None
    return Path(os.path.realpath(os.fsdecode(path))).is_relative_to(_place)


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
