"""Strings and ids of scripts: kept by name, through deletion and redefinition."""

from __future__ import annotations

from typing import Any

import pytest

from indipyterm import IPyClient
from tests.client.running import Script, running
from tests.model.samples import LIGHTS, TEXTS
from tests.servers import WireServer


async def test_strings_by_name(wire: WireServer) -> None:
    client = Script(wire.port)
    wire.greeting = TEXTS
    assert client.user_string == ""
    client.set_user_string("Mount", None, None, "device")
    client.set_user_string("Mount", "PLACE", "SITE", "member")
    assert client.get_user_string("Mount", None, None) == "device"
    assert client.get_user_string("Mount", "PLACE", None) is None
    async with running(client):
        await client.vector("Mount", "PLACE")
        vector = client["Mount"]["PLACE"]
        assert (client["Mount"].user_string, vector.user_string) == ("device", "")
        assert (vector.member("SITE").user_string, vector.members()["WHO"].user_string) == ("member", "")
        assert client.get_user_string("Mount", "PLACE", None) == ""
        assert client.get_user_string("Mount", "PLACE", "X") is None
        vector.user_string = "vector"
        vector.member("WHO").user_string = "somebody"
        client["Mount"].user_string += "!"
        wire.send(b"<delProperty device='Mount'/>" + TEXTS)
        await client.until(lambda: len([event for event in client.heard if event.eventtype == "Define"]) == 2)
        assert client.get_user_string("Mount", "PLACE", "WHO") == "somebody"
        assert client.get_user_string("Mount", "PLACE", None) == client["Mount"]["PLACE"].user_string == "vector"
        assert client.get_user_string("Mount", None, None) == "device!"
        client.set_user_string("Mount", "PLACE", "SITE")
        assert vector.member("SITE").user_string == ""


@pytest.mark.parametrize("names", [("", None, None), ("Mount", None, "SITE"), ("Mount", "", "SITE")])
def test_strings_need_a_device_and_members_a_vector(names: tuple[str, str | None, str | None]) -> None:
    client = IPyClient()
    with pytest.raises(KeyError):
        client.set_user_string(*names, "x")
    with pytest.raises(KeyError):
        client.get_user_string(*names)


async def test_ids_are_made_once_for_each_name(wire: WireServer) -> None:
    client = Script(wire.port)
    wire.greeting = TEXTS + LIGHTS + TEXTS
    async with running(client):
        await client.until(lambda: len([event for event in client.heard if event.eventtype == "Define"]) == 3)
        mount = client["Mount"]
        things: list[Any] = [mount, mount["PLACE"], *mount["PLACE"].members().values(), mount["HEALTH"]]
        assert [thing.itemid for thing in things] == [1, 2, 3, 4, 5]


class Numbered(Script):
    """Numbers things in its own way."""

    def __init__(self, *arguments: Any, **clientdata: Any) -> None:
        super().__init__(*arguments, **clientdata)
        self.asked: list[tuple[str, str, str]] = []

    def create_itemid(self, devicename: str = "", vectorname: str = "", membername: str = "", **kwargs: Any) -> int:
        self.asked.append((devicename, vectorname, membername))
        return 100 - len(self.asked)


async def test_ids_of_a_scripts_own(wire: WireServer) -> None:
    client = Numbered(wire.port)
    wire.greeting = TEXTS
    async with running(client):
        await client.vector("Mount", "PLACE")
        assert client.asked == [
            ("Mount", "", ""),
            ("Mount", "PLACE", ""),
            ("Mount", "PLACE", "SITE"),
            ("Mount", "PLACE", "WHO"),
        ]
        assert client["Mount"]["PLACE"].member("WHO").itemid == 96
