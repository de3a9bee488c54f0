"""Subscribers: what one of them does is nothing to the others."""

from __future__ import annotations

import asyncio

from indipyterm.workspace.change import Change
from indipyterm.workspace.workspace import Workspace
from tests.workspace.waiting import Subscriber


async def test_a_subscriber_that_fails_does_not_stop_the_others() -> None:
    workspace, failures = Workspace(), []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: failures.append(context["exception"]))

    def fail(_: Change) -> None:
        raise ValueError("bad subscriber")

    workspace.subscribe(fail)
    second = Subscriber(workspace)
    workspace.set_blob_folder(None)
    assert second.changes == [Change(transfers=True)]
    assert [str(failure) for failure in failures] == ["bad subscriber"]


async def test_after_its_end_a_subscription_is_never_called() -> None:
    workspace = Workspace()
    second: list[Change] = []

    def end_the_other(_: Change) -> None:
        unsubscribe()

    workspace.subscribe(end_the_other)
    unsubscribe = workspace.subscribe(second.append)
    workspace.set_blob_folder(None)
    unsubscribe()
    assert second == []
