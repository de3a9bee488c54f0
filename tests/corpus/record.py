"""Record the corpus anew from the real indiserver: `python -m tests.corpus.record [name ...]`, about a minute.

Each recording is what one client received, byte by byte, from its connection on.
"""

from __future__ import annotations

import os
import re
import select
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import monotonic
from typing import Self

from tests.servers import (
    CCD,
    DOME,
    FOCUSER,
    LOOPBACK,
    SIMULATORS,
    TELESCOPE,
    WEATHER,
    WHEEL,
    IndiServer,
    Simulator,
)

FOLDER = Path(__file__).parent
GET_PROPERTIES = b'<getProperties version="1.7"/>\n'
DEFINITION = re.compile(rb'<def\w+Vector\s+device=["\']([^"\']*)["\']\s+name=["\']([^"\']*)["\']')


class Recorder:
    """A client that keeps what it hears, and sends what a recording needs."""

    def __init__(self, port: int) -> None:
        self.heard = b""
        self._mark = 0
        self._socket = socket.create_connection((LOOPBACK, port), 5)
        self._socket.sendall(GET_PROPERTIES)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._socket.close()

    def until(self, done: Callable[[bytes], object], timeout: float = 30.0) -> None:
        """Hear until `done` holds for what came since the last request."""
        deadline = monotonic() + timeout
        while not done(self.heard[self._mark :]):
            self._socket.settimeout(max(0.001, deadline - monotonic()))
            chunk = self._socket.recv(65536)
            assert chunk, "the server closed the connection"
            self.heard += chunk

    def until_defined(self, count: int) -> None:
        self.until(lambda _: len(set(DEFINITION.findall(self.heard))) >= count)

    def until_set(self, name: str, state: str, times: int = 1) -> None:
        found = re.compile(rf'<set\w+Vector device="[^"]*" name="{name}" state="{state}".*?Vector>'.encode(), re.S)
        self.until(lambda data: len(found.findall(data)) >= times)

    def request(self, data: bytes) -> None:
        self._mark = len(self.heard)
        self._socket.sendall(data)

    def new(self, kind: str, simulator: Simulator, name: str, **members: object) -> None:
        ones = "".join(f'<one{kind} name="{key}">{value}</one{kind}>' for key, value in members.items())
        vector = f'<new{kind}Vector device="{simulator.device}" name="{name}">{ones}</new{kind}Vector>\n'
        self.request(vector.encode("latin-1") if "\xb0" in vector else vector.encode())

    def connect(self, *simulators: Simulator) -> None:
        self.until_defined(sum(simulator.vectors for simulator in simulators))
        for simulator in simulators:
            self.new("Switch", simulator, "CONNECTION", CONNECT="On")
        self.until_defined(sum(simulator.vectors_connected for simulator in simulators))


def connected(simulator: Simulator) -> Callable[[], bytes]:
    """Defined, connected, and what the driver says of itself just after that."""

    def record() -> bytes:
        with IndiServer([simulator]) as server, Recorder(server.port) as client:
            client.connect(simulator)
            last = {TELESCOPE: ("EQUATORIAL_EOD_COORD", "Idle"), CCD: ("GUIDER_INFO", "Idle")}
            name, state = last.get(simulator, ("CONNECTION", "Ok"))
            client.until_set(name, state)
            return client.heard

    return record


def all_connected() -> bytes:
    with IndiServer(SIMULATORS) as server:
        with Recorder(server.port) as first:
            first.connect(*SIMULATORS)
        with Recorder(server.port) as client:
            client.until_defined(187)
            client.request(b'<pingRequest uid="corpus"/>\n')
            client.until(lambda data: b"<pingReply" in data)
            return client.heard


def telescope_slew() -> bytes:
    with IndiServer([TELESCOPE]) as server, Recorder(server.port) as client:
        client.connect(TELESCOPE)
        client.until_set("EQUATORIAL_EOD_COORD", "Idle")
        now = re.findall(rb'name="RA"[^>]*>\s*([\d.]+)', client.heard)[-1]
        client.new("Number", TELESCOPE, "EQUATORIAL_EOD_COORD", RA=(float(now) + 0.3) % 24, DEC=88)
        client.until_set("EQUATORIAL_EOD_COORD", "Ok")
        client.new("Switch", TELESCOPE, "TELESCOPE_PARK_OPTION", PARK_CURRENT="On")
        client.until_set("TELESCOPE_PARK_OPTION", "Ok")
        client.new("Switch", TELESCOPE, "TELESCOPE_PARK", PARK="On")
        client.until_set("TELESCOPE_PARK", "Ok")
        client.new("Number", TELESCOPE, "EQUATORIAL_EOD_COORD", RA=3, DEC=3)
        client.until(lambda data: b"Please unpark" in data)
        client.new("Switch", TELESCOPE, "TELESCOPE_PARK", UNPARK="On")
        client.until_set("TELESCOPE_PARK", "Ok", times=2)
        return client.heard


def telescope_refused() -> bytes:
    with IndiServer([TELESCOPE]) as server, Recorder(server.port) as client:
        client.connect(TELESCOPE)
        client.new("Number", TELESCOPE, "EQUATORIAL_EOD_COORD", RA="abc", DEC=1)
        client.until(lambda data: b"Bad format" in data)
        client.new("Number", TELESCOPE, "GEOGRAPHIC_COORD", LAT=40)
        client.until_set("GEOGRAPHIC_COORD", "Ok")
        return client.heard


def ccd_exposure() -> bytes:
    with IndiServer([CCD]) as server, Recorder(server.port) as client:
        client.connect(CCD)
        client.request(f'<enableBLOB device="{CCD.device}" name="CCD1">Also</enableBLOB>\n'.encode())
        client.new("Number", CCD, "CCD_FRAME", X=100, Y=80, WIDTH=32, HEIGHT=16)
        client.until_set("CCD_FRAME", "Ok")
        client.new("Number", CCD, "CCD_EXPOSURE", CCD_EXPOSURE_VALUE=1)
        client.until_set("CCD_EXPOSURE", "Ok")
        client.new("Switch", CCD, "CCD_COMPRESSION", INDI_ENABLED="On")
        client.until_set("CCD_COMPRESSION", "Ok")
        client.new("Number", CCD, "CCD_EXPOSURE", CCD_EXPOSURE_VALUE=0.1)
        client.until_set("CCD_EXPOSURE", "Ok")
        client.new("Number", CCD, "CCD_EXPOSURE", CCD_EXPOSURE_VALUE=9999)
        client.until_set("CCD_EXPOSURE", "Alert")
        return client.heard


def ccd_stream() -> bytes:
    with IndiServer([CCD]) as server, Recorder(server.port) as client:
        client.connect(CCD)
        client.request(f'<enableBLOB device="{CCD.device}" name="CCD1">Also</enableBLOB>\n'.encode())
        client.new("Switch", CCD, "CCD_STREAM_ENCODER", MJPEG="On")
        client.until_set("CCD_STREAM_ENCODER", "Ok")
        client.new("Switch", CCD, "CCD_VIDEO_STREAM", STREAM_ON="On")
        client.until(lambda data: data.count(b"</setBLOBVector>") >= 2)
        return client.heard


def ccd_driver_alone() -> bytes:
    """The driver's own words, without a server: as they come through servers that pass them on unchanged."""
    place = f'device="{CCD.device}" name='
    zero = "".join(f'<oneNumber name="{name}">0</oneNumber>' for name in "XY")
    size = "".join(f'<oneNumber name="{name}">8</oneNumber>' for name in ("WIDTH", "HEIGHT"))
    steps = [
        (GET_PROPERTIES.decode(), "CCD_SIMULATE_CRASH"),
        (
            f'<newSwitchVector {place}"CONNECTION"><oneSwitch name="CONNECT">On</oneSwitch></newSwitchVector>',
            "CCD_BITSPERPIXEL'>\n      16",
        ),
        (
            f'<enableBLOB device="{CCD.device}">Also</enableBLOB>'
            f'<newNumberVector {place}"CCD_FRAME">{zero}{size}</newNumberVector>',
            "CCD_FRAME'\n  state='Ok'",
        ),
        (
            f'<newNumberVector {place}"CCD_EXPOSURE"><oneNumber name="CCD_EXPOSURE_VALUE">0.1</oneNumber>'
            "</newNumberVector>",
            "</setBLOBVector>",
        ),
    ]
    heard = b""
    with (
        tempfile.TemporaryDirectory() as home,
        subprocess.Popen(
            [CCD.driver],
            cwd=home,
            env={"HOME": "."},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        ) as driver,
    ):
        assert driver.stdin is not None
        assert driver.stdout is not None
        try:
            for request, answer in steps:
                mark = len(heard)
                driver.stdin.write(request.encode() + b"\n")
                driver.stdin.flush()
                while answer.encode() not in heard[mark:]:
                    assert select.select([driver.stdout], [], [], 10)[0], f"no {answer!r}: {heard[mark:]!r}"
                    heard += os.read(driver.stdout.fileno(), 65536)
        finally:
            driver.kill()
    return heard


def driver_killed() -> bytes:
    with IndiServer([WHEEL, FOCUSER]) as server, Recorder(server.port) as client:
        client.connect(WHEEL, FOCUSER)
        client.request(b"")
        server.kill_driver(WHEEL)
        client.until(lambda data: b'name="CONFIG_PROCESS"' in data)
        client.new("Switch", FOCUSER, "CONNECTION", DISCONNECT="On")
        client.until(lambda data: b'<delProperty device="Focuser Simulator" name="DELAY"' in data)
        return client.heard


def wheel_texts() -> bytes:
    with IndiServer([WHEEL]) as server, Recorder(server.port) as client, Recorder(server.port) as other:
        client.connect(WHEEL)
        for text in (
            "A &amp; B &lt;x&gt; &quot;q&quot; &apos;r&apos; é ★",
            "12\xb0 C",
            "  first line\n second line  ",
            "[red]not markup[/red]",
        ):
            client.new("Text", WHEEL, "FILTER_NAME", FILTER_SLOT_NAME_1=text)
            client.until_set("FILTER_NAME", "Ok")
        client.new("Number", WHEEL, "FILTER_SLOT", FILTER_SLOT_VALUE=3)
        client.until_set("FILTER_SLOT", "Ok")
        client.new("Number", WHEEL, "FILTER_SLOT", FILTER_SLOT_VALUE=9)
        client.until_set("FILTER_SLOT", "Alert")
        other.until(lambda data: re.search(rb'"FILTER_SLOT" state="Alert".*</setNumberVector>', data, re.S))
        return other.heard


def focuser_moves() -> bytes:
    with IndiServer([FOCUSER]) as server, Recorder(server.port) as client:
        client.connect(FOCUSER)
        client.new("Number", FOCUSER, "ABS_FOCUS_POSITION", FOCUS_ABSOLUTE_POSITION=51000)
        client.until_set("ABS_FOCUS_POSITION", "Ok")
        client.new("Number", FOCUSER, "ABS_FOCUS_POSITION", FOCUS_ABSOLUTE_POSITION=200000)
        client.until(lambda data: b"out of bound" in data)
        client.new("Number", FOCUSER, "REL_FOCUS_POSITION", FOCUS_RELATIVE_POSITION=100)
        client.until_set("ABS_FOCUS_POSITION", "Ok")
        client.new("Number", FOCUSER, "FOCUS_MAX", FOCUS_MAX_VALUE=60000)
        client.until_set("FOCUS_MAX", "Ok")
        return client.heard


def weather_alert() -> bytes:
    with IndiServer([WEATHER]) as server, Recorder(server.port) as client:
        client.connect(WEATHER)
        for wind, state in ((31, "Alert"), (18, "Busy"), (0, "Ok")):
            client.new("Number", WEATHER, "WEATHER_CONTROL", Weather=0, Temperature=15, Wind=wind, Gust=0, Precip=0)
            client.until_set("WEATHER_CONTROL", "Ok")
            client.new("Switch", WEATHER, "WEATHER_REFRESH", REFRESH="On")
            client.until_set("WEATHER_STATUS", state)
            client.until_set("WEATHER_PARAMETERS", "Ok")
        return client.heard


def dome_moves() -> bytes:
    with IndiServer([DOME]) as server, Recorder(server.port) as client:
        client.connect(DOME)
        client.new("Number", DOME, "ABS_DOME_POSITION", DOME_ABSOLUTE_POSITION=85)
        client.until_set("ABS_DOME_POSITION", "Ok")
        client.new("Switch", DOME, "DOME_PARK", PARK="On")
        client.until_set("DOME_PARK", "Ok")
        client.new("Number", DOME, "ABS_DOME_POSITION", DOME_ABSOLUTE_POSITION=10)
        client.until_set("ABS_DOME_POSITION", "Alert")
        client.new("Switch", DOME, "DOME_PARK", UNPARK="On")
        client.until_set("DOME_PARK", "Ok")
        return client.heard


RECORDINGS: dict[str, Callable[[], bytes]] = {
    "telescope-connect": connected(TELESCOPE),
    "ccd-connect": connected(CCD),
    "focuser-connect": connected(FOCUSER),
    "wheel-connect": connected(WHEEL),
    "weather-connect": connected(WEATHER),
    "dome-connect": connected(DOME),
    "all-connected": all_connected,
    "telescope-slew": telescope_slew,
    "telescope-refused": telescope_refused,
    "ccd-exposure": ccd_exposure,
    "ccd-stream": ccd_stream,
    "ccd-driver-alone": ccd_driver_alone,
    "driver-killed": driver_killed,
    "wheel-texts": wheel_texts,
    "focuser-moves": focuser_moves,
    "weather-alert": weather_alert,
    "dome-moves": dome_moves,
}


def whole(data: bytes) -> bytes:
    """Without the element that was cut when the recording ended."""
    return data[: max(data.rfind(end) + len(end) for end in (b"Vector>\n", b"/>\n"))]


if __name__ == "__main__":
    for name in sys.argv[1:] or RECORDINGS:
        stream = whole(RECORDINGS[name]())
        (FOLDER / f"{name}.xml").write_bytes(stream)
        print(f"{name}.xml {len(stream)} bytes")
