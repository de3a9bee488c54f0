"""Sends what pages want, and tells each page what became of it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from itertools import count
from typing import NamedTuple

from indipyterm.client.core import ClientCore
from indipyterm.commands.answers import Verdict, explanation
from indipyterm.commands.ask import wait_for_verdict
from indipyterm.commands.judge import Judge
from indipyterm.model.roles import Role
from indipyterm.model.standard import role
from indipyterm.presentation.keys import DeviceKey, VectorKey
from indipyterm.presentation.text import printable
from indipyterm.web.hub import Hub
from indipyterm.web.live_page import LivePage
from indipyterm.web.vector_json import Json
from indipyterm.workspace.submission import Outcome, Question, Request
from indipyterm.workspace.workspace import Workspace


class Sending(NamedTuple):
    """Who sends: the name of a page, and its user."""

    page: str
    user: str


class Answers:
    """Waits for what devices make of requests."""

    def __init__(self, workspace: Workspace, hub: Hub) -> None:
        self._workspace, self._hub = workspace, hub
        self._numbers = count(1)
        self._waiting: set[asyncio.Task[None]] = set()
        self._aborted: dict[DeviceKey, float] = {}  # when each device was aborted last

    async def submit(
        self,
        sending: Sending,
        requests: Sequence[Request],
        *,
        consent: Question | None = None,
        independent: bool = False,
    ) -> tuple[Outcome, list[int]]:
        """Send values; return the outcome, and the number of the answer to each that was sent.

        The answers go to the page that sent, as `answers` of a frame.
        """
        now = asyncio.get_running_loop().time()
        self._aborted |= {one.key.owner: now for one in requests if role(one.key.vector) is Role.ABORTS}
        judges = [(request.key, judge) for request in requests if (judge := self._listening(request))]
        try:
            outcome = await self._workspace.submit(
                requests, consent=consent, independent=independent, user=sending.user
            )
        finally:
            numbers = [self._follow(sending.page, key, judge) for key, judge in judges if judge.sent]
            for key, judge in judges:
                if not judge.sent:
                    self._client(key).listeners.remove(judge.on_event)
        return outcome, numbers

    def _client(self, key: VectorKey) -> ClientCore:
        return self._workspace.servers.client(key)

    def _listening(self, request: Request) -> Judge | None:
        """A judge who hears everything from now on; None if there is no such vector."""
        vector = self._workspace.servers.vector(request.key)
        if vector is None:
            return None
        judge = Judge(vector, request.values)
        self._client(request.key).listeners.append(judge.on_event)
        return judge

    def _follow(self, page: str, key: VectorKey, judge: Judge) -> int:
        number = next(self._numbers)
        task = asyncio.create_task(self._wait(page, number, key, judge, self._client(key)))
        self._waiting.add(task)
        task.add_done_callback(self._waiting.discard)
        return number

    async def _wait(self, page: str, number: int, key: VectorKey, judge: Judge, client: ClientCore) -> None:
        begun = asyncio.get_running_loop().time()
        try:
            await wait_for_verdict(judge)
        finally:
            client.listeners.remove(judge.on_event)
        answer = judge.answer()
        verdict, text = str(answer.verdict), explanation(answer)
        if judge.lost is not None:
            verdict, text = str(Verdict.NO_ANSWER), f"the connection was lost before: {judge.lost}"
        good = answer.verdict is Verdict.DONE and judge.lost is None
        if answer.verdict in (Verdict.REFUSED, Verdict.STOPPED) and self._aborted.get(key.owner, 0.0) > begun:
            verdict, text, good = str(Verdict.STOPPED), "ended by ABORT", True
        shown: Json = {
            "id": number,
            "key": list(key),
            "title": printable(f"{self._workspace.servers.device_title(key.owner)} › {judge.vector.label}"),
            "verdict": verdict,
            "text": printable(text),
            "good": good,
        }
        for one in self._hub.pages:
            if isinstance(one, LivePage) and page and one.name == page:
                one.answer(shown)
