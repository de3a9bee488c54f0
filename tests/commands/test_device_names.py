"""Devices by the beginning of their names, and guesses where none is meant for sure."""

from __future__ import annotations

import pytest

from indipyterm.commands import device_names
from indipyterm.commands.device_names import find_devices, guess, in_words
from indipyterm.commands.session import connect
from indipyterm.commands.set import parse_assignment
from indipyterm.protocol.encoder import encode
from tests.commands.vectors import numbers
from tests.servers import LOOPBACK, WireServer

DEVICES = ("CCD Simulator", "Focuser A", "Focuser B", "CCDX")


async def test_names_as_on_the_screen(wire: WireServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(device_names, "NAME_SECONDS", 0.1)
    wire.greeting = encode(numbers("CCDX", "V", A="1"))
    async with connect(LOOPBACK, wire.port, only=["CCDX"]) as session:
        assert await find_devices(session, ["CCDX"]) == ({}, [])
        wire.greeting = b"".join(encode(numbers(device, "V", A="1")) for device in DEVICES)
        meant, known = await find_devices(session, ["ccd", "Focuser", "focuser a", "Mount", "CCDX"])
        assert meant == {"ccd": "CCD Simulator", "focuser a": "Focuser A"}
        assert known == sorted(DEVICES)
        await wire.wait_received(b'<getProperties version="1.7" device="CCD Simulator"/>')


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("Focuser", "; did you mean Focuser A or Focuser B?"),
        ("CDD Simulator", "; did you mean CCD Simulator?"),
        ("Weather", ""),
    ],
)
def test_guesses(name: str, hint: str) -> None:
    assert guess(name, DEVICES) == hint


@pytest.mark.parametrize("text", ["CCD Simulator.V.A= 5 ", 'D.V."a.b"=x', "Mount.V=ON"])
def test_an_assignment_as_it_is_written(text: str) -> None:
    assert in_words(parse_assignment(text)) == text
