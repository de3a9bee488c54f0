"""Members as scripts see them, and getfloat."""

from __future__ import annotations

import math
import re
from typing import Any

import pytest

import indipyterm as ipc
from indipyterm.client.member_views import (
    BLOBMember,
    LightMember,
    NumberMember,
    SwitchMember,
    TextMember,
    getfloat,
    member_view,
)
from indipyterm.client.script_data import ScriptData
from indipyterm.model.events import BlobSaved
from tests.model.samples import COORDINATES, IMAGE, LIGHTS, NOW, TEXTS, catalog_of, hear, switches, vector_of


@pytest.mark.parametrize(
    ("value", "number"),
    [
        ("5", 5.0),
        ("-0:30", -0.5),
        ("12 30 36", 12.51),
        ("12;30;36", 12.51),
        ("", 0.0),
        ("-inf", -math.inf),
        ("1e3", 1000.0),
        (5, 5.0),
        (0.5, 0.5),
    ],
)
def test_getfloat_reads_any_indi_number(value: str | float, number: float) -> None:
    assert getfloat(value) == number


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("much", "not a number: 'much'"),
        ("1:2:3:4", "not a number"),
        (None, "NoneType"),
        ([], "list"),
        (10**400, "too large"),
    ],
    ids=lambda value: str(value)[:8],
)
def test_getfloat_raises_typeerror_for_all_else(value: Any, reason: str) -> None:
    with pytest.raises(TypeError, match=reason):
        getfloat(value)


def test_a_sensor_may_have_no_number_to_tell() -> None:
    assert math.isnan(getfloat(" NaN "))


def test_texts_switches_and_lights() -> None:
    for definition, kind, name, label, value in [
        (TEXTS, TextMember, "SITE", "Site", "La Palma"),
        (LIGHTS, LightMember, "FUSE", "FUSE", "Alert"),
        (switches("AnyOfMany"), SwitchMember, "A", "A", "On"),
    ]:
        member = member_view(vector_of(definition), name, ScriptData())
        assert type(member) is kind
        assert (member.name, member.label, member.membervalue) == (name, label, value)


def test_numbers() -> None:
    member = member_view(vector_of(COORDINATES), "DEC", ScriptData())
    assert isinstance(member, NumberMember)
    assert (member.name, member.label, member.membervalue) == ("DEC", "DEC", "-0:30")
    assert (member.format, member.min, member.max, member.step) == ("%010.6m", "-90", "90", "0")
    assert (member.getfloatvalue(), member.getfloat("12:30"), member.getfloat(3)) == (-0.5, 12.5, 3.0)
    assert member.getformattedvalue().strip() == "-0:30:00"
    assert member.getformattedstring(12.5).strip() == member.getformattedstring("12 30").strip() == "12:30:00"
    with pytest.raises(TypeError):
        member.getformattedstring("much")


def test_a_number_that_is_none() -> None:
    vector = vector_of(b"<defNumberVector device='d' name='n'><defNumber name='x'>?</defNumber></defNumberVector>")
    member = member_view(vector, "x", ScriptData())
    assert isinstance(member, NumberMember)
    assert (member.membervalue, member.getformattedvalue()) == ("?", "?")
    with pytest.raises(TypeError, match="not a number"):
        member.getfloatvalue()


def test_blobs() -> None:
    catalog = catalog_of(IMAGE)
    member = member_view(catalog.devices["Camera"].vectors["CCD1"], "CCD1", ScriptData())
    assert isinstance(member, BLOBMember)
    assert (member.membervalue, member.blobsize, member.blobformat, member.filename) == (None, 0, "", "")
    hear(
        catalog,
        b"<setBLOBVector device='Camera' name='CCD1'><oneBLOB name='CCD1' size='3' format='.x'>YWJj</oneBLOB>"
        b"</setBLOBVector>",
    )
    catalog.mark_saved(BlobSaved("Camera", "CCD1", "CCD1", "/images/a.x", 3, NOW))
    assert (member.membervalue, member.blobsize, member.blobformat) == (b"abc", 3, ".x")
    assert (member.filename, member.path) == ("a.x", "/images/a.x")
    member.filename = "mine.x"
    assert (member.filename, member.path) == ("mine.x", "/images/a.x")


def test_what_is_set_is_what_this_client_knows_until_the_server_speaks() -> None:
    catalog = catalog_of(TEXTS + COORDINATES + LIGHTS + switches("AnyOfMany"))
    vectors = catalog.devices["Mount"].vectors
    text, number = (
        member_view(vectors["PLACE"], "SITE", ScriptData()),
        member_view(vectors["COORD"], "DEC", ScriptData()),
    )
    text.membervalue, text.label, number.membervalue = "Rome", "Where", 9
    with pytest.raises(ipc.ParseException, match="5 is not text"):
        text.membervalue = 5
    with pytest.raises(ipc.ParseException, match="not a number: 'much'"):
        number.membervalue = "much"
    assert (text.membervalue, text.label, number.membervalue) == ("Rome", "Where", "9")
    hear(catalog, b"<setTextVector device='Mount' name='PLACE'><oneText name='SITE'>x</oneText></setTextVector>")
    assert (text.membervalue, text.label) == ("x", "Where")
    values: list[tuple[str, str, str, Any]] = [
        ("SWITCH", "A", "Off", "Q"),
        ("HEALTH", "FUSE", "Busy", "On"),
        ("COORD", "DEC", "1:30", "much"),
        ("PLACE", "SITE", "Rome", 5),
    ]
    for vector, name, good, bad in values:
        member = member_view(vectors[vector], name, ScriptData())
        member.membervalue = good
        with pytest.raises(ipc.ParseException, match=re.escape(repr(bad))):
            member.membervalue = bad
        assert member.membervalue == good


def test_attributes_hung_on_a_member_stay() -> None:
    member = member_view(vector_of(TEXTS), "SITE", ScriptData())
    for name in ("colour", "vector", "model", "value", "_vector", "_last", "data", "last"):
        setattr(member, name, name)
    assert (member.membervalue, vars(member)["model"]) == ("La Palma", "model")


def test_a_member_is_current_after_a_redefinition_and_keeps_its_last_value_when_it_is_gone() -> None:
    catalog = catalog_of(TEXTS)
    member = member_view(catalog.devices["Mount"].vectors["PLACE"], "SITE", ScriptData())
    hear(catalog, TEXTS.replace(b"La Palma", b"Tenerife"))
    assert member.membervalue == "Tenerife"
    hear(catalog, b"<defTextVector device='Mount' name='PLACE'><defText name='WHO'/></defTextVector>")
    assert (member.name, member.membervalue) == ("SITE", "Tenerife")
    hear(catalog, TEXTS)
    assert member.membervalue == "La Palma"


def test_an_unknown_member_is_a_keyerror() -> None:
    with pytest.raises(KeyError):
        member_view(vector_of(TEXTS), "NOTHING", ScriptData())


def test_a_member_says_who_it_is() -> None:
    assert repr(member_view(vector_of(COORDINATES), "RA", ScriptData())) == "<NumberMember 'Mount' 'COORD' 'RA'>"
