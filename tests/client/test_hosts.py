"""Servers as users write them, and as they are called."""

from __future__ import annotations

import pytest

from indipyterm.client.hosts import host_and_port, server_name


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("pi4", ("pi4", 7624)),
        (" dome:7625 ", ("dome", 7625)),
        ("[::1]", ("::1", 7624)),
        ("[fe80::1%eth0]:65535", ("fe80::1%eth0", 65535)),
        ("::1", ("::1", 7624)),
        ("fe80::1%eth0", ("fe80::1%eth0", 7624)),
        ("192.0.2.7:1", ("192.0.2.7", 1)),
    ],
)
def test_a_server_is_read(text: str, expected: tuple[str, int]) -> None:
    assert host_and_port(text) == expected
    assert host_and_port(server_name(*expected)) == expected


def test_the_port_of_those_without_one_can_be_given() -> None:
    assert host_and_port("pi4", 9000) == ("pi4", 9000)
    assert host_and_port("pi4:7625", 9000) == ("pi4", 7625)


@pytest.mark.parametrize(
    "text",
    [
        *("", ":7624", "pi4:", "pi4:0", "pi4:65536", "pi4:-1", "pi4:７", "pi4:1e3", "pi4:7624:1", "http://pi4:7624"),
        *("[::1", "[::1]7624", "[]", "[pi4]:7624", "[10.0.0.1]", "a:b:c:d", ":::", "fe80::1%", "::1 x", "a b", "a\x1b"),
    ],
)
def test_what_is_no_server_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"no host name|no port from 1 to 65535|\[address\]:port"):
        host_and_port(text)
