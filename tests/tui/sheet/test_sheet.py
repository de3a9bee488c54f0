"""Keys on rows: what they send, and how often."""

from __future__ import annotations

from textual import events

from tests.tui.sheet.test_displaced_cursor import nothing_was_sent, on_row


async def test_a_held_enter_sends_a_switch_with_two_choices_once() -> None:
    async with on_row("CCC") as (server, screen):
        for _ in range(20):
            screen.app.post_message(events.Key("enter", None))
        await screen.shows("Still busy: ← → move the choice, Enter sends it")
        assert screen.text.count("Still busy") == 1
        await server.wait_received(b'<oneSwitch name="x">On</oneSwitch>')
        await screen.press("enter", "right", "left")
        assert server.received.count(b"<newSwitchVector") == 1
        await screen.press("right", "enter")  # chosen, it is sent all the same
        await server.wait_received(lambda received: received.count(b"<newSwitchVector") == 2)
        server.received.clear()
        await nothing_was_sent(server, screen)
