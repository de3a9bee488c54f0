"""How many wrong passwords somebody gets looked at who tries 40 at once."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

from tests.web.attacks.raw_http import Answer, Post, exchange, request

_AT_ONCE = 40


async def guesses(url: str, login: Callable[[str], Post], seconds: float) -> int:
    """The passwords that were looked at in so many seconds."""
    port, end, looked_at = int(url.rpartition(":")[2]), time.monotonic() + seconds, 0

    async def guess(number: int) -> None:
        nonlocal looked_at
        while time.monotonic() < end:
            post = login(f"guess number {number}!")
            data = request(port, "POST", post.path, origin=url, body=post.body, kind=post.kind)
            answer: Answer = await exchange(port, data, patience=60)
            if answer.status != 429:
                looked_at += 1
            else:
                await asyncio.sleep(0.1)

    await asyncio.gather(*(guess(number) for number in range(_AT_ONCE)))
    return looked_at


def our_login(password: str) -> Post:
    """The form of our login."""
    return Post.form("/login", do="login", name="admin", password=password, next="/")


def peer_login(password: str) -> Post:
    """The peer's."""
    return Post.form("/login", username="admin", password=password)
