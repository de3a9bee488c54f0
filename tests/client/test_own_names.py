"""A script may use any name that the contract does not have, for attributes and methods of its own."""

from __future__ import annotations

import asyncio
import queue
from collections.abc import AsyncIterator
from typing import Any

import pytest

import indipyterm as ipc
from indipyterm.client.core import ClientCore
from indipyterm.client.event_delivery import EventDelivery
from indipyterm.client.ipyclient import core_of
from indipyterm.demo.server import DemoServer


def names(text: str) -> set[str]:
    return set(text.split())


PUBLIC = names(
    """
    BLOBfolder BLOBlimit asyncrun clear clientdata connected copy create_itemid data debug_verbosity enableBLOBdefault
    enable_reports enabledlen get get_user_string get_vector_state hardware idle_timeout indihost indiport items keys
    messages pop popitem report resend_enableBLOB resend_enableBLOB_on_def respond_timeout rxevent send
    send_enableBLOB send_getProperties send_newVector set_user_string set_vector_timeouts setdefault shutdown snapshot
    stop _stop stopped timeout_enable update user_string user_string_dict values vector_timeout_max vector_timeout_min
    warning
    """
)
"""Every name that a client has."""

OTHERS = names(
    """
    clientevent dispatch enable learn link link_down link_heard link_made log logs marks now ping_answered
    save_in submit transfers view write catalog ears name
    _apply _blob_vector _blobs _client _deadlines _enable_all _expired _folder _forget_requests _hear _models
    _outgoing _policies _post _take_blobs _tasks _tell _telling _verbosity _views
    core _core root vectors devices device _item _ipt_item _delivery delivery number _number
    """
)
"""Names that were ours once, and others that scripts choose."""


def names_of(thing: object) -> set[str]:
    return {name for name in dir(thing) if not (name.startswith("__") and name.endswith("__"))}


def internal_names() -> list[str]:
    """The names of everything that works for a client."""
    core = ClientCore("localhost", 1)
    parts = [core, *(part for part in vars(core).values() if type(part).__module__.startswith("indipyterm."))]
    return sorted({*names_of(EventDelivery), *OTHERS}.union(*map(names_of, parts)) - PUBLIC)


def test_a_client_has_the_names_of_the_contract_and_no_others() -> None:
    mangled = {name for name in names_of(ipc.IPyClient()) if name.startswith(("_IPyClient__", "_MutableMapping__"))}
    assert names_of(ipc.IPyClient()) - mangled - {"_abc_impl"} == PUBLIC


class Poked(ipc.IPyClient):
    """Sets every name that is not the contract's, before and after the client is made; ends with its answer."""

    def __init__(self, host: str, port: int) -> None:
        self.mine = internal_names()
        self.seen: list[str] = []
        self.there = asyncio.Event()
        for name in self.mine:
            setattr(self, name, f"mine: {name}")
        super().__init__(host, port)
        for name in self.mine:
            assert getattr(self, name) == f"mine: {name}"
            setattr(self, name, f"mine again: {name}")

    async def rxevent(self, event: ipc.Event) -> None:
        self.seen.append(event.eventtype)
        if event.vectorname == "TEXT_RW":
            self.there.set()
            if event.eventtype == "Set":
                self.shutdown()


@pytest.fixture
async def demo() -> AsyncIterator[DemoServer]:
    async with DemoServer() as server:
        yield server


async def test_any_other_name_is_the_scripts(demo: DemoServer) -> None:
    client = Poked(demo.host, demo.port)
    run = asyncio.create_task(client.asyncrun())
    async with asyncio.timeout(30):
        await client.there.wait()
        assert not await client.send_newVector("Every Kind", "NONE", members={"A": "x"})
        await client.send_getProperties("Every Kind")
        await client.report("hello")
        client.set_vector_timeouts(timeout_max=5)
        assert client.snapshot()["Every Kind"].devicename == "Every Kind"
        vector = client["Every Kind"]["TEXT_RW"]
        assert isinstance(vector, ipc.TextVector)
        assert await vector.send_newTextVector(members={next(iter(vector)): "x"})
        await run
    assert client.stopped.is_set()
    texts = [text for _, text in client.messages]
    assert texts[1:3] == ["hello", "not sent: Every Kind NONE: no such vector"]
    assert texts[0].startswith("closed the connection")
    assert {"ConnectionMade", "Define", "Message", "Set"} <= set(client.seen)
    for name in client.mine:
        assert getattr(client, name) == f"mine again: {name}"


async def test_methods_of_these_names_are_the_scripts_too(demo: DemoServer) -> None:
    def never(self: object, *arguments: object, **named: object) -> None:
        raise AssertionError("called by the client")

    class Plain(Poked):
        def __init__(self, host: str, port: int) -> None:
            ipc.IPyClient.__init__(self, host, port)
            self.seen, self.there = [], asyncio.Event()

    client: Plain = type("Methods", (Plain,), dict.fromkeys(internal_names(), never))(demo.host, demo.port)
    run = asyncio.create_task(client.asyncrun())
    async with asyncio.timeout(30):
        await client.there.wait()
        member = next(iter(client["Every Kind"]["TEXT_RW"]))
        assert await client.send_newVector("Every Kind", "TEXT_RW", members={member: "x"})
        await run
    assert "Set" in client.seen


def test_a_client_in_queues_has_the_same_names() -> None:
    client = ipc.QueClient(queue.Queue(), queue.Queue())
    mangled = ("_IPyClient__", "_QueClient__", "_MutableMapping__")
    assert {name for name in names_of(client) if not name.startswith(mangled)} - {"_abc_impl"} == PUBLIC


async def test_what_is_hung_on_devices_vectors_members_and_events_stays(demo: DemoServer) -> None:
    class Hanging(Poked):
        async def rxevent(self, event: ipc.Event) -> None:
            for thing in (event, event.device, event.vector):
                for name in internal_names():
                    if thing is not None and not hasattr(thing, name):
                        setattr(thing, name, self)
            if isinstance(event, ipc.setTextVector):
                assert event.vector is not None
                assert str(event).startswith("<setTextVector")
                assert event.vector[next(iter(event))] == event[next(iter(event))]
                assert event.vector.snapshot().dumps()
                assert vars(event.vector)["link"] is vars(event.vector.device)["submit"] is self, "as hung there before"
            await super().rxevent(event)

    client = Hanging(demo.host, demo.port)
    run = asyncio.create_task(client.asyncrun())
    async with asyncio.timeout(30):
        await client.there.wait()
        vector = client["Every Kind"]["TEXT_RW"]
        assert isinstance(vector, ipc.TextVector)
        await vector.send_newTextVector(members={next(iter(vector)): "x"})
        await run
    assert "Set" in client.seen


async def test_a_script_that_overrides_sending_may_send_through_its_vectors(demo: DemoServer) -> None:
    class Careful(Poked):
        async def send_newVector(  # noqa: N802 - the contract's name
            self, devicename: str, vectorname: str, *others: Any, **named: Any
        ) -> bool:
            vector = self[devicename][vectorname]
            assert isinstance(vector, ipc.TextVector)
            return await vector.send_newTextVector(*others, **named)

    client = Careful(demo.host, demo.port)
    run = asyncio.create_task(client.asyncrun())
    async with asyncio.timeout(30):
        await client.there.wait()
        member = next(iter(client["Every Kind"]["TEXT_RW"]))
        assert await client.send_newVector("Every Kind", "TEXT_RW", members={member: "x"})
        await run


def test_our_own_packages_reach_the_core() -> None:
    client = ipc.IPyClient("pi4", 7625)
    assert (core_of(client).host, core_of(client).port) == ("pi4", 7625)
