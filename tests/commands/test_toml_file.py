"""Settings in a file: readable, exact, whole."""

from __future__ import annotations

import os
import stat
import tomllib
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from indipyterm.commands import toml_file
from indipyterm.commands.settings import VERSION_KEY, Setting
from indipyterm.commands.toml_file import dumps, loads, read_file, write_file
from indipyterm.exceptions import BadFile
from indipyterm.model.control_characters import escape_controls
from indipyterm.model.vectors import Vector
from indipyterm.protocol.messages import DefMember, DefNumber, DefVector, Kind, Perm, Rule
from indipyterm.protocol.numbers import decimal_text
from tests.commands.vectors import catalog, numbers, switches, texts

HEAD = "indipyterm-settings = 1\n"


def vectors(*definitions: DefVector) -> list[Vector]:
    return [vector for device in catalog(*definitions).devices.values() for vector in device.present()]


def test_how_it_looks() -> None:
    coordinates = DefVector(
        Kind.NUMBER,
        "Telescope Simulator",
        "GEOGRAPHIC_COORD",
        (
            DefNumber("LAT", "Lat (dd:mm:ss)", "29.05", "%010.6m", "-90", "90"),
            DefNumber("ELEV", "ELEV", "50", "%g"),
        ),
        "Scope Location",
        "Site",
        perm=Perm.RW,
    )
    text = dumps(
        vectors(
            coordinates,
            switches("Telescope Simulator", "ON_COORD_SET", TRACK=True, SLEW=False),
            switches("ASI 1.0", "ANY", Rule.ANY_OF_MANY, A=False),
            texts("ASI 1.0", "INFO", NAME='say "hi"\n'),
        ),
        ["Settings.", "", "Of two devices."],
    )
    assert text == (
        "# Settings.\n"
        "#\n"
        "# Of two devices.\n"
        "indipyterm-settings = 1\n"
        "\n"
        "# Scope Location · Site\n"
        '["Telescope Simulator".GEOGRAPHIC_COORD]\n'
        "LAT = 29.05                                 # Lat (dd:mm:ss); 29:03:00; -90:00:00 to 90:00:00\n"
        "ELEV = 50\n"
        "\n"
        "# Label of ON_COORD_SET · Group · one of these\n"
        '["Telescope Simulator".ON_COORD_SET]\n'
        "TRACK = true\n"
        "SLEW = false\n"
        "\n"
        "# Label of ANY · Group · any of these\n"
        '["ASI 1.0".ANY]\n'
        "A = false\n"
        "\n"
        "# Label of INFO · Group\n"
        '["ASI 1.0".INFO]\n'
        'NAME = "say \\"hi\\"\\n"\n'
    )
    assert loads(text) == {
        "Telescope Simulator": {
            "GEOGRAPHIC_COORD": {"LAT": 29.05, "ELEV": 50},
            "ON_COORD_SET": {"TRACK": True, "SLEW": False},
        },
        "ASI 1.0": {"ANY": {"A": False}, "INFO": {"NAME": 'say "hi"\n'}},
    }


def test_a_format_from_the_network_adds_no_line() -> None:
    definition = numbers("D", "V", A="0.5")
    for form in ("%10.6m\nB = 1", "%g\r\n[x]\x1b[2J"):
        members = (DefNumber("A", "A", "0.5", form, "0", "1"),)
        *_, table, member = dumps(vectors(definition._replace(members=members))).splitlines()
        assert table == "[D.V]"
        assert member.startswith("A = 0.5  ")
        assert "\x1b" not in member


any_text = st.text(max_size=20)
any_name = any_text.filter(bool)


@settings(max_examples=40)
@given(st.dictionaries(any_name, st.dictionaries(any_name, st.dictionaries(any_name, any_text, max_size=3))), any_text)
@example({"a.b": {"c d": {'"': "\x00\x7f\x85\u2028\\u0041\r\n\t'''\"\"\""}}}, "# \r\n\x1b[2J = [x]")
@example({"a\u202eb": {"c\u200ed": {"e\u2066": "f\u061cg"}}}, "h\u202d")
def test_any_text_is_parsed_back_exactly(content: dict[str, dict[str, dict[str, str]]], label: str) -> None:
    definitions = [
        DefVector(Kind.TEXT, device, name, tuple(DefMember(m, label, v) for m, v in members.items()), label, label)
        for device, named in content.items()
        if device != VERSION_KEY
        for name, members in named.items()
    ]
    text = dumps(vectors(*definitions), [label])
    assert escape_controls(text.replace("\n", "")) == text.replace("\n", "")
    found = {device: {name: dict(members) for name, members in named.items()} for device, named in loads(text).items()}
    expected: dict[str, dict[str, dict[str, str]]] = {}
    for definition in definitions:
        values = {member.name: member.value for member in definition.members}
        expected.setdefault(definition.device, {})[definition.name] = values
    assert found == expected


@given(st.floats(allow_nan=False, allow_infinity=False))
@example(1e15)
@example(9007199254740993.0)
@example(1e22)
@example(-1e-7)
@example(0.1)
def test_any_number_is_parsed_back_exactly(number: float) -> None:
    text = dumps(vectors(numbers("D", "V", A=decimal_text(number))))
    found = loads(text)["D"]["V"]["A"]
    assert found == number
    assert not isinstance(found, bool | str)


def test_invalid_numbers_are_left_out() -> None:
    assert loads(dumps(vectors(numbers("D", "V", A="nan", B="1")))) == {"D": {"V": {"B": 1}}}


def test_other_toml_is_parsed() -> None:
    assert loads(HEAD + '[D]\nV = {A = "5:35:17.3", B = 0x10, C = """\ntext"""}') == {
        "D": {"V": {"A": "5:35:17.3", "B": 16, "C": "text"}}
    }


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "no line indipyterm-settings = 1"),
        ("indipyterm-settings = 2", "no line indipyterm-settings = 1"),
        ("[a", "not TOML"),
        (HEAD + "a = 1", "'a' is not a table of a device's vectors"),
        (HEAD + "[a]\nb = 1", "a b is not a table of a vector's members"),
        (HEAD + "[a.b]\nc = [1]", "a b c is not a text, a number, true or false"),
        (HEAD + "[a.b]\nc = 2026-11-22", "a b c is not a text"),
        (HEAD + "[a.b.c]\nd = 1", "a b c is not a text"),
        (HEAD + "[a.b]\nc = 1\nc = 2", "not TOML"),
    ],
)
def test_invalid_settings_files(tmp_path: Path, text: str, reason: str) -> None:
    with pytest.raises(BadFile, match=reason):
        loads(text)
    file = tmp_path / "settings.toml"
    file.write_text(text)
    with pytest.raises(BadFile, match=reason) as raised:
        read_file(file)
    assert str(raised.value).startswith(f"{file}: ")


def test_errors(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(BadFile, match="No such file"):
        read_file(tmp_path / "none.toml")
    with pytest.raises(BadFile, match="Is a directory"):
        read_file(tmp_path)
    (tmp_path / "latin.toml").write_bytes(HEAD.encode() + b'[a.b]\nc = "\xb0"')
    with pytest.raises(BadFile, match="not UTF-8"):
        read_file(tmp_path / "latin.toml")
    monkeypatch.setattr(toml_file, "_LARGEST_FILE", 10)
    with pytest.raises(BadFile, match="larger than 10 bytes"):
        read_file(tmp_path / "latin.toml")


def test_a_file_is_written_and_replaced_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "settings.toml"
    write_file(file, "one ℃\n")
    assert file.read_bytes() == "one ℃\n".encode()
    file.chmod(0o640)
    write_file(file, "two\n")
    assert file.read_text() == "two\n"
    assert stat.S_IMODE(file.stat().st_mode) == 0o640

    def fail(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(BadFile, match="No space left on device"):
        write_file(file, "three\n")
    assert file.read_text() == "two\n"
    assert [each.name for each in tmp_path.iterdir()] == ["settings.toml"]


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    target, link = tmp_path / "folder" / "target.toml", tmp_path / "link.toml"
    target.write_text("old")
    link.symlink_to(target)
    write_file(link, "new")
    assert link.is_symlink()
    assert target.read_text() == "new"


def test_a_special_file_is_written_to_and_not_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(BadFile, match="No such device"):  # nobody reads it: not waited for
        write_file(pipe, "lost")
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    write_file(pipe, "one ℃\n")
    assert os.read(reader, 100) == "one ℃\n".encode()
    monkeypatch.setattr(toml_file, "_PATIENCE", 0.01)
    with pytest.raises(BadFile, match="nobody reads it"):  # no more than fits into the pipe
        write_file(pipe, "x" * 1_000_000)
    with pytest.raises(BadFile, match="not a regular file"):
        write_file(pipe, "one", regular=True)
    with pytest.raises(BadFile, match="not a regular file"):
        read_file(pipe, regular=True)
    os.close(reader)
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    assert [each.name for each in tmp_path.iterdir()] == ["pipe"]


def test_files_that_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="No such file"):
        write_file(tmp_path / "none" / "settings.toml", "")
    with pytest.raises(BadFile, match="Is a directory"):
        write_file(tmp_path, "")


def test_any_device_name() -> None:
    text = dumps(vectors(texts("indipyterm", "settings", A="x"), switches("true", "1", A=True)))
    assert tomllib.loads(text)["true"] == {"1": {"A": True}}
    value: Setting = loads(text)["indipyterm"]["settings"]["A"]
    assert value == "x"
