"""Typing while the server floods the very row: nothing that belongs to the user is touched."""

from __future__ import annotations

import asyncio

from tests.servers import WireServer
from tests.tui.emulator import StillClock, terminal
from tests.tui.samples import EVERY_KIND

OTHERS = b"".join(
    b'<defNumberVector device="Mount" name="N%d" label="Number %d" group="Many" state="Ok" perm="ro" timeout="0">'
    b'<defNumber name="X" label="X" format="%%.2f" min="0" max="0" step="0">0</defNumber></defNumberVector>' % (n, n)
    for n in range(60)
)


def update(count: int) -> bytes:
    return (
        b'<setNumberVector device="Mount" name="COORD" state="Busy"><oneNumber name="RA">%f</oneNumber>'
        b'<oneNumber name="DEC">%f</oneNumber></setNumberVector>'
        % (count % 24, count % 90)
        + b'<setNumberVector device="Mount" name="N%d" state="Ok"><oneNumber name="X">%d</oneNumber></setNumberVector>'
        % (count % 60, count)
        + (
            b'<setTextVector device="Mount" name="SITE" state="Ok"><oneText name="NAME">%d</oneText></setTextVector>'
            % count
        )
    )


async def test_fifty_updates_a_second_leave_text_cursor_focus_and_scroll_alone() -> None:
    async with WireServer(EVERY_KIND + OTHERS) as server, terminal(server.port, clock=StillClock()) as screen:
        await screen.shows("Guide")
        await screen.until(lambda: screen.app.workspace.servers.vector(screen.key("Mount", "N59")))
        await screen.select("Mount", "COORD")
        flooding = True

        async def flood() -> int:
            count = 0
            while flooding:
                server.send(update(count))
                count += 1
                await asyncio.sleep(1 / 50)
            return count

        task = asyncio.create_task(flood())
        try:
            await screen.press("e")
            await screen.until(lambda: screen.app.main.pane.editor)
            editor, scroll = screen.app.main.pane.editor, screen.sheet.scroll_offset
            assert editor is not None
            for place, character in enumerate("5:35", 1):
                await screen.type(character)
                assert editor.current.value == "5:35"[:place]
                assert editor.current.cursor_position == place
                assert editor.current.has_focus
                assert screen.sheet.scroll_offset == scroll
            await screen.press("left")
            seen = editor._vector.members["RA"].value
            await screen.until(lambda: editor._vector.members["RA"].value != seen)
            assert editor.current.cursor_position == 3
            await screen.press("tab")
            await screen.type("-6")
            server.received.clear()
            await screen.press("enter")
            received = bytes(await server.wait_received(b"</newNumberVector>"))
        finally:
            flooding = False
            count = await task
    assert count > 20
    assert b'"RA">5.583333333333333' in received
    assert b'"DEC">-6<' in received
