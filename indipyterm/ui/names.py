"""Device names made short enough for tabs and lines."""

from __future__ import annotations

from collections.abc import Sequence

from indipyterm.ui.keys import DeviceKey
from indipyterm.ui.panels.parts import cropped, plain


def short_names(names: Sequence[str]) -> dict[str, str]:
    """Plain names without the last word that all of several share: "Telescope Simulator" becomes "Telescope"."""
    words = [name.split() for name in names]
    shared = len(names) > 1 and all(len(parts) > 1 and parts[-1] == words[0][-1] for parts in words)
    short = {name: name.rsplit(None, 1)[0] if shared else name for name in names}
    if len(set(short.values())) < len(names):
        short = dict(zip(names, names, strict=True))
    return {name: cropped(plain(text), 24) for name, text in short.items()}


def device_names(keys: Sequence[DeviceKey]) -> dict[DeviceKey, str]:
    """Short names; where two servers have a device of the same name, with the server's name behind it."""
    names = [key.device for key in keys]
    short = short_names(list(dict.fromkeys(names)))
    return {
        key: f"{short[key.device]}@{plain(key.server.partition(':')[0])}"
        if names.count(key.device) > 1
        else short[key.device]
        for key in keys
    }
