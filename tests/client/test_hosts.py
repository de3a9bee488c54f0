"""Servers as users write them, and as they are called."""

from __future__ import annotations

import pytest

from indipyterm.client.hosts import by_tcp, host_and_port, server_name


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
        ("unix:/tmp/indiserver", ("unix:/tmp/indiserver", 7624)),
        ("unix:other", ("unix:other", 7624)),
        ("unix:7625", ("unix", 7625)),
        ("tcp:localhost:7625", ("tcp:localhost", 7625)),
        ("tcp:[::1]:7625", ("tcp:::1", 7625)),
        ("tcp:7625", ("tcp", 7625)),
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


@pytest.mark.parametrize(
    "text", ["unix:", f"unix:/{'x' * 107}", "unix:/tmp/\x1b", "tcp:", "tcp:unix:/tmp/x", "tcp:tcp:pi4"]
)
def test_what_is_no_local_socket_or_host_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"no name of a local socket|no host name"):
        host_and_port(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("pi4:7625", "tcp:pi4:7625"), ("::1", "tcp:::1"), ("tcp:pi4", "tcp:pi4"), ("unix:/tmp/x", "unix:/tmp/x")],
)
def test_a_server_is_connected_to_by_tcp(text: str, expected: str) -> None:
    assert by_tcp(text) == expected
    assert host_and_port(expected)
