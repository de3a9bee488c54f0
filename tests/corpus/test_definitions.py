"""The recorded session with libindi 2.2.4, byte by byte into the parser and the model."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from indipyterm.model.catalog import Catalog
from indipyterm.model.standard import runs
from indipyterm.protocol.messages import Malformed, SetVector
from tests.corpus.definitions import definitions, received

ROOT = Path(__file__).parents[2]
ASKED_FOR_FIRST = {"MOUNT_TYPE"}
"""Names of libindi 1 alone, which a test on real drivers uses where they are there."""

NOW = datetime(2026, 11, 30, tzinfo=UTC)


def test_nothing_is_refused_but_what_libindi_gets_wrong_itself() -> None:
    faults = {message.reason for message in received() if isinstance(message, Malformed)}
    formats = "CCD_TRANSFER_FORMAT: <defSwitch> without a name ignored"
    assert faults == {
        "setNumberVector: no device",
        "defSwitchVector: no name",
        "defNumberVector: no name",
        f"defSwitchVector Guide Simulator {formats}",
        f"defSwitchVector CCD Simulator {formats}",
    }


def test_all_is_learnt_and_what_ran_has_ended() -> None:
    catalog, ran = Catalog(), list[str]()
    for message in received():
        catalog.apply(message, NOW)
        vector = catalog.find(message.device, message.name) if isinstance(message, SetVector) else None
        if vector and runs(vector) and vector.name not in ran:
            ran.append(vector.name)
    assert ran == ["EQUATORIAL_EOD_COORD", "CCD_EXPOSURE"], "the focuser moves at once"
    vectors = [each for device in catalog.devices.values() for each in device.present()]
    assert len(catalog.devices) == 15
    assert len(vectors) == len(definitions()) == 361
    assert not [each.name for each in vectors if runs(each)], "the mount tracks, which is nothing under way"


def test_what_is_done_with_real_drivers_is_there_in_both_libindis() -> None:
    """Tests on Debian's drivers and the scripts of the documents name nothing that libindi 2 no longer has."""
    used = set(_texts())
    only_1 = {*_names_of_1()} - {one for each in definitions() for one in (each.name, *(m.name for m in each.members))}
    assert {"TELESCOPE_INFO", "SCOPE_CONFIG_NAME", "CCD_SIMULATE_CRASH"} <= only_1
    assert used & only_1 == ASKED_FOR_FIRST
    assert len(used & {*_names_of_1()}) > 60


def _names_of_1() -> Iterator[str]:
    """The names of vectors and members that the simulators of libindi 1.9.9 define."""
    for recording in Path(__file__).parent.glob("*.xml"):
        for tag in re.findall(r"<def\w+\b[^>]*>", recording.read_text("latin-1")):
            yield from re.findall(r"\bname=[\"']([^\"']*)[\"']", tag)


def _texts() -> Iterator[str]:
    """Words in the strings of the tests on real drivers, and in the documents."""
    real = {*(ROOT / "tests/real").rglob("*.py"), *(ROOT / "tests").rglob("test_*.py")} - {Path(__file__)}
    for path in sorted(real):
        text = path.read_text()
        if path.parent.name != "real" and "mark.real" not in text:
            continue
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield from re.findall(r"\w+", node.value)
    for path in (ROOT / "README.md", *(ROOT / "docs").glob("*.md")):
        yield from re.findall(r"\w+", "".join(re.findall(r"^```.*?^```", path.read_text(), re.MULTILINE | re.DOTALL)))
