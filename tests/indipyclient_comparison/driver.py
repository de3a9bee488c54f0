"""Runs all behaviours with one library, and prints what was seen as JSON: {title: {name: value}}.

It is run by the Python of either library, as ``python -m tests.indipyclient_comparison.driver LIBRARY [TITLE ...]``, and
needs nothing else. The behaviours run at the same time, each with a server and a client of its own: most of the time goes by
in waiting.
"""

from __future__ import annotations

import asyncio
import json
import logging
import sys
import tempfile
from contextvars import ContextVar
from importlib import import_module
from pathlib import Path
from typing import Any

from tests.indipyclient_comparison.behaviours import FAILED, LOGGING, Behaviour, Seen, all_behaviours
from tests.indipyclient_comparison.session import Session, plain

Logged = list[tuple[str, str]]
_logged: ContextVar[Logged | None] = ContextVar("logged", default=None)


class _Collector(logging.Handler):
    """Keeps what is logged with the behaviour in whose tasks it is logged."""

    def emit(self, record: logging.LogRecord) -> None:
        logged = _logged.get()
        if logged is not None:
            logged.append((record.levelname, record.getMessage()))


async def _seen(library: Any, behaviour: Behaviour, folder: Path) -> Seen:
    logged: Logged = []
    _logged.set(logged)
    session = Session(library, folder, logged)
    try:
        async with session.server, session.ended():
            return {name: plain(value) for name, value in (await behaviour.function(session)).items()}
    except Exception as error:  # noqa: BLE001  # it belongs to what is seen
        return {FAILED: f"{type(error).__name__}: {error}"}


async def _all_seen(library: Any, behaviours: list[Behaviour], folder: Path) -> dict[str, Seen]:
    seen = await asyncio.gather(*(_seen(library, each, folder / str(each.number)) for each in behaviours))
    return {each.title: one for each, one in zip(behaviours, seen, strict=True)}


def main() -> None:
    """Print the JSON."""
    name, *titles = sys.argv[1:]
    library = import_module(name)
    log = logging.getLogger(name)
    log.addHandler(_Collector())
    behaviours = [each for title, each in all_behaviours().items() if not titles or title in titles]
    seen: dict[str, Seen] = {}
    with tempfile.TemporaryDirectory() as folder:
        for level in (logging.INFO, logging.DEBUG):  # one after the other: to log each element takes long
            log.setLevel(level)
            now = [each for each in behaviours if (each.group == LOGGING) == (level == logging.DEBUG)]
            seen |= asyncio.run(_all_seen(library, now, Path(folder).resolve()))
    print(json.dumps(seen))


if __name__ == "__main__":
    main()
