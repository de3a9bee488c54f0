"""What the program says at its first start is true, and loud where it has to be."""

from __future__ import annotations

import re

import pytest

from indipyterm.web.accounts import Accounts
from indipyterm.web.accounts.setup_lines import site_url
from indipyterm.web.options import WebOptions


@pytest.mark.parametrize(
    ("options", "url"),
    [
        (WebOptions(), "http://localhost:8000"),
        (WebOptions(host="192.168.1.5", port=8080, base="/indi"), "http://192.168.1.5:8080/indi"),
        (WebOptions(host="::1"), "http://[::1]:8000"),
        (WebOptions(host="0.0.0.0"), "http://pi.local:8000"),
        (WebOptions(host="::"), "http://pi.local:8000"),
        (WebOptions(secure_cookie=True, allowed_hosts=("obs.example",), base="/indi"), "https://obs.example/indi"),
    ],
)
def test_the_address_is_one_that_browsers_find(options: WebOptions, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("socket.gethostname", lambda: "pi")
    assert site_url(options) == url


def test_the_code_is_in_the_address_and_listening_to_others_is_said_loudly() -> None:
    accounts = Accounts()
    assert accounts.login.code
    for host, loud in (("localhost", False), ("127.0.0.2", False), ("0.0.0.0", True), ("pi4", True)):
        text = "\n".join(accounts.setup_lines(WebOptions(host=host)))
        assert f"/setup?code={accounts.login.code.text}" in text
        assert ("ATTENTION" in text) is loud
    assert re.fullmatch(r"[2-9A-HJKMNP-TV-Z]{4}-[2-9A-HJKMNP-TV-Z]{4}", accounts.login.code.text)
    accounts.accept_default_password()
    assert accounts.setup_lines(WebOptions(host="0.0.0.0")) == []
    accounts.close()
