"""Completing names from a catalog."""

from __future__ import annotations

import pytest

from indipyterm.cli.name_completion import (
    complete_assignment,
    complete_camera,
    complete_device,
    complete_expression,
    complete_filter,
    complete_pattern,
    complete_wheel,
)
from indipyterm.commands.patterns import parse_pattern
from indipyterm.model.catalog import Catalog
from tests.model.samples import catalog_of, hear, switches

SERVER = (
    b"<defNumberVector device='CCD Simulator' name='GAIN' perm='rw' state='Ok'>"
    b"<defNumber name='GAIN' format='%.2f' min='0' max='10' step='1'>0.5000</defNumber></defNumberVector>"
    b"<defTextVector device='CCD Simulator' name='INFO' perm='ro' state='Ok'><defText name='NAME'>x</defText></defTextVector>"
    b"<defTextVector device='CCD Simulator' name='KEY' perm='wo' state='Ok'><defText name='CODE'/></defTextVector>"
    b"<defBLOBVector device='CCD Simulator' name='MAP' perm='rw' state='Ok'><defBLOB name='FILE'/></defBLOBVector>"
    b"<defLightVector device='ASI 1.0' name='OK' state='Ok'><defLight name='FAN'>Ok</defLight></defLightVector>"
)


CAMERA = (
    b"<defNumberVector device='CCD 1' name='CCD_EXPOSURE' perm='rw' state='Ok'>"
    b"<defNumber name='V' format='%.2f' min='0' max='10' step='1'>1</defNumber></defNumberVector>"
    b"<defNumberVector device='Wheel' name='FILTER_SLOT' perm='rw' state='Ok'>"
    b"<defNumber name='V' format='%.2f' min='0' max='10' step='1'>1</defNumber></defNumberVector>"
    b"<defTextVector device='Wheel' name='FILTER_NAME' perm='rw' state='Ok'>"
    b"<defText name='A'>Red</defText><defText name='B'>Rose red</defText><defText name='C'>Blue</defText></defTextVector>"
)


def test_cameras_wheels_and_filters() -> None:
    catalog = catalog_of(SERVER + CAMERA)
    assert [list(complete_camera(catalog, typed)) for typed in ("", "C", "X")] == [["CCD 1"], ["CCD 1"], []]
    assert list(complete_wheel(catalog, "")) == ["Wheel"]
    assert list(complete_filter(catalog, "r")) == ["Red", "Rose red"]
    assert list(complete_filter(catalog, "Red,Bl")) == ["Red,Blue"]


@pytest.fixture
def catalog() -> Catalog:
    catalog = catalog_of(SERVER)
    hear(catalog, switches("OneOfMany"))
    hear(catalog, switches("AnyOfMany").replace(b"'SWITCH'", b"'ANY'"))
    return catalog


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", ["CCD Simulator.", '"ASI 1.0".', "Mount."]),
        ("CC", ["CCD Simulator."]),
        ("CCD Simulator.", ["CCD Simulator.GAIN.", "CCD Simulator.INFO.", "CCD Simulator.KEY.", "CCD Simulator.MAP."]),
        ("CCD Simulator.GAIN", ["CCD Simulator.GAIN."]),
        ("CCD Simulator.GAIN.G", ["CCD Simulator.GAIN.GAIN"]),
        ("CCD Simulator.GAIN._S", ["CCD Simulator.GAIN._STATE"]),
        ('"ASI 1.0".O', ['"ASI 1.0".OK.']),
        ('"CC', ['"CCD Simulator".']),
        ("'CCD Simulator'.IN", ["'CCD Simulator'.INFO."]),
        ("Nobody", []),
        ("Nobody.X", []),
    ],
)
def test_patterns(catalog: Catalog, typed: str, words: list[str]) -> None:
    assert list(complete_pattern(catalog, typed)) == words
    for word in words:
        parse_pattern(word.removesuffix("."))


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("CC", ["CCD Simulator."]),
        ("CCD Simulator.", ["CCD Simulator.GAIN.", "CCD Simulator.KEY.", "CCD Simulator.MAP."]),
        ("CCD Simulator.GAIN.", ["CCD Simulator.GAIN.GAIN="]),
        ("CCD Simulator.GAIN.GAIN=", ["CCD Simulator.GAIN.GAIN=0.5"]),
        ("CCD Simulator.GAIN.GAIN=7", []),
        ("CCD Simulator.KEY.CODE=", []),
        ("CCD Simulator.MAP.FILE=", []),
        ("CCD Simulator.INFO.", []),
        ("Mount.", ["Mount.SWITCH=", "Mount.ANY."]),
        ("Mount.SWITCH=", ["Mount.SWITCH=A", "Mount.SWITCH=B", "Mount.SWITCH=C"]),
        ("Mount.ANY.", ["Mount.ANY.A=", "Mount.ANY.B=", "Mount.ANY.C="]),
        ("Mount.ANY.B=O", ["Mount.ANY.B=On", "Mount.ANY.B=Off"]),
    ],
)
def test_assignments(catalog: Catalog, typed: str, words: list[str]) -> None:
    assert list(complete_assignment(catalog, typed)) == words


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", ['"CCD Simulator".', '"ASI 1.0".', "Mount."]),
        ("Mount.SWITCH.A", ["Mount.SWITCH.A"]),
        ('"CCD Simulator".GAIN.G', ['"CCD Simulator".GAIN.GAIN']),
        ("Mount.SWITCH.A == On and Mou", ["Mount.SWITCH.A == On and Mount."]),
        ('not ("CC', ['not ("CCD Simulator".']),
        ('Mount.SWITCH.A==On or "ASI', ['Mount.SWITCH.A==On or "ASI 1.0".']),
        ("Mount.ANY._STATE ", ["Mount.ANY._STATE " + name for name in ('"CCD Simulator".', '"ASI 1.0".', "Mount.")]),
    ],
)
def test_expressions(catalog: Catalog, typed: str, words: list[str]) -> None:
    assert list(complete_expression(catalog, typed)) == words


def test_deleted_properties_are_not_offered(catalog: Catalog) -> None:
    hear(catalog, b"<delProperty device='CCD Simulator' name='GAIN'/><delProperty device='Mount'/>")
    assert list(complete_pattern(catalog, "")) == ["CCD Simulator.", '"ASI 1.0".']
    assert list(complete_pattern(catalog, "CCD Simulator.G")) == []


def test_devices_by_their_plain_names(catalog: Catalog) -> None:
    assert list(complete_device(catalog, "CC")) == ["CCD Simulator"]
    assert list(complete_device(catalog, "")) == ["CCD Simulator", "ASI 1.0", "Mount"]
