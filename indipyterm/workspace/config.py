"""The user's configuration: a TOML file, never written. Each fault in it becomes a warning, the rest is used."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

import platformdirs

from indipyterm.client.hosts import host_and_port
from indipyterm.model import standard
from indipyterm.model.wildcards import wildcard_regex
from indipyterm.workspace.change import Announced
from indipyterm.workspace.faulty_toml import parse_up_to_fault
from indipyterm.workspace.small_files import read_small_file, reason_of

DEFAULT_CONFIRM = standard.asked_by_default()
"""The risky actions that are confirmed by default."""

NOTIFY_BY = ("bell", "desktop", "title", "progress")
"""The ways to announce something."""

GRAPHICS = ("quadrants", "blocks", "octants")
"""What images can be drawn with."""

SAMPLE = """\
# Configuration of indipyterm. Everything in it is optional; the values here are
# the defaults. The command line has precedence.

# Servers to connect to at the start, with a port unless it is 7624:
# "pi4", "dome:7625", "[::1]:7624", "unix:/tmp/indiserver", "tcp:localhost". If
# empty: those of the last run.
hosts = []

# The directory that BLOBs (images) are saved in. If empty: as in the last run.
blobfolder = ""

# The largest BLOB that is received or sent, in megabytes, compressed or not. A
# larger one is dropped, with a notice.
max_blob = 1000

# Save the frames of videos, too: some gigabytes an hour.
save_video = false

# Colours: one of Textual's themes, or "night" (only red, for the telescope
# side). If empty: the one chosen last.
theme = ""

# Draw with ASCII characters only, for terminals that show no others.
ascii = false

# What images are drawn with: "quadrants"; "blocks", which are half as fine, for
# fonts without quadrants; or "octants", which are twice as fine, for fonts that
# have Unicode 16.
graphics = "quadrants"

# Use the mouse. In GNU screen it is always left to the terminal: screen holds
# Escape back while a program uses the mouse.
mouse = true

# Only watch: send nothing to any device.
readonly = false

# What is announced to somebody who looks elsewhere: that an exposure, series,
# slew or move has ended that took longer than 3 s, an Alert, the loss of the
# connection, dangerous weather. An empty list: nothing.
notify = ["exposure", "series", "slew", "move", "alert", "loss", "weather"]

# How: the bell; a notification by the terminal (OSC 9, or 777 in rxvt; in tmux
# that takes its setting allow-passthrough); the title of the window, which
# also says what is under way; and its progress bar (OSC 9;4). With ASCII
# characters only, nothing.
notify_by = ["bell", "desktop", "title", "progress"]

# A log file of all messages, received and sent. If empty: no such file.
log = ""

# Actions to be confirmed before they are sent, as PROPERTY.MEMBER by their
# INDI names; * stands for any text, a property alone for all its members. An
# abort is never asked about. An empty list: nothing has to be confirmed.
confirm = [
    "*_PARK.*",                       # park and unpark mount, dome, dust cap
    "*_PARK_OPTION.PARK_PURGE_DATA",
    "*REBOOT*.*",
    "*RESTART*.*",
    "*CRASH*.*",
    "*FACTORY*.*",
    "*_HOME.*",                       # home positions of mount, dome, rotator
    "CONNECTION.DISCONNECT",
    "CONFIG_PROCESS.CONFIG_PURGE",
    "HOME.*",
    "Goto.*",                         # stored positions of dome and others
    "ALIGNMENT_POINTSET_COMMIT.*",    # may delete all alignment points
    "PAC_MANUAL_ADJUSTMENT.*",        # the mount turns on its base
    "ABS_DOME_POSITION.*",
    "REL_DOME_POSITION.*",
    "DOME_MOTION.*",
    "DOME_SHUTTER.*",
    "POWER_CYCLE.*",
    "POWER_CONTROL.*",                # outputs of a power box, on and off
    "POWER_CHANNELS.*",
    "VARIABLE_CHANNELS.*",
    "USB_HUB_CONTROL.*",
    "USB_PORT_CONTROL.*",
    "USB_PORTS.*",
    "*.*REBOOT*",
    "*.*RESTART*",
    "*.*CRASH*",
]

# Other keys for actions, by the ids that the help panel (?) shows. Several keys
# are separated by commas; the comma itself is written "comma".
[keymap]
# "app.quit" = "ctrl+q"
# "app.reconnect" = "f5,R"
"""
"""The whole file with its defaults, explained; docs/settings.md shows it."""


class Config(NamedTuple):
    """What the user set up in the file."""

    hosts: tuple[str, ...] = ()
    """Servers, each as `host_and_port` accepts it."""
    blobfolder: Path | None = None
    max_blob: int = 1000
    """Megabytes."""
    save_video: bool = False
    theme: str | None = None
    """The name of a theme."""
    ascii: bool = False
    graphics: str = GRAPHICS[0]
    mouse: bool = True
    readonly: bool = False
    keymap: Mapping[str, str] = MappingProxyType({})
    """Keys by the id of a binding; several are separated by commas."""
    confirm: tuple[str, ...] = DEFAULT_CONFIRM
    log: Path | None = None
    notify: tuple[str, ...] = tuple(Announced)
    """What is announced, by the values of `Announced`."""
    notify_by: tuple[str, ...] = NOTIFY_BY

    def asks_before(self, property_name: str, members: Iterable[str]) -> bool:
        """Whether to ask before values are sent to these `members` of a property."""
        if standard.mentions_abort(property_name):
            return False
        actions = [f"{property_name}.{member}" for member in members if not standard.mentions_abort(member)]
        return any(_confirmed(pattern).fullmatch(action.casefold()) for action in actions for pattern in self.confirm)


@lru_cache
def _confirmed(pattern: str) -> re.Pattern[str]:
    """The actions, in lower case, that a pattern means."""
    whole = pattern if "." in pattern else f"{pattern}.*"
    return wildcard_regex([re.escape(piece) for piece in whole.casefold().split("*")])


def default_path() -> Path:
    """The file of this platform."""
    return platformdirs.user_config_path("indipyterm") / "config.toml"


def load_config(path: Path | None = None, themes: Collection[str] | None = None) -> tuple[Config, list[str]]:
    """Read the configuration; return it with a warning for each fault.

    Without a path it is the file of the platform, which need not exist. If `themes` are given, the theme must be one.
    """
    warnings: list[str] = []
    file = path or default_path()
    try:
        data = read_small_file(file)
    except FileNotFoundError as error:
        return Config(), [f"{file}: not read: {reason_of(error)}"] if path else []
    except OSError as error:
        return Config(), [f"{file}: not read: {reason_of(error)}"]
    found, fault = parse_up_to_fault(data)
    if fault:
        warnings.append(fault)
    config = Config()
    for name, value in found.items():
        reader = _READERS.get(name)
        if reader is None:
            warnings.append(f"unknown setting {_shown(name)} is ignored{_meant(name, _READERS)}")
            continue
        try:
            read = reader(value, warnings)
            if name == "theme":
                _check_theme(read, themes)
            config = config._replace(**{name: read})
        except _Wrong as wrong:
            warnings.append(f"{name} {wrong}; it is ignored")
    return config, [f"{file}: {sentence}" for sentence in warnings]


# The settings: a reader for each raises `_Wrong` for an invalid value, and adds a warning for what it leaves out


class _Wrong(ValueError):
    """What is wrong with a value; the text goes on after its name."""


_SHOWN = 60
_MOST_MEGABYTES = 100_000
_MODIFIERS = {"ctrl", "shift", "alt", "super", "hyper", "meta"}


def _shown(value: object) -> str:
    """A value as it was written, or the beginning of a long one."""
    text = repr(value)
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "..."


def _meant(name: str, names: Iterable[str]) -> str:
    """A guess at what was meant."""
    close = get_close_matches(name, list(names), n=1)
    return f" (did you mean {close[0]!r}?)" if close else ""


def _bool(value: object, _: list[str]) -> bool:
    if not isinstance(value, bool):
        raise _Wrong(f"has to be true or false, not {_shown(value)}")
    return value


def _graphics(value: object, _: list[str]) -> str:
    name = _text(value)
    if name not in GRAPHICS:
        raise _Wrong(f"has to be one of {', '.join(GRAPHICS)}, not {_shown(value)}{_meant(name, GRAPHICS)}")
    return name


def _megabytes(value: object, _: list[str]) -> int:
    if type(value) is not int or not 1 <= value <= _MOST_MEGABYTES:
        raise _Wrong(f"has to be a whole number from 1 to {_MOST_MEGABYTES}, not {_shown(value)}")
    return value


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise _Wrong(f"has to be a string, not {_shown(value)}")
    if any(ord(character) < 0x20 or ord(character) == 0x7F for character in value):
        raise _Wrong("must not contain control characters")
    return value


def _path(value: object, _: list[str]) -> Path | None:
    text = _text(value)
    try:
        return Path(text).expanduser() if text else None
    except RuntimeError as error:  # ~name of an unknown user
        raise _Wrong(f"{text!r} cannot be found: {error}") from None


def _theme(value: object, _: list[str]) -> str | None:
    return _text(value) or None


def _check_theme(name: str | None, themes: Collection[str] | None) -> None:
    if name and themes is not None and name not in themes:
        raise _Wrong(f"{name!r} is not a theme{_meant(name, themes)}")


def _items(name: str, value: object, warnings: list[str], check: Callable[[str], object]) -> tuple[str, ...]:
    """The valid items of a list of strings."""
    if not isinstance(value, list):
        raise _Wrong(f"has to be a list of strings, not {_shown(value)}")
    good: list[str] = []
    for item in value:
        try:
            check(_text(item))
        except _Wrong as wrong:
            warnings.append(f"an item of {name} {wrong}")
        except ValueError as error:
            warnings.append(f"{name}: {error}")
        else:
            good.append(item.strip())
    return tuple(good)


def _hosts(value: object, warnings: list[str]) -> tuple[str, ...]:
    return _items("hosts", value, warnings, host_and_port)


def _confirm(value: object, warnings: list[str]) -> tuple[str, ...]:
    patterns = _items("confirm", value, warnings, _pattern)
    return patterns if patterns or not value else DEFAULT_CONFIRM  # a slip must not turn confirming off


def _words(name: str, value: object, warnings: list[str], known: Collection[str]) -> tuple[str, ...]:
    def check(text: str) -> None:
        if text.strip() not in known:
            raise _Wrong(f"has to be one of {', '.join(known)}, not {_shown(text)}")

    return _items(name, value, warnings, check)


def _pattern(text: str) -> None:
    if not text.strip():
        raise _Wrong("is empty")


def _keymap(value: object, warnings: list[str]) -> dict[str, str]:
    if not isinstance(value, dict):
        raise _Wrong(f"has to be a table of keys by binding, not {_shown(value)}")
    keymap: dict[str, str] = {}
    for name, keys in _flat(value):
        try:
            keymap[name] = ",".join(_key(key.strip()) for key in _text(keys).split(","))
        except _Wrong as wrong:
            warnings.append(f"keymap: {name} {wrong}")
    return keymap


def _flat(table: dict[str, Any], prefix: str = "") -> Iterator[tuple[str, object]]:
    """Names with their dots, which are tables in TOML unless they are quoted."""
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{name}.")
        else:
            yield prefix + name, value


def _key(key: str) -> str:
    if not key:
        raise _Wrong('has no key (a comma is written "comma"; an empty string does not turn a key off)')
    *modifiers, last = key.split("+") if len(key) > 1 else [key]
    if not _MODIFIERS.issuperset(modifiers) or not re.fullmatch(r"\S|[a-z0-9_]+", last):
        raise _Wrong(f"cannot have the key {key!r}: keys are written like q, Q, f5, escape, ctrl+q or shift+tab")
    return key


_READERS: dict[str, Callable[[object, list[str]], Any]] = {
    "hosts": _hosts,
    "blobfolder": _path,
    "max_blob": _megabytes,
    "theme": _theme,
    "ascii": _bool,
    "graphics": _graphics,
    "save_video": _bool,
    "mouse": _bool,
    "readonly": _bool,
    "keymap": _keymap,
    "confirm": _confirm,
    "log": _path,
    "notify": lambda value, warnings: _words("notify", value, warnings, tuple(Announced)),
    "notify_by": lambda value, warnings: _words("notify_by", value, warnings, NOTIFY_BY),
}
