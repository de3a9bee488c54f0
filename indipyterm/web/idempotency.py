"""Requests that a browser repeats by itself, as it may when a kept connection breaks before the answer came.

A page names each of its requests in the header ``Idempotency-Key``. A second request of that name does nothing: it gets
the answer to the first.
"""

from __future__ import annotations

from functools import wraps

from starlette.requests import Request
from starlette.responses import Response

from indipyterm.web.roles import Endpoint
from indipyterm.web.site import site_of, user_of

HEADER = "Idempotency-Key"
_LONGEST = 64


def once(endpoint: Endpoint) -> Endpoint:
    """An endpoint that does nothing for a request that is repeated."""

    @wraps(endpoint)
    async def answer(request: Request) -> Response:
        key = request.headers.get(HEADER, "")[:_LONGEST]
        if not key:
            return await endpoint(request)
        asked = user_of(request).name, request.url.path, key
        return await site_of(request).remembered.answer(asked, lambda: endpoint(request))

    return answer
