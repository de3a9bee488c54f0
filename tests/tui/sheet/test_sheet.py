"""Keys on rows: what they send, and how often."""

from __future__ import annotations

import pytest
from textual import events

from tests.tui.sheet.test_displaced_cursor import nothing_was_sent, on_row


@pytest.mark.parametrize("state", [b"Busy", b"Ok"])
async def test_a_held_enter_sends_a_switch_with_two_choices_once(state: bytes) -> None:
    async with on_row("CCC") as (server, screen):
        for _ in range(20):
            screen.app.post_message(events.Key("enter", None))
        await screen.shows("Enter is held down: ← → move the choice")
        assert screen.text.count("is held down") == 1
        await server.wait_received(b'<oneSwitch name="x">On</oneSwitch>')
        server.send(
            b'<setSwitchVector device="Focuser" name="CCC" state="%b"><oneSwitch name="x">On</oneSwitch><oneSwitch name="Y">Off</oneSwitch></setSwitchVector>'
            % state
        )
        await screen.shows("‹x›")
        await screen.press("enter", "right", "left")
        assert server.received.count(b"<newSwitchVector") == 1
        await screen.press("right", "enter")  # chosen, it is sent all the same
        await server.wait_received(lambda received: received.count(b"<newSwitchVector") == 2)
        server.received.clear()
        await nothing_was_sent(server, screen)
