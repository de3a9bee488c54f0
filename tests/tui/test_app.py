"""What the app says of what it sent, and how much of the screen a list of choices takes."""

from __future__ import annotations

from textual.strip import Strip

from indipyterm.tui.rows.painter import PaintedLine
from indipyterm.tui.rows.styled import Styled, StyledLine
from tests.servers import WireServer
from tests.tui.emulator import terminal
from tests.tui.host import DEFINITIONS

LONG = (
    b'<defSwitchVector device="Mount" name="LONG" label="Long" group="Main Control" state="Ok" perm="rw"'
    b' rule="OneOfMany" timeout="0">%b</defSwitchVector>'
    % b"".join(b'<defSwitch name="C%d">%b</defSwitch>' % (n, b"Off" if n else b"On") for n in range(60))
)


async def test_an_abort_is_called_sent_only_when_it_was() -> None:
    async with WireServer(DEFINITIONS) as server, terminal(server.port) as screen:
        await screen.select("Mount", "COORD")
        await screen.press("X")
        await screen.shows("ABORT sent to Mount")
        await screen.press("colon", "escape")  # the palette clears notices
        await screen.hides("ABORT sent to Mount")
        await server.refuse()
        await server.drop_clients()
        await screen.shows("LOST")
        await screen.press("X")
        await screen.shows("Not connected: nothing can be sent")
        assert "ABORT sent" not in screen.text


async def test_a_list_of_many_choices_fits_the_screen() -> None:
    async with WireServer(DEFINITIONS + LONG) as server, terminal(server.port) as screen:
        await screen.select("Mount", "LONG")
        await screen.press("enter")
        await screen.shows("type to narrow")
        height = screen.app.size.height
        assert all(widget.region.y >= 0 and widget.region.bottom <= height for widget in screen.app.screen.children)
        assert any("╰" in line for line in screen.lines)


async def test_a_line_is_painted_as_it_is_then_and_again_when_it_is_as_it_was_before() -> None:
    """What an update found, and the paint did not, must not count as painted."""

    class Live(PaintedLine):
        text = "● 1"

        def row(self, line: int) -> StyledLine:
            return [Styled(self.text)]

    def shown(strip: Strip) -> str:
        return strip.text.rstrip()

    async with WireServer(DEFINITIONS) as server, terminal(server.port) as screen:
        line = Live("")
        await screen.app.main.mount(line)
        await screen.until(lambda: line.size.width)
        assert shown(line.render_line(0)) == "● 1"
        line.text = "◐ 1"
        line.update()
        line.text = "● 2"  # the answer comes before the paint
        assert shown(line.render_line(0)) == "● 2"
        line.text = "◐ 1"
        line.update()
        await screen.shows("◐ 1")
