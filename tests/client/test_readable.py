"""What can be read of a vector: the same of a live one and of a snapshot, but that the live one stays current."""

from __future__ import annotations

import pytest

import indipyterm as ipc
from indipyterm.client.ipyclient import IPyClient, core_of
from indipyterm.client.readable import ReadableVector
from indipyterm.client.script_data import ScriptData
from tests.model.samples import EVERYTHING, LATER, TEXTS, hear, switches, vector_of


@pytest.fixture
def client() -> IPyClient:
    client = IPyClient()
    hear(core_of(client).catalog, EVERYTHING)
    return client


def test_what_a_vector_knows(client: IPyClient) -> None:
    vector = client["Mount"]["COORD"]
    assert (vector.name, vector.vectorname, vector.devicename) == ("COORD", "COORD", "Mount")
    assert (vector.label, vector.group, vector.state, vector.perm) == ("Eq. Coordinates", "Main", "Idle", "rw")
    assert (vector.rule, vector.timeout, vector.enable) == (None, 60.0, True)
    assert (vector.message, vector.message_timestamp) == ("", vector.timestamp)  # there is always a time
    hear(
        core_of(client).catalog, b"<setNumberVector device='Mount' name='COORD' state='Busy' message='Slewing'/>", LATER
    )
    assert (vector.state, vector.timestamp, vector.message, vector.message_timestamp) == (
        "Busy",
        LATER,
        "Slewing",
        LATER,
    )
    assert client["Mount"]["SWITCH"].rule == "OneOfMany"
    assert client.get_vector_state("Mount", "COORD") == "Busy"
    assert client.get_vector_state("Mount", "X") is client.get_vector_state("X", "X") is None


def test_members_and_their_labels(client: IPyClient) -> None:
    vector = client["Mount"]["COORD"]
    assert (vector.memberlabel("RA"), vector.memberlabel("DEC")) == ("Right ascension", "DEC")
    assert {name: member.membervalue for name, member in vector.members().items()} == dict(vector)
    assert isinstance(vector.member("RA"), ipc.NumberMember)
    for missing in (vector.member, vector.memberlabel):
        with pytest.raises(KeyError):
            missing("X")


def test_numbers_can_be_had_as_floats_and_formatted(client: IPyClient) -> None:
    vector = client["Mount"]["COORD"]
    assert isinstance(vector, ipc.NumberVector)
    assert vector.getfloatvalue("DEC") == -0.5
    assert vector.getformattedvalue("RA").strip() == "6:23:44"
    hear(
        core_of(client).catalog,
        b"<setNumberVector device='Mount' name='COORD'><oneNumber name='RA'>?</oneNumber></setNumberVector>",
    )
    assert vector.getformattedvalue("RA") == "?"
    with pytest.raises(TypeError):
        vector.getfloatvalue("RA")
    for missing in (vector.getfloatvalue, vector.getformattedvalue):
        with pytest.raises(KeyError):
            missing("X")


def test_views_of_switches_hold_words(client: IPyClient) -> None:
    hear(core_of(client).catalog, switches("AnyOfMany", "BC"))
    assert dict(client["Mount"]["SWITCH"]) == {"A": "Off", "B": "On", "C": "On"}


def test_it_is_a_mapping_that_equals_only_itself() -> None:
    vector = vector_of(TEXTS)
    one, other = (ReadableVector(vector, ScriptData()) for _ in range(2))
    assert (dict(one), len(one)) == ({"SITE": "La Palma", "WHO": "nobody"}, 2)
    assert one == one
    assert one != other
    assert len({one, other}) == 2
    assert repr(one) == "<ReadableVector 'Mount' 'PLACE'>"
