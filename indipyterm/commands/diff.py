"""``diff``: how current values differ from saved settings."""

from __future__ import annotations

from indipyterm.commands.definitions import await_condition, is_defined
from indipyterm.commands.get import TIMEOUT
from indipyterm.commands.patterns import format_name
from indipyterm.commands.session import Session
from indipyterm.commands.settings import Difference, Settings, compare, format_setting
from indipyterm.model.standard import CONNECTION, connected


async def diff(
    session: Session, settings: Settings, *, everything: bool = False, timeout: float | None = TIMEOUT
) -> list[Difference]:
    """Return how current values differ from `settings` (see `toml_file.read_file`), in the order of the settings.

    Properties that are not settings (see `exclusions`) are skipped unless `everything` is true. What is not there is
    waited for, for `timeout` seconds: its device may be busy. Raises `NoServer`.
    """
    await learn_settings(session, settings, timeout)
    return list(compare(settings, session.catalog, everything=everything))


async def learn_settings(session: Session, settings: Settings, timeout: float | None) -> bool:
    """Wait until the vectors in `settings` are defined; return False if they are not within `timeout` seconds.

    Those of a device that is not connected to its hardware are not waited for: they come once it is.
    """

    def there(device: str, vector: str) -> bool:
        return is_defined(session, device, vector) or (
            is_defined(session, device, CONNECTION) and connected(session.catalog.devices[device]) is False
        )

    keys = [(device, vector) for device, vectors in settings.items() for vector in vectors]
    return await await_condition(session, lambda: all(there(*key) for key in keys), timeout)


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
