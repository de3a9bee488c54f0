"""The user's configuration: one TOML file, read and never written. What is wrong in it is told, what is good counts."""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import platformdirs

from indipyterm.client.hosts import host_and_port
from indipyterm.model import standard
from indipyterm.workspace.files import read_small_file, reason_of

DEFAULT_CONFIRM = standard.asked_about()
"""The risky actions that are confirmed unless the user lists others."""

SAMPLE = """\
# Configuration of indipyterm. Everything in it is optional; the values here are
# the defaults. The command line counts more than this file.

# Servers to connect to at the start, with a port unless it is 7624:
# "pi4", "dome:7625", "[::1]:7624". None: the servers of the last run.
hosts = []

# The directory that BLOBs (images) are saved in. None: the one of the last run.
blobfolder = ""

# The largest BLOB that is taken, in megabytes, inflated or not. A larger one is
# given up, and that is told.
max_blob = 1000

# Colours: one of Textual's themes, or "night" (only red, for the telescope
# side). None: the one chosen last.
theme = ""

# Draw with ASCII characters only, for terminals that show no others.
ascii = false

# Send nothing to any device, only watch.
readonly = false

# A file that gets all messages, heard and sent. None: no such file.
log = ""

# Actions to be asked about before they are sent, as PROPERTY.MEMBER by their
# INDI names; * stands for anything, a name alone for all its members. An abort
# is never asked about. An empty list: nothing is asked.
confirm = [
    "*_PARK.*",                       # park and unpark mount, dome, dust cap
    "*_PARK_OPTION.PARK_PURGE_DATA",
    "*REBOOT*.*",
    "*RESTART*.*",
    "*CRASH*.*",
    "*FACTORY*.*",
    "CONNECTION.DISCONNECT",
    "CONFIG_PROCESS.CONFIG_PURGE",
    "Goto.*",                         # stored positions of dome and others
    "ABS_DOME_POSITION.*",
    "REL_DOME_POSITION.*",
    "DOME_MOTION.*",
    "DOME_SHUTTER.*",
    "DOME_HOME.*",
    "POWER_CYCLE.*",
    "*.*REBOOT*",
    "*.*RESTART*",
]

# Other keys for actions, by the ids that the help panel (?) shows. Several keys
# are separated by commas; the comma itself is written "comma".
[keymap]
# "app.quit" = "ctrl+q"
# "app.reconnect" = "f5,R"
"""
"""The whole file with its defaults, explained; docs/settings.md shows it."""


@dataclass(frozen=True, slots=True)
class Config:
    """What the user set up in the file."""

    hosts: tuple[str, ...] = ()
    """Servers, each good for `host_and_port`."""
    blobfolder: Path | None = None
    max_blob: int = 1000
    """Megabytes."""
    theme: str | None = None
    """The name of a theme that there is."""
    ascii: bool = False
    readonly: bool = False
    keymap: dict[str, str] = field(default_factory=dict)
    """Keys by the id of a binding, as `App.set_keymap` takes them."""
    confirm: tuple[str, ...] = DEFAULT_CONFIRM
    log: Path | None = None

    def confirms(self, property_name: str, members: Iterable[str]) -> bool:
        """Whether to ask before a property is sent.

        `members` are those that are set: of a switch vector, those that are switched on.
        """
        if standard.mentions_abort(property_name):
            return False
        actions = [f"{property_name}.{member}" for member in members if not standard.mentions_abort(member)]
        return any(_matches(pattern, action.casefold()) for action in actions for pattern in self.confirm)


def _matches(pattern: str, action: str) -> bool:
    """Whether a pattern means an action: what stands between its stars is there, one after the other."""
    start, *pieces = (pattern if "." in pattern else f"{pattern}.*").casefold().split("*")
    if not pieces:
        return action == start
    end = pieces.pop()
    at, stop = len(start), len(action) - len(end)
    if at > stop or not action.startswith(start) or not action.endswith(end):
        return False
    for piece in pieces:
        at = action.find(piece, at, stop)
        if at < 0:
            return False
        at += len(piece)
    return True


def default_path() -> Path:
    """Where the platform wants it."""
    return platformdirs.user_config_path("indipyterm") / "config.toml"


def load_config(path: Path | None = None, themes: Collection[str] | None = None) -> tuple[Config, list[str]]:
    """The configuration in a file, and a sentence for each thing that is wrong with it.

    Without a path it is the platform's, where no file need be. A theme has to be one of `themes`, where they are given.
    """
    told: list[str] = []
    file = path or default_path()
    try:
        data = read_small_file(file)
    except FileNotFoundError as error:
        return Config(), [f"{file}: not read: {reason_of(error)}"] if path else []
    except OSError as error:
        return Config(), [f"{file}: not read: {reason_of(error)}"]
    config = Config()
    for name, value in _parse(data, told).items():
        reader = _READERS.get(name)
        if reader is None:
            told.append(f"unknown setting {_shown(name)} is ignored{_meant(name, _READERS)}")
            continue
        try:
            found = reader(value, told)
            if name == "theme":
                _check_theme(found, themes)
            config = replace(config, **{name: found})
        except _Wrong as wrong:
            told.append(f"{name} {wrong}; it is ignored")
    return config, [f"{file}: {sentence}" for sentence in told]


# The file: as much of it as is TOML

_TRIES = 100
"""How often a part of a faulty file is tried, each one a line shorter or more."""


def _parse(data: bytes, told: list[str]) -> dict[str, Any]:
    """What the file says; where it has a fault, what it says before that."""
    import tomllib  # noqa: PLC0415 - most have no such file

    fault = ""
    data = data.removeprefix(BOM_UTF8)
    try:
        lines = data.decode().split("\n")
    except UnicodeDecodeError as error:
        lines = data[: error.start].decode().split("\n")[:-1]
        fault = f"line {len(lines) + 1}: not UTF-8"
    found: dict[str, Any] = {}
    for _ in range(_TRIES):
        try:
            found = tomllib.loads("\n".join(lines))
        except (ValueError, RecursionError) as error:
            line = _line(error, len(lines))
            fault = fault or f"line {line}: {_reason(error)}"
            lines = lines[: line - 1]
        else:
            break
    else:
        lines = []
    if fault:
        told.append(f"{fault}; the settings from line {len(lines) + 1} on are ignored")
    return found


def _line(error: Exception, last: int) -> int:
    """The line of a fault; the last one where it is not told."""
    if isinstance(error, RecursionError):
        return 1
    told = re.search(r"\(at line (\d+),", str(error))
    return int(told[1]) if told else last


def _reason(error: Exception) -> str:
    if isinstance(error, RecursionError):
        return "brackets in brackets without end"
    return re.sub(r" \(at .*\)$", "", str(error))


# The settings: a reader for each, which raises `_Wrong` for what it cannot take, or tells what it leaves out


class _Wrong(ValueError):
    """What is wrong with a value, to be said after its name."""


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


def _megabytes(value: object, _: list[str]) -> int:
    if type(value) is not int or not 1 <= value <= _MOST_MEGABYTES:
        raise _Wrong(f"has to be a whole number from 1 to {_MOST_MEGABYTES}, not {_shown(value)}")
    return value


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise _Wrong(f"has to be a text, not {_shown(value)}")
    if any(ord(character) < 0x20 or ord(character) == 0x7F for character in value):
        raise _Wrong("must not have control characters")
    return value


def _path(value: object, _: list[str]) -> Path | None:
    text = _text(value)
    try:
        return Path(text).expanduser() if text else None
    except RuntimeError as error:  # ~name, and nobody is called so
        raise _Wrong(f"{text!r} cannot be found: {error}") from None


def _theme(value: object, _: list[str]) -> str | None:
    return _text(value) or None


def _check_theme(name: str | None, themes: Collection[str] | None) -> None:
    if name and themes is not None and name not in themes:
        raise _Wrong(f"{name!r} is no theme{_meant(name, themes)}")


def _items(name: str, value: object, told: list[str], check: Callable[[str], object]) -> tuple[str, ...]:
    """The good items of a list of texts."""
    if not isinstance(value, list):
        raise _Wrong(f"has to be a list of texts, not {_shown(value)}")
    good: list[str] = []
    for item in value:
        try:
            check(_text(item))
        except _Wrong as wrong:
            told.append(f"an item of {name} {wrong}")
        except ValueError as error:
            told.append(f"{name}: {error}")
        else:
            good.append(item.strip())
    return tuple(good)


def _hosts(value: object, told: list[str]) -> tuple[str, ...]:
    return _items("hosts", value, told, host_and_port)


def _confirm(value: object, told: list[str]) -> tuple[str, ...]:
    patterns = _items("confirm", value, told, _pattern)
    return patterns if patterns or not value else DEFAULT_CONFIRM  # a slip must not turn confirming off


def _pattern(text: str) -> None:
    if not text.strip():
        raise _Wrong("is empty")


def _keymap(value: object, told: list[str]) -> dict[str, str]:
    if not isinstance(value, dict):
        raise _Wrong(f"has to be a table of keys by binding, not {_shown(value)}")
    keymap: dict[str, str] = {}
    for name, keys in _flat(value):
        try:
            keymap[name] = ",".join(_key(key.strip()) for key in _text(keys).split(","))
        except _Wrong as wrong:
            told.append(f"keymap: {name} {wrong}")
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
        raise _Wrong('has no key (the comma is written "comma", an empty text does not turn a key off)')
    *modifiers, last = key.split("+") if len(key) > 1 else [key]
    if not _MODIFIERS.issuperset(modifiers) or not re.fullmatch(r"\S|[a-z0-9_]+", last):
        raise _Wrong(f"cannot be on {key!r}: a key is written like q, Q, f5, escape, ctrl+q or shift+tab")
    return key


_READERS: dict[str, Callable[[object, list[str]], Any]] = {
    "hosts": _hosts,
    "blobfolder": _path,
    "max_blob": _megabytes,
    "theme": _theme,
    "ascii": _bool,
    "readonly": _bool,
    "keymap": _keymap,
    "confirm": _confirm,
    "log": _path,
}
