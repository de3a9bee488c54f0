"""Details: everything that is known about a property, as plain text, current."""

from __future__ import annotations

from datetime import timedelta

import pytest
from rich.cells import cell_len

from indipyterm.model.vectors import Request
from indipyterm.presentation.facts import NOT_STANDARD
from indipyterm.tui.screens.details import DetailsScreen
from indipyterm.tui.widgets.reader import Reader, room_of
from indipyterm.workspace.change import Change
from tests.tui.emulator import NOON, Terminal
from tests.tui.host import DEFINITIONS, SERVER, feed, hosted, key, workspace

SIZES = [(80, 24), (120, 40), (40, 12)]


def whole(screen: Terminal) -> str:
    """All that can be scrolled to, with single spaces."""
    reader = screen.app.screen.query_one(Reader)
    rows = ["".join(part.text for part in row) for row in reader.rows]
    assert max(map(cell_len, rows)) <= room_of(reader)
    return " ".join(" ".join(rows).split())


@pytest.mark.parametrize("size", SIZES)
async def test_a_number_vector_in_full(size: tuple[int, int]) -> None:
    model = workspace()
    vector = model.servers.vector(key("COORD"))
    assert vector is not None
    vector.request = Request({"RA": "5.588139", "DEC": "-5.391111"}, NOON - timedelta(seconds=7))
    vector.other = NOON
    async with hosted(DetailsScreen(key("COORD"), model), size) as (screen, host):
        await screen.shows("Mount › Coordinates")
        text = whole(screen)
        for fact in (
            NOT_STANDARD,
            "device Mount",
            "group Main Control",
            "INDI name COORD",
            "kind Number, 2 members",
            "permission rw: it can be read and set",
            "state ◐ Busy",
            "timeout 60 s",
            "changed 2026-11-22 11:59:00 UTC",
            "message [INFO] Slewing",
            "under way → RA=5.588139 DEC=-5.391111",
            "sent 2026-11-22 11:59:53 UTC",
            "7s",
            "⇄ asked by another client 2026-11-22 12:00:00 UTC",
            "DEC DEC (dd:mm:ss)",
            "value 6:38:00 as sent 6.6333333333333337",
            "range min -90 max 90 step 0 -90:00:00 … 90:00:00",
            "format %010.6m",
        ):
            assert fact in text
        await screen.press("y")
        assert "INDI name   COORD\n" in host.copied
        assert NOT_STANDARD in host.copied


async def test_network_text_is_plain() -> None:
    async with hosted(DetailsScreen(key("SITE"), workspace())) as (screen, _):
        await screen.shows("Mount › [b]Site[/b]")
        text = whole(screen)
        assert "value La [red]Palma[/red] 🔭" in text
        assert "state ▲ Alert" in text
        assert "permission ro: only the device sets it" in text
        assert "timeout none given" in text


@pytest.mark.parametrize(
    ("vector", "device", "facts"),
    [
        ("MODE", "Mount", ["rule OneOfMany", "SIDEREAL Sidereal value On"]),
        ("STATUS", "Mount", ["kind Light, 1 member", "value Alert"]),
        ("CCD1", "CCD", ["The last image of the camera, sent", "kind BLOB", "value none yet"]),
        ("MODEL", "CCD", ["wo: it can be set, and never read", "value none yet"]),
    ],
)
async def test_other_kinds(vector: str, device: str, facts: list[str]) -> None:
    async with hosted(DetailsScreen(key(vector, device), workspace())) as (screen, _):
        await screen.shows(f"{device} › ")
        text = whole(screen)
        for fact in facts:
            assert fact in text


async def test_a_received_blob_has_its_size_and_file() -> None:
    model = workspace()
    feed(model.servers[SERVER], b'<setBLOBVector device="CCD" name="CCD1" state="Ok"><oneBLOB name="CCD1" size="6" format=".fits">YWJjZGVm</oneBLOB></setBLOBVector>')  # fmt: skip
    async with hosted(DetailsScreen(key("CCD1", "CCD"), model)) as (screen, _):
        await screen.shows("size")
        text = whole(screen)
        assert "size 6 bytes" in text
        assert "format .fits file not saved" in text


async def test_it_follows_the_model() -> None:
    model = workspace()
    shown = DetailsScreen(key("COORD"), model)
    async with hosted(shown, (80, 40)) as (screen, _):
        await screen.shows("◐ Busy")
        feed(model.servers[SERVER], b'<setNumberVector device="Mount" name="COORD" state="Alert" message="hit the [pier]"><oneNumber name="RA">7.5</oneNumber></setNumberVector>')  # fmt: skip
        shown.update_from(Change(connection=True))
        await screen.shows("▲ Alert")
        assert "hit the [pier]" in screen.text
        assert "7:30:00" in screen.text
        model.servers[SERVER].client.catalog.mark_stale()
        shown.update_from(Change(connection=True))
        await screen.shows("? stale; it was Alert")
        feed(model.servers[SERVER], b'<delProperty device="Mount" name="COORD"/>')
        shown.update_from(Change(connection=True))
        await screen.shows("This property is gone.")
        await screen.shows("7:30:00")


async def test_a_long_message_is_wrapped_whole() -> None:
    model = workspace()
    words = " ".join(f"word{number}" for number in range(120))
    feed(model.servers[SERVER], b'<setNumberVector device="Mount" name="COORD" message="%s"/>' % words.encode())
    async with hosted(DetailsScreen(key("COORD"), model), (40, 12)) as (screen, _):
        await screen.shows("Mount")
        assert words in whole(screen)


async def test_several_servers_are_told_apart() -> None:
    async with hosted(DetailsScreen(key("MODE"), workspace(DEFINITIONS, "dome"))) as (screen, _):
        await screen.shows("Mount on pi4:7624")


async def test_a_property_that_is_gone_already_is_no_accident() -> None:
    async with hosted(DetailsScreen(key("MODE"), workspace(b""))) as (screen, _):
        await screen.shows("This property is gone.")
        await screen.press("y", "G", "g")


@pytest.mark.parametrize("press", ["escape", "i"])
async def test_it_is_closed(press: str) -> None:
    async with hosted(DetailsScreen(key("MODE"), workspace())) as (screen, host):
        await screen.press(press)
        assert host.results == [None]


async def test_a_great_many_members_are_no_trouble() -> None:
    members = b"".join(b'<defText name="T%d">%s</defText>' % (number, b"x" * 50) for number in range(2000))
    data = b'<defTextVector device="Mount" name="ALL" state="Ok" perm="rw">' + members + b"</defTextVector>"
    shown = DetailsScreen(key("ALL"), workspace(data))
    async with hosted(shown) as (screen, _):
        await screen.shows("2000 members")
        await screen.press("G")
        await screen.shows("T1999")
