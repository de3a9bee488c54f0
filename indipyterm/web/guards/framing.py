"""Where a request begins and ends has to be beyond doubt: a proxy in between must not see another one (smuggling)."""

from __future__ import annotations

from starlette.types import Scope

VERSIONS = ("1.0", "1.1")


def framing_fault(scope: Scope) -> tuple[int, str]:
    """Why a request is not read, as a status and words; 0 if it is."""
    names = [name for name, _ in scope["headers"]]
    if b"content-length" in names and b"transfer-encoding" in names:
        return 400, "The request says twice, and in two ways, how long it is."
    if names.count(b"host") != 1:
        return 400, "The request does not say for which host it is meant."
    if scope.get("http_version", "1.1") not in VERSIONS:
        return 505, "This site speaks HTTP/1.1."
    return 0, ""
