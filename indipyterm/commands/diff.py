"""``diff``: what differs now from the settings in a file."""

from __future__ import annotations

from indipyterm.commands.definitions import await_definitions_until
from indipyterm.commands.get import TIMEOUT
from indipyterm.commands.patterns import written
from indipyterm.commands.session import Session
from indipyterm.commands.settings import Difference, Settings, compare, setting_text


async def diff(
    session: Session, settings: Settings, *, everything: bool = False, timeout: float | None = TIMEOUT
) -> list[Difference]:
    """Compare what is now with `settings` (see `settings_file.read`), in their order.

    Properties that are no settings (see `leftout`) are passed over unless `everything` is wanted.
    Raises TimeoutError where definitions do not end within `timeout` seconds, `NoServer`.
    """
    await learn_settings(session, settings, timeout)
    return list(compare(settings, session.catalog, everything=everything))


async def learn_settings(session: Session, settings: Settings, timeout: float | None) -> None:
    """Wait until the vectors of `settings` are defined, or definitions have ended."""
    keys = [(device, vector) for device, vectors in settings.items() for vector in vectors]
    await await_definitions_until(session, lambda: all(session.catalog.find(*key) for key in keys), timeout)


def lines(difference: Difference) -> list[str]:
    """Write a difference as lines for people."""
    name = written(difference.device, difference.vector)
    if difference.missing is not None:
        return [f"{name} {difference.missing}"]
    return [
        f"{written(difference.device, difference.vector, member)}: now {setting_text(now)}, saved {setting_text(saved)}"
        if now is not None
        else f"{name} has no {member}"
        for member, (saved, now) in difference.members.items()
    ]


def as_json(difference: Difference) -> dict[str, object]:
    """Put a difference in one JSON object."""
    return {
        "device": difference.device,
        "vector": difference.vector,
        "missing": difference.missing,
        "members": {name: {"saved": saved, "now": now} for name, (saved, now) in difference.members.items()},
    }
