"""The facts of the selected row in one line."""

from __future__ import annotations

from indipyterm.tui.widgets.detail_line import DetailLine
from tests.tui.host import SERVER, alone, feed, key, workspace


async def test_it_has_the_facts_of_the_vector_as_plain_text_until_there_is_none() -> None:
    model = workspace()
    line = DetailLine()
    async with alone(line, (120, 3)) as (screen, _):
        assert not screen.lines[0].strip()
        line.set_vector(model.servers.vector(key("COORD")))
        await screen.shows(" COORD rw Busy 11:59:00 │ [INFO] Slewing │ RA 0…24 │ ")
        feed(
            model.servers[SERVER],
            b'<setTextVector device="Mount" name="SITE" state="Alert" message="no [b]power[/b]"/>',
        )
        line.set_vector(model.servers.vector(key("SITE")))
        await screen.shows("no [b]power[/b]")
        assert "COORD" not in screen.text
        line.set_vector(None)
        await screen.until(lambda: not screen.lines[0].strip())
