"""Forms that no browser would send."""

from __future__ import annotations

from typing import Any

import pytest

from tests.web.visitor import Visitor, faults, site

FORM = "application/x-www-form-urlencoded"


@pytest.mark.parametrize(
    ("content", "kind", "status", "words"),
    [
        (b"do=login&name=%FF&password=x", FORM, 422, "not text in UTF-8"),
        (b"do=login&name=\xff\xfe&password=x", FORM, 422, "not text in UTF-8"),
        (b"do=login&name=a%00b&password=x", FORM, 422, "U+0000"),
        (b"do=login&name=%E2%80%AEx&password=x", FORM, 422, "U+202E"),
        (b"do=login&name=" + b"x" * 60_000 + b"&password=x", FORM, 422, "Wrong name or password"),
        (b"do=login&name=x&password=" + b"%20" * 20_000, FORM, 422, "Wrong name or password"),
        (b"do=%FF", FORM, 400, "does not exist"),
        (b"&&==&%&do", FORM, 400, "does not exist"),
        (b"", FORM, 400, "does not exist"),
        (b"a=1&" * 51, FORM, 400, "too many fields"),
        (b"do=login&name=x&password=x" + b"x" * (10 << 20), FORM, 413, "64 kB"),
        (b'{"do": "login"}', "application/json", 415, "forms as browsers send them"),
        (b"do=login", "", 415, "forms as browsers send them"),
        (b"--x\r\n\r\n--x--", "multipart/form-data; boundary=x", 415, "forms as browsers send them"),
    ],
)
async def test_are_refused_in_words(content: bytes, kind: str, status: int, words: str) -> None:
    with site() as (app, _):
        visitor = Visitor(app)
        headers: dict[str, Any] = {"origin": visitor.origin} | ({"content-type": kind} if kind else {})
        answer = await visitor.http.post("/login", content=content, headers=headers)
        assert answer.status_code == status
        assert words in answer.text


async def test_a_field_that_comes_twice_counts_once() -> None:
    with site() as (app, _):
        visitor = Visitor(app)
        headers = {"origin": visitor.origin, "content-type": FORM}
        answer = await visitor.http.post("/login", content=b"do=login&name=&name=vera", headers=headers)
        assert "name" in faults(answer)
