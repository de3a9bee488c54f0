"""``diff``: how current values differ from saved settings."""

from __future__ import annotations

from indipyterm.commands.definitions import await_definitions_until
from indipyterm.commands.get import TIMEOUT
from indipyterm.commands.patterns import format_name
from indipyterm.commands.session import Session
from indipyterm.commands.settings import Difference, Settings, compare, format_setting


async def diff(
    session: Session, settings: Settings, *, everything: bool = False, timeout: float | None = TIMEOUT
) -> list[Difference]:
    """Return how current values differ from `settings` (see `toml_file.read_file`), in the order of the settings.

    Properties that are not settings (see `exclusions`) are skipped unless `everything` is true.
    Raises TimeoutError if definitions do not end within `timeout` seconds, and `NoServer`.
    """
    await learn_settings(session, settings, timeout)
    return list(compare(settings, session.catalog, everything=everything))


async def learn_settings(session: Session, settings: Settings, timeout: float | None) -> None:
    """Wait until the vectors in `settings` are defined, or definitions have ended."""
    keys = [(device, vector) for device, vectors in settings.items() for vector in vectors]
    await await_definitions_until(session, lambda: all(session.catalog.find(*key) for key in keys), timeout)


def format_lines(difference: Difference) -> list[str]:
    """Format a difference as lines of text."""
    key = (difference.device, difference.vector)
    if difference.missing is not None:
        return [f"{format_name(*key)} {difference.missing}"]
    return [
        f"{format_name(*key, member)}: now {format_setting(now)}, saved {format_setting(saved)}"
        if now is not None
        else f"{format_name(*key)} has no {member}"
        for member, (saved, now) in difference.members.items()
    ]


def as_json(difference: Difference) -> dict[str, object]:
    """Return a difference as a JSON object."""
    return {
        "device": difference.device,
        "vector": difference.vector,
        "missing": difference.missing,
        "members": {name: {"saved": saved, "now": now} for name, (saved, now) in difference.members.items()},
    }
