"""The user's configuration: what is good counts, what is wrong is told, nothing is fatal, nothing is written."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path

import platformdirs
import pytest

from indipyterm.client.hosts import host_and_port
from indipyterm.tui.themes import theme_names
from indipyterm.workspace.config import DEFAULT_CONFIRM, SAMPLE, Config, default_path, load_config
from indipyterm.workspace.small_files import MAX_SIZE


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "config.toml"


def load(path: Path, text: str) -> tuple[Config, list[str]]:
    path.write_text(text, encoding="utf-8")
    before = path.stat().st_mtime_ns
    result = load_config(path, theme_names())
    assert path.read_text(encoding="utf-8") == text
    assert path.stat().st_mtime_ns == before
    assert [file.name for file in path.parent.iterdir()] == [path.name]
    return result


# What is there


def test_everything_can_be_set(path: Path) -> None:
    config, told = load(
        path,
        """
hosts = ["pi4", "dome:7625", "[::1]:7624"]
blobfolder = "/data/blobs"
max_blob = 50
theme = "night"
ascii = true
readonly = true
log = "/var/log/indi.log"
confirm = ["DOME_SHUTTER.*"]

[keymap]
"app.quit" = "ctrl+q"
sheet.abort = "X, f12"
""",
    )
    assert told == []
    assert config == Config(
        hosts=("pi4", "dome:7625", "[::1]:7624"),
        blobfolder=Path("/data/blobs"),
        max_blob=50,
        theme="night",
        ascii=True,
        readonly=True,
        log=Path("/var/log/indi.log"),
        confirm=("DOME_SHUTTER.*",),
        keymap={"app.quit": "ctrl+q", "sheet.abort": "X,f12"},
    )


def test_the_sample_is_the_defaults(path: Path) -> None:
    assert load(path, SAMPLE) == (Config(), [])


def test_the_sample_names_every_setting_and_says_something_about_it() -> None:
    assert set(tomllib.loads(SAMPLE)) == set(Config._fields)
    comment = ""
    for line in SAMPLE.splitlines():
        if line.startswith("#"):
            comment = line
        elif "=" in line or line.startswith("["):
            assert comment, f"{line} has no comment before it"
        if not line:
            comment = ""
    assert all(len(line) <= 80 for line in SAMPLE.splitlines())


def test_the_examples_in_the_sample_are_right(path: Path) -> None:
    """Uncommented, each example is a setting without fault."""
    settings, table, examples = SAMPLE.partition("[keymap]\n")
    config, told = load(path, settings + table + examples.replace("# ", ""))
    assert told == []
    assert config == Config(keymap={"app.quit": "ctrl+q", "app.reconnect": "f5,R"})


def test_without_a_file_the_defaults_count(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "none"))
    assert default_path() == platformdirs.user_config_path("indipyterm") / "config.toml"
    assert load_config(None) == (Config(), [])
    assert list(tmp_path.iterdir()) == []


def test_the_default_path_is_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    default_path().parent.mkdir()
    default_path().write_text("ascii = true")
    assert load_config(None) == (Config(ascii=True), [])


def test_a_file_that_was_asked_for_must_be_there(path: Path) -> None:
    config, told = load_config(path)
    assert config == Config()
    assert told == [f"{path}: not read: No such file or directory"]


def test_a_configuration_cannot_be_changed() -> None:
    with pytest.raises(AttributeError):
        Config().ascii = True  # type: ignore[misc]


def test_home_is_meant_by_a_tilde(path: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    config, told = load(path, 'blobfolder = "~/indi"\nlog = "~/indi.log"')
    assert (config.blobfolder, config.log, told) == (tmp_path / "indi", tmp_path / "indi.log", [])


def test_empty_texts_stand_for_nothing(path: Path) -> None:
    assert load(path, 'blobfolder = ""\ntheme = ""\nlog = ""\nhosts = []') == (Config(), [])


def test_a_byte_order_mark_and_windows_line_ends_are_read(path: Path) -> None:
    path.write_bytes(b"\xef\xbb\xbfascii = true\r\nreadonly = true\r\n")
    assert load_config(path) == (Config(ascii=True, readonly=True), [])


# What is wrong


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("colour = 1", ["unknown setting 'colour'"]),
        ("readnoly = true", ["unknown setting 'readnoly'", "did you mean 'readonly'?"]),
        ('ascii = "yes"', ["ascii", "true or false", "'yes'"]),
        ("readonly = 1", ["readonly", "true or false"]),
        ('hosts = "pi4"', ["hosts", "a list of strings"]),
        ('hosts = ["pi4:port"]', ["hosts", "'pi4:port'", "port"]),
        ('hosts = ["pi4:70000"]', ["hosts", "'pi4:70000'", "65535"]),
        ('hosts = [""]', ["hosts", "no host"]),
        ("max_blob = 0", ["max_blob", "a whole number from 1 to 100000", "0"]),
        ('max_blob = "1 GB"', ["max_blob", "'1 GB'"]),
        ("max_blob = true", ["max_blob", "True"]),
        ("blobfolder = 7", ["blobfolder", "a string"]),
        ('blobfolder = "~nobody-of-this-name/x"', ["blobfolder", "nobody-of-this-name"]),
        ('blobfolder = "a\\u0000b"', ["blobfolder", "control characters"]),
        ('theme = "nigth"', ["theme", "'nigth'", "did you mean 'night'?"]),
        ("theme = ['night']", ["theme", "a string"]),
        ("log = false", ["log", "a string"]),
        ("confirm = true", ["confirm", "a list of strings"]),
        ('keymap = "q"', ["keymap", "a table"]),
        ('keymap = {"app.quit" = 1}', ["keymap", "app.quit", "a string"]),
        ('keymap = {"app.quit" = ""}', ["keymap", "app.quit", "no key"]),
        ('keymap = {"app.quit" = "q,,x"}', ["keymap", "app.quit", "no key", "comma"]),
        ('keymap = {"app.quit" = "ctrl q"}', ["keymap", "app.quit", "ctrl q"]),
        ('keymap = {"app.quit" = "control+q"}', ["keymap", "app.quit", "control+q"]),
    ],
)
def test_what_is_wrong_is_told_and_the_rest_counts(path: Path, line: str, words: list[str]) -> None:
    other = "readonly = true" if line.startswith("ascii") else "ascii = true"
    config, told = load(path, f"{other}\n{line}\n")
    assert config == (Config(readonly=True) if line.startswith("ascii") else Config(ascii=True))
    assert len(told) == 1
    assert told[0].startswith(f"{path}: ")
    for word in words:
        assert word in told[0]


def test_a_long_value_is_told_of_briefly(path: Path) -> None:
    _, told = load(path, f'ascii = "{"x" * 10_000}"')
    assert len(told[0]) < len(str(path)) + 200


def test_the_good_items_of_a_list_count(path: Path) -> None:
    config, told = load(
        path, 'hosts = [" pi4", 7, "x:y", "dome"]\nconfirm = ["A.B", 1, ""]\nkeymap = {"a" = "x", "b" = 2}'
    )
    assert config == Config(hosts=("pi4", "dome"), confirm=("A.B",), keymap={"a": "x"})
    assert len(told) == 5


def test_a_confirm_list_of_nothing_but_faults_does_not_turn_confirming_off(path: Path) -> None:
    config, told = load(path, "confirm = [1, 2]")
    assert config.confirm == DEFAULT_CONFIRM
    assert len(told) == 2


def test_an_empty_confirm_list_turns_confirming_off(path: Path) -> None:
    config, told = load(path, "confirm = []")
    assert (config.confirm, told) == ((), [])


@pytest.mark.parametrize(
    "broken",
    [
        "theme =",
        'theme = "night',
        "hosts = [\n  'pi4',\n  'dome'",
        "= 1",
        "[keymap",
        'theme = """\n\n\n',
        "readonly = false",
    ],
)
def test_what_stands_above_a_fault_counts(path: Path, broken: str) -> None:
    config, told = load(path, f"# mine\nreadonly = true\n\n{broken}\nascii = true\n")
    assert config == Config(readonly=True)
    assert len(told) == 1
    assert "the settings from line 4 on are ignored" in told[0]


def test_bytes_that_are_no_text_are_told_of(path: Path) -> None:
    path.write_bytes(b"readonly = true\ntheme = '\xff'\nascii = true")
    config, told = load_config(path)
    assert config == Config(readonly=True)
    assert len(told) == 1
    assert "line 2" in told[0]
    assert "UTF-8" in told[0]


@pytest.mark.parametrize(
    "content",
    [b"\x00" * 100, b"a = " + b"[" * 50_000, b"a = " + b"9" * 10_000, b" " * (MAX_SIZE + 1), b'"""' + b"\n" * 50_000],
)
def test_no_content_is_fatal(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    config, told = load_config(path)
    assert config == Config()
    assert len(told) == 1


def test_a_directory_a_pipe_and_what_may_not_be_read_are_told_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for path, reason in ((tmp_path, "Is a directory"), (pipe, "not a regular file")):
        assert load_config(path) == (Config(), [f"{path}: not read: {reason}"])

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    (tmp_path / "x").touch()
    monkeypatch.setattr(os, "open", refuse)
    assert load_config(tmp_path / "x") == (Config(), [f"{tmp_path / 'x'}: not read: Permission denied"])


# Hosts


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("pi4", ("pi4", 7624)),
        ("dome:7625", ("dome", 7625)),
        ("10.0.0.5:1", ("10.0.0.5", 1)),
        ("[::1]:7625", ("::1", 7625)),
        ("[fe80::1%eth0]", ("fe80::1%eth0", 7624)),
        ("fe80::1", ("fe80::1", 7624)),
        (" pi4 ", ("pi4", 7624)),
    ],
)
def test_hosts_are_read(text: str, expected: tuple[str, int]) -> None:
    assert host_and_port(text) == expected


@pytest.mark.parametrize("text", ["", " ", ":7624", "pi4:", "pi4:0", "pi4:65536", "pi4:٣", "pi4:-1", "[::1", "[::1]x", "[]", "a b", "[]:1"])  # fmt: skip
def test_what_is_no_host_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        host_and_port(text)


# What is confirmed


@pytest.mark.parametrize(
    ("vector", "member"),
    [
        ("TELESCOPE_PARK", "PARK"),
        ("TELESCOPE_PARK", "UNPARK"),
        ("DOME_PARK", "UNPARK"),
        ("CONNECTION", "DISCONNECT"),
        ("CCD_SIMULATE_CRASH", "CRASH"),
        ("CONFIG_PROCESS", "CONFIG_PURGE"),
        ("TELESCOPE_PARK_OPTION", "PARK_PURGE_DATA"),
        ("DOME_SHUTTER", "SHUTTER_OPEN"),
        ("DOME_SHUTTER", "SHUTTER_CLOSE"),
        ("DOME_MOTION", "DOME_CW"),
        ("ABS_DOME_POSITION", "DOME_ABSOLUTE_POSITION"),
        ("REL_DOME_POSITION", "DOME_RELATIVE_POSITION"),
        ("REBOOT_DEVICE", "REBOOT"),
        ("COMMAND", "OPERATION_REBOOT"),
        ("Reboot", "On"),
        ("DRIVER_RESTART", "RESTART"),
        ("POWER_CYCLE", "POWER_CYCLE_ON"),
    ],
)
def test_risky_actions_are_confirmed(vector: str, member: str) -> None:
    assert Config().asks_before(vector, [member])
    assert Config().asks_before(vector, ["OTHER", member])


@pytest.mark.parametrize(
    ("vector", "member"),
    [
        ("CONNECTION", "CONNECT"),
        ("EQUATORIAL_EOD_COORD", "RA"),
        ("CCD_EXPOSURE", "CCD_EXPOSURE_VALUE"),
        ("CONFIG_PROCESS", "CONFIG_SAVE"),
        ("ABS_FOCUS_POSITION", "FOCUS_ABSOLUTE_POSITION"),
        ("FILTER_SLOT", "FILTER_SLOT_VALUE"),
        ("DOME_SHUTTER_PARK_POLICY", "SHUTTER_CLOSE_ON_PARK"),
        ("TELESCOPE_PARK_POSITION", "PARK_HA"),
        ("TELESCOPE_PARK_OPTION", "PARK_CURRENT"),
    ],
)
def test_ordinary_actions_are_not_confirmed(vector: str, member: str) -> None:
    assert not Config().asks_before(vector, [member])


@pytest.mark.parametrize(
    ("vector", "member"),
    [
        ("DOME_ABORT_MOTION", "ABORT"),
        ("TELESCOPE_ABORT_MOTION", "ABORT"),
        ("CAP_ABORT", "ABORT"),
        ("THING", "Abort"),
    ],
)
def test_an_abort_is_never_confirmed(vector: str, member: str) -> None:
    assert not Config(confirm=("*", "DOME_*.*", "*.ABORT")).asks_before(vector, [member])


def test_names_without_end_take_no_time() -> None:
    assert not Config().asks_before("." * 100_000, ["REBOO" * 100_000])


def test_patterns() -> None:
    assert Config(confirm=("DOME_SHUTTER",)).asks_before("DOME_SHUTTER", ["X"]), "a name alone means all members"
    assert not Config(confirm=("DOME_SHUTTER",)).asks_before("DOME_SHUTTER_2", ["X"])
    assert Config(confirm=("*.GO",)).asks_before("A", ["GO"])
    assert Config(confirm=("a.b",)).asks_before("A", ["B"]), "letters count without their case"
    assert Config(confirm=("A.B[1]?",)).asks_before("A", ["B[1]?"]), "only the star is special"
    assert not Config(confirm=("A.B[1]?",)).asks_before("A", ["B1x"])
    assert Config(confirm=("V.A.*",)).asks_before("V.A", ["x\ny"])
    assert Config(confirm=("A*B*D.*C",)).asks_before("A-b-D", ["-c"])
    assert not Config(confirm=("AB*BC",)).asks_before("AB", ["C"])
    assert not Config(confirm=("A.B*BC",)).asks_before("A", ["BC"]), "no letter counts twice"
    assert not Config(confirm=()).asks_before("TELESCOPE_PARK", ["PARK"])
    assert not Config().asks_before("TELESCOPE_PARK", [])
