"""Devices and vectors as scripts see them: always current, through deletion and redefinition."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

import indipyterm as ipc
from indipyterm.client.ipyclient import IPyClient, core_of
from tests.model.samples import COORDINATES, EVERYTHING, LIGHTS, NOW, TEXTS, hear


@pytest.fixture
def client() -> IPyClient:
    client = IPyClient()
    hear(core_of(client).catalog, EVERYTHING)
    return client


def test_a_client_is_a_mapping_of_devices_of_vectors_of_values(client: IPyClient) -> None:
    assert isinstance(client, Mapping)
    assert (list(client), len(client), client.enabledlen()) == (["Mount", "Camera"], 2, 2)
    mount = client["Mount"]
    assert isinstance(mount, ipc.Device)
    assert (list(mount), len(mount)) == (["COORD", "PLACE", "HEALTH", "SWITCH"], 4)
    assert client["Mount"]["COORD"]["RA"] == "6.3955555555555552"
    assert client["Mount"]["SWITCH"]["A"] == "On"
    assert client["Mount"]["HEALTH"]["FUSE"] == "Alert"
    assert dict(client["Mount"]["PLACE"]) == {"SITE": "La Palma", "WHO": "nobody"}
    assert client["Camera"]["CCD1"]["CCD1"] is None
    for missing in (lambda: client["X"], lambda: client["Mount"]["X"], lambda: client["Mount"]["PLACE"]["X"]):
        with pytest.raises(KeyError):
            missing()


def test_the_same_name_is_the_same_object(client: IPyClient) -> None:
    assert client["Mount"] is client["Mount"]
    assert client["Mount"]["COORD"] is client["Mount"]["COORD"]
    assert client["Mount"]["COORD"].device is client["Mount"]
    assert client["Mount"] != client["Camera"]
    assert len({client["Mount"], client["Camera"], client["Mount"], client["Mount"]["COORD"], client}) == 4


@pytest.mark.parametrize(
    ("device", "vector", "kind", "vectortype"),
    [
        ("Mount", "SWITCH", ipc.SwitchVector, "SwitchVector"),
        ("Mount", "PLACE", ipc.TextVector, "TextVector"),
        ("Mount", "COORD", ipc.NumberVector, "NumberVector"),
        ("Mount", "HEALTH", ipc.LightVector, "LightVector"),
        ("Camera", "CCD1", ipc.BLOBVector, "BLOBVector"),
    ],
)
def test_each_kind_has_its_class(
    client: IPyClient, device: str, vector: str, kind: type[ipc.Vector], vectortype: str
) -> None:
    view = client[device][vector]
    assert type(view) is kind
    assert view.vectortype == vectortype
    assert repr(view) == f"<{vectortype} {device!r} {vector!r}>"


def test_what_a_device_knows(client: IPyClient) -> None:
    device = client["Mount"]
    hear(core_of(client).catalog, b"<message device='Mount' message='a'/><message device='Mount' message='b'/>")
    assert (device.devicename, list(device.messages), device.enable) == ("Mount", [(NOW, "b"), (NOW, "a")], True)
    assert repr(device) == "<Device 'Mount'>"
    hear(core_of(client).catalog, b"<message message='c'/>")
    assert list(client.messages) == [(NOW, "c")]


def test_a_deletion_is_seen_by_who_holds_the_views_and_so_is_the_return(client: IPyClient) -> None:
    device, vector = client["Mount"], client["Mount"]["PLACE"]
    hear(core_of(client).catalog, b"<delProperty device='Mount' name='PLACE'/>")
    assert (device.enable, vector.enable, vector["SITE"]) == (True, False, "La Palma")
    hear(core_of(client).catalog, b"<delProperty device='Mount'/>")
    assert (device.enable, client.enabledlen(), len(client)) == (False, 1, 2)
    hear(core_of(client).catalog, TEXTS.replace(b"La Palma", b"Tenerife"))
    assert (device.enable, vector.enable, vector["SITE"]) == (True, True, "Tenerife")
    assert client["Mount"]["PLACE"] is vector


def test_a_redefinition_is_seen_by_who_holds_the_views(client: IPyClient) -> None:
    vector = client["Mount"]["PLACE"]
    hear(
        core_of(client).catalog,
        b"<defTextVector device='Mount' name='PLACE' label='Where' perm='ro'><defText name='X'>x</defText></defTextVector>",
    )
    assert (vector.label, vector.perm, dict(vector)) == ("Where", "ro", {"X": "x"})
    assert client["Mount"]["PLACE"] is vector


def test_a_vector_of_another_kind_is_another_view_and_the_old_one_is_gone(client: IPyClient) -> None:
    old = client["Mount"]["COORD"]
    hear(core_of(client).catalog, LIGHTS.replace(b"HEALTH", b"COORD"))
    new = client["Mount"]["COORD"]
    assert isinstance(new, ipc.LightVector)
    assert (new.enable, old.enable, list(new)) == (True, False, ["MOTOR", "FUSE"])
    hear(core_of(client).catalog, COORDINATES)
    assert isinstance(client["Mount"]["COORD"], ipc.NumberVector)


def test_a_client_knows_what_it_was_made_with() -> None:
    client = IPyClient("pi4", 7625, colour="red", depth=3)
    assert (client.indihost, client.indiport, client.clientdata) == ("pi4", 7625, {"colour": "red", "depth": 3})
    assert (IPyClient().indihost, IPyClient().indiport) == ("localhost", 7624)
    assert not client.connected
    assert not client.stop
