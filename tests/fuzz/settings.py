"""Files of the user: configuration, panels, settings and what the last run left. Any bytes are refused in words."""

from __future__ import annotations

import json
import tempfile
from contextlib import suppress
from pathlib import Path

from indipyterm import exceptions
from indipyterm.commands import toml_file
from indipyterm.exceptions import BadPanel
from indipyterm.workspace.config import SAMPLE, load_config
from indipyterm.workspace.panel_file import read_panel
from indipyterm.workspace.state import LastRun, load_state, save_state

WORDS = [
    *(b"[", b"]", b"[[", b"]]", b"[" * 500, b'{"a":' * 500, b"\n[[row]]\n[[row.column]]\nshow = ", b"title = ", b" = "),
    *(
        b"\xef\xbb\xbf",
        b"\xc3\xa9",
        b"\xff",
        b"'''",
        b'"""',
        b"\\u0000",
        b"\\U0010ffff",
        b"\\ud800",
        b"#",
        b"\r\n",
        b"\0",
    ),
    *(b"inf", b"nan", b"true", b"1e999", b"9" * 5000, b"1979-13-32T25:00:00Z", b"00:00:00", b"0x", b"null", b"NaN"),
    *(b"hosts = ", b"blobfolder = ", b"theme = ", b"confirm = ", b"log = ", b"~nobody/", b"[keymap]\n", b'"a.b" = '),
    *(b"indipyterm-settings = 1\n", b'["D".V]\n', b'"folded": ', b'"watch": ', b'"device": '),
]


def seeds() -> list[bytes]:
    """A good file of each sort."""
    panel = 'title = "Imaging"\n[[row]]\n[[row.column]]\ntitle = "Mount"\nshow = ["Telescope.COORD", "a b.C"]\n'
    kept = 'indipyterm-settings = 1\n\n# Focus\n["Focuser é".ABS]\nA = 5000 # ticks\nB = true\nC = "5:35"\nD = 1.5\n'
    last = {"hosts": ["pi4"], "device": "D", "vector": "V", "folded": [["a", "b"]], "watch": [["a", "b", "c"]]}
    config = 'hosts = ["pi4", "[::1]:7625"]\ntheme = "night"\nascii = true\nconfirm = ["*_PARK.*"]\n[keymap]\n"app.quit" = "ctrl+q"\n'
    return [text.encode() for text in (SAMPLE, panel, kept, json.dumps(last), config, "\ufeff" + config)]


def check(data: bytes) -> None:
    """Raise an exception where these bytes do harm."""
    with tempfile.TemporaryDirectory(prefix="indipyterm-fuzz-") as folder:
        path = Path(folder) / "file"
        path.write_bytes(data)
        _, told = load_config(path)
        assert all(sentence.startswith(str(path)) for sentence in told)
        with suppress(BadPanel):
            panel = read_panel(path)
            assert all(column.properties for row in panel.rows for column in row)
        with suppress(exceptions.BadFile):
            toml_file.read_file(path)
        _state(path)


def _state(path: Path) -> None:
    """What of the last run can be read is kept the same."""
    before, told = load_state(path)
    assert path.exists() != bool(told), "a file with a fault is put aside"
    assert save_state(path, before) is None
    after = load_state(path)
    assert after == (before, []), "what was saved is read otherwise"
    assert isinstance(before, LastRun)
