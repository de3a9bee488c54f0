"""The harness around the real indiserver: a test that waits on it must be able to trust it."""

from __future__ import annotations

import shutil
import socket
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from tests.servers import (
    LOOPBACK,
    SIMULATORS,
    TELESCOPE,
    WEATHER,
    WHEEL,
    IndiServer,
    counted,
    require_indiserver,
)

pytestmark = pytest.mark.real

GET_PROPERTIES = b'<getProperties version="1.7"/>\n'


def read_until(connection: socket.socket, wanted: bytes) -> bytes:
    data = b""
    while wanted not in data:
        chunk = connection.recv(65536)
        assert chunk, f"the end of the stream before {wanted!r}: {data[-500:]!r}"
        data += chunk
    return data


def alive(pid: int) -> bool:
    """Running, not merely waiting to be collected by its parent."""
    try:
        with open(f"/proc/{pid}/stat") as stat:
            return stat.read().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_what_simulators_define_is_counted_where_it_is_not_known(start_indi: Callable[..., IndiServer]) -> None:
    start_indi(WHEEL, WEATHER)
    known = {each.device: (each.vectors, each.vectors_connected) for each in (WHEEL, WEATHER)}
    assert counted([WHEEL, WEATHER]) == known


def test_six_simulators_answer_once_started(indi: IndiServer) -> None:
    with socket.create_connection((LOOPBACK, indi.port), 5) as client:
        client.sendall(GET_PROPERTIES)
        waiting = {simulator.device for simulator in SIMULATORS}
        data = ""
        while waiting:
            data += client.recv(65536).decode()
            waiting = {device for device in waiting if f'device="{device}" name="CONNECTION"' not in data}
    assert indi.home.is_dir()
    assert "listening to port" in (indi.home / "indiserver.log").read_text()


def test_kill_ends_the_server_and_its_drivers_and_restart_is_on_the_same_port(
    start_indi: Callable[..., IndiServer],
) -> None:
    server = start_indi(TELESCOPE, WHEEL)
    port, home = server.port, server.home
    pids = [server.pid, server.driver_pid(TELESCOPE), server.driver_pid(WHEEL)]
    assert all(map(alive, pids))
    with socket.create_connection((LOOPBACK, port), 5) as client:
        client.sendall(GET_PROPERTIES)
        read_until(client, b"Filter Simulator")
        server.kill()
        with suppress(ConnectionResetError):  # this or the end of the stream, and at once
            while client.recv(65536):
                pass
        assert not any(map(alive, pids))
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection((LOOPBACK, port), 5)
        server.restart()  # while the old connection is not even closed on our side
    assert (server.port, server.home) == (port, home)
    with socket.create_connection((LOOPBACK, port), 5) as client:
        client.sendall(GET_PROPERTIES)
        read_until(client, b"Telescope Simulator")
    server.stop()
    assert not home.exists()
    server.stop()


def test_two_servers_do_not_disturb_each_other(start_indi: Callable[..., IndiServer]) -> None:
    one, two = start_indi(WHEEL), start_indi(WHEEL)
    assert one.port != two.port
    one.kill()
    two.wait_devices()


def test_a_killed_driver_is_deleted_and_comes_back(start_indi: Callable[..., IndiServer]) -> None:
    server = start_indi(WHEEL, TELESCOPE)
    with socket.create_connection((LOOPBACK, server.port), 5) as client:
        client.sendall(GET_PROPERTIES)
        read_until(client, b'"Filter Simulator" name="CONFIG_PROCESS"')
        first = server.driver_pid(WHEEL)
        server.kill_driver(WHEEL)
        deleted, again = b'<delProperty device="Filter Simulator"/>', b'device="Filter Simulator" name="CONNECTION"'
        if again not in read_until(client, deleted).partition(deleted)[2]:  # definitions may come twice before that
            read_until(client, again)
    assert not alive(first)
    assert server.driver_pid(WHEEL) != first


def test_a_driver_without_restarts_stays_dead(start_indi: Callable[..., IndiServer]) -> None:
    server = start_indi(WHEEL, TELESCOPE, options=("-r", "0"))
    with socket.create_connection((LOOPBACK, server.port), 5) as client:
        client.sendall(GET_PROPERTIES)
        read_until(client, b'"Filter Simulator" name="CONFIG_PROCESS"')
        server.kill_driver(WHEEL)
        read_until(client, b'<delProperty device="Filter Simulator"/>')
    assert alive(server.driver_pid(TELESCOPE))


def test_a_missing_indiserver_is_a_clear_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None if name == "indiserver" else name)
    with pytest.raises(pytest.fail.Exception, match=r"^indiserver not found: .*Debian package indi-bin"):
        require_indiserver()


def test_a_start_that_fails_says_why_and_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with pytest.raises(AssertionError, match="Usage: indiserver"), IndiServer([WHEEL], options=["--wrong"]):
        pass
    assert not list(tmp_path.iterdir())
