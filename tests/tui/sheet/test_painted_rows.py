"""A sheet wide enough for two columns of rows: what is painted, and where keys and clicks go."""

from __future__ import annotations

from tests.servers import WireServer
from tests.tui.emulator import StillClock, Terminal, terminal
from tests.tui.samples import EVERY_KIND

_OPTIONS = b"".join(
    b'<defNumberVector device="Mount" name="N%d" label="Number %d" group="Options" state="Ok" perm="rw" timeout="0">'
    b'<defNumber name="N" label="N" format="%%.f" min="0" max="9" step="1">%d</defNumber></defNumberVector>'
    % (number, number, number % 10)
    for number in range(80)
)


def _cursor(screen: Terminal) -> str:
    return screen.sheet.cursor.vector if screen.sheet.cursor else ""


async def _at(screen: Terminal, *keys: str) -> str:
    await screen.press(*keys)
    return _cursor(screen)


async def test_two_columns_for_keys_mouse_editor_search_and_folds_and_one_again() -> None:
    async with WireServer(EVERY_KIND + _OPTIONS) as server, terminal(server.port, (160, 24), StillClock()) as screen:
        await screen.until(lambda: screen.key("Mount", "N79") in screen.sheet.current_layout)
        first = screen.line("Coordinates")
        assert "6:23:44" in first
        assert "│ ▲ Status" in first  # the sixth of ten: each half of a group is a column
        # Keys: down one column and then the other; sideways; by pages and groups
        assert await _at(screen, "g", "j", "down") == "MODE"
        assert await _at(screen, "right", "down", "j") == "REVERSE"  # → moves the choice where there is one
        assert (await _at(screen, "j"), await _at(screen, "left")) == ("STATUS", "COORD")
        assert await _at(screen, "down", "shift+right") == "IMAGE"
        assert screen.line("▸").index("▸") > 90
        assert await _at(screen, "]", "right", "pagedown") == "N57"  # in its column
        assert (await _at(screen, "G"), await _at(screen, "g")) == ("N79", "COORD")
        # The editor lies on its row, in its column
        await screen.select("Mount", "N45")
        await screen.press("e")
        await screen.shows("now 5")
        editor = screen.app.main.pane.editor
        assert editor
        assert editor.region.x > screen.sheet.region.x + 66
        assert screen.line("Number 45")[editor.region.x :].strip().startswith("N")
        await screen.press("7", "enter")
        await server.wait_received(b"N45")
        # The mouse
        await screen.press("escape", "g")
        await screen.click("Solar")
        await server.wait_received(b'<oneSwitch name="SOLAR">On</oneSwitch>')
        await screen.click("Model")
        assert _cursor(screen) == "MODEL"
        # A value in the right column is painted where it stands
        server.send(
            b'<setNumberVector device="Mount" name="TEMP"><oneNumber name="T">-7.5</oneNumber></setNumberVector>'
        )
        await screen.shows("-7.50 C")
        assert "‹" in screen.line("-7.50 C") or "Reverse" in screen.line("-7.50 C") or "Abort" in screen.line("-7.50 C")
        # Search, jump back, fold
        await screen.press("slash", *"number", "space", *"7", "enter")
        await screen.shows("Number 7 ")
        assert "│" in screen.line("Number 7 ")
        assert "Number 75" in screen.line("│ ● Number 75")
        await screen.press("escape")
        await screen.select("Mount", "N60")
        assert await _at(screen, "ctrl+o") != "N60"
        await screen.press("z")
        await screen.shows("folded")
        await screen.press("z")
        await screen.hides("folded")
        # One column and two again: the cursor stays on its row, in view
        await screen.select("Mount", "N60")
        for size in ((100, 24), (200, 50), (80, 24), (160, 24)):
            await screen.pilot.resize_terminal(*size)
            await screen.until(lambda size=size: screen.app.screen.size == size)  # type: ignore[misc]
            assert _cursor(screen) == "N60"
            assert "Number 60" in screen.line("▸")
            assert ("│" in screen.line("▸")[30:]) == (size[0] >= 160)
