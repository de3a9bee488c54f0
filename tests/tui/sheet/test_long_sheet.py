"""A device with more vectors than are measured at once."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from tests.servers import WireServer
from tests.tui.emulator import StillClock, Terminal, terminal

COUNT = 400


def definition(number: int) -> bytes:
    """A text vector of one row, or of three."""
    label = b"M" if number % 3 else b"A label that needs a row of its own"
    ones = b"".join(
        b'<defText name="T%d" label="%b %d">text</defText>' % (member, label, member) for member in range(3)
    )
    return (
        b'<defTextVector device="Long" name="V%d" label="Vector %d" group="G%d" state="Ok" perm="rw" timeout="0">'
        b"%b</defTextVector>" % (number, number, number // 100, ones)
    )


@asynccontextmanager
async def shown() -> AsyncIterator[tuple[WireServer, Terminal]]:
    async with (
        WireServer(b"".join(map(definition, range(COUNT)))) as server,
        terminal(server.port, clock=StillClock()) as screen,
    ):
        await screen.until(lambda: screen.key("Long", f"V{COUNT - 1}") in screen.sheet.current_layout)
        await screen.shows("Vector 0 ")
        yield server, screen


def rows(screen: Terminal) -> list[str]:
    """The sheet's lines, without the scroll bar."""
    region = screen.sheet.region
    return [line[:-1] for line in screen.lines[region.y : region.bottom]]


def under_cursor(screen: Terminal) -> int:
    """The vector that the cursor is painted on; there must be one."""
    (line,) = (line for line in rows(screen) if line.startswith("▸"))
    return int(line.split("Vector ")[1].split()[0])


def check(screen: Terminal) -> None:
    """All rows of each vector are there, one vector after the other."""
    place = -1
    for line in rows(screen):
        if "Vector " in line:
            number = int(line.split("Vector ")[1].split()[0])
            assert place in (-1, number - 1)
            place = number
    assert place >= 0


async def test_the_end_the_way_back_and_pages() -> None:
    async with shown() as (_, screen):
        await screen.press("G")
        await screen.until(lambda: under_cursor(screen) == COUNT - 1)
        check(screen)
        assert rows(screen)[-1].strip()
        for number in range(COUNT - 2, COUNT - 110, -1):
            await screen.press("k")
            assert under_cursor(screen) == number
            if number % 10 == 0:
                check(screen)
        before = under_cursor(screen)
        await screen.press("pageup")
        assert before - 25 < under_cursor(screen) < before
        check(screen)
        await screen.press("g")
        assert under_cursor(screen) == 0
        assert screen.sheet.scroll_offset.y == 0


async def test_a_group_far_away_stands_at_the_top() -> None:
    async with shown() as (_, screen):
        await screen.press("]", "]", "]")
        await screen.until(lambda: under_cursor(screen) == 300)
        check(screen)
        assert "G3" in rows(screen)[0]


async def test_rows_above_the_screen_that_grow_move_nothing() -> None:
    async with shown() as (server, screen):
        await screen.press("]", "]")
        await screen.until(lambda: under_cursor(screen) == 200)
        before = rows(screen)
        server.send(
            b"".join(
                b'<setTextVector device="Long" name="V%d" state="Alert" message="%b"/>' % (number, b"why " * 60)
                for number in range(150, 190)
            )
        )
        last = screen.key("Long", "V189")
        await screen.until(lambda: getattr(screen.app.workspace.servers.vector(last), "message", ""))
        await screen.until(lambda: "▲" in screen.lines[1])
        screen.app.clear_notifications()
        await screen.until(lambda: rows(screen) == before)
        await screen.press(*"kkkkkkkkkkkkkkk")
        assert under_cursor(screen) == 185
        check(screen)


async def test_new_definitions_do_not_move_what_was_scrolled_to() -> None:
    async with shown() as (server, screen):
        screen.sheet.scroll_to(y=300, animate=False, immediate=True)
        await screen.until(lambda: not any(line.startswith("▸") for line in rows(screen)))
        check(screen)
        before = rows(screen)
        server.send(definition(COUNT))
        await screen.until(lambda: screen.app.workspace.servers.vector(screen.key("Long", f"V{COUNT}")))
        await screen.until(lambda: screen.key("Long", f"V{COUNT}") in screen.sheet.current_layout)
        assert rows(screen) == before
