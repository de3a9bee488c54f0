"""Sending, seen on the screen: what was typed stays until it is sent, and is sent once."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from tests.hostile.case import Case
from tests.hostile.nonsense import again
from tests.hostile.screen import TYPED, Stage
from tests.hostile.sending import FAMILY
from tests.hostile.victim import VICTIM

__all__ = ["EDITS", "FAMILY", "PICKED"]

OUT = (
    b'<newNumberVector device="Victim" name="NUMBER">\n  <oneNumber name="X">7</oneNumber>\n'
    b'  <oneNumber name="Y">-0.5</oneNumber>\n</newNumberVector>\n'
)


async def typed(stage: Stage) -> None:
    """What was typed is there, in the same editor."""
    editor = stage.app.main.pane.editor
    assert editor is not None
    assert editor.current.value == TYPED
    assert editor.dirty


async def away(stage: Stage, *, reset: bool = False) -> None:
    """The connection is lost, and there is none for a while."""
    await stage.server.refuse()
    await (stage.server.reset_clients() if reset else stage.server.drop_clients())
    await stage.shows("✗ LOST")


async def back(stage: Stage) -> None:
    """There is a connection again, and everything was defined on it."""
    await stage.server.listen()
    for server in stage.app.workspace.servers:
        server.client.retry()
    await stage.shows("● live")
    await stage.until(
        lambda: (vector := stage.app.workspace.servers.vector(stage.key("Victim", "FILES"))) and not vector.stale
    )


async def send(stage: Stage, times: int = 1) -> None:
    """Enter, and the editor closes when it went out."""
    for _ in range(times):
        stage.app.simulate_key("enter")
    await stage.until(lambda: stage.app.main.pane.editor is None)
    await stage.server.wait_received(b"</newNumberVector>")


async def _reconnected(stage: Stage) -> None:
    for reset in (False, True):
        await away(stage, reset=reset)
        await typed(stage)
        await back(stage)
        await typed(stage)
    await send(stage)


async def _sent_while_lost(stage: Stage) -> None:
    """Enter without a connection: refused, and nothing goes out by itself later."""
    await away(stage)
    stage.app.simulate_key("enter")
    await stage.shows("nothing can be sent")
    await typed(stage)
    await back(stage)
    await stage.beat()
    await typed(stage)
    assert b"newNumberVector" not in stage.server.received
    await send(stage)


async def _redefined(stage: Stage) -> None:
    for _ in range(20):
        stage.server.send(again(b"NUMBER", (b'label="Number"', b'label="Counts"'), (b"Main Control", b"Elsewhere")))
        stage.server.send(again(b"NUMBER"))
    await stage.beat()
    await typed(stage)
    await send(stage)


async def _another_kind_and_back(stage: Stage) -> None:
    """While it is not a number nothing can be sent; when it is one again, what was typed is still there."""
    stage.server.send(again(b"NUMBER", (b"defNumber", b"defText")))
    await stage.beat()
    await typed(stage)
    stage.server.send(again(b"NUMBER"))
    await stage.beat()
    await typed(stage)
    await send(stage)


async def _gone(stage: Stage) -> None:
    """The vector is gone: Enter refuses; it comes back, and what was typed is sent."""
    stage.server.send(b'<delProperty device="Victim" name="NUMBER"/>')
    await stage.shows("this property is gone")
    stage.app.simulate_key("enter")
    await stage.idle()
    await typed(stage)
    stage.server.send(again(b"NUMBER"))
    await stage.hides("this property is gone")
    await send(stage)


async def _device_gone(stage: Stage) -> None:
    stage.server.send(b'<delProperty device="Victim"/>')
    await stage.shows("this property is gone")
    await typed(stage)
    stage.server.send(VICTIM)
    await stage.hides("this property is gone")
    await typed(stage)
    await send(stage)


async def _member_gone(stage: Stage) -> None:
    stage.server.send(again(b"NUMBER", (b'name="X"', b'name="Z"')))
    await stage.shows("this member is gone")
    stage.app.simulate_key("enter")
    await stage.idle()
    await typed(stage)
    stage.server.send(again(b"NUMBER"))
    await stage.hides("this member is gone")
    await send(stage)


async def _read_only(stage: Stage) -> None:
    stage.server.send(again(b"NUMBER", (b"rw", b"ro")))
    await stage.beat()
    stage.app.simulate_key("enter")
    await stage.shows("read-only")
    await typed(stage)


async def _limits_shrink(stage: Stage) -> None:
    stage.server.send(again(b"NUMBER", (b'max="100"', b'max="5"')))
    await stage.shows("outside 0.00 … 5.00")
    stage.app.simulate_key("enter")
    await stage.idle()
    await typed(stage)


async def _clicked(stage: Stage) -> None:
    """A click beside the editor, on its row: the keys stay with what was typed, and Enter sends it."""
    await stage.click("Number", row="Xi")
    await stage.beat()
    editor = stage.app.main.pane.editor
    assert editor is not None
    assert stage.app.focused is editor.current
    await typed(stage)
    await send(stage)


async def _twice(stage: Stage) -> None:
    """Enter three times as fast as can be: it is sent once."""
    await send(stage, 3)
    await stage.beat()


async def _unanswered(stage: Stage) -> None:
    """Lost before the answer: that is said, and it is not sent again."""
    await send(stage)
    await away(stage)
    await stage.shows("Not answered")
    await back(stage)
    await stage.beat()


async def _in_the_log(stage: Stage) -> None:
    """What was sent and what was answered is in the log, with times."""
    await send(stage)
    stage.server.send(b'<setNumberVector device="Victim" name="NUMBER" state="Ok" message="[INFO] as you wish"/>')
    await stage.shows("as you wish")
    stage.app.simulate_key("L")
    await stage.until(lambda: stage.app.screen is not stage.app.main)
    await stage.shows("12:00:00 Victim")
    await stage.shows("→ NUMBER X=7 Y=-0.5")
    await stage.shows("as you wish")
    stage.app.simulate_key("escape")
    await stage.until(lambda: stage.app.screen is stage.app.main)


async def _quit(stage: Stage) -> None:
    """Quitting asks while something is typed."""
    stage.app.simulate_key("ctrl+q")
    await stage.shows("typed and not sent: Victim NUMBER")
    stage.app.simulate_key("escape")
    await stage.until(lambda: stage.app.screen is stage.app.main)
    await typed(stage)


async def _other_device(stage: Stage) -> None:
    """Another device cannot be opened over what was typed."""
    stage.app.main.action_device(0)
    await stage.shows("Unsent edit")
    await typed(stage)


EDITS: list[Case[Stage]] = [
    Case("an edit, and the connection lost twice", _reconnected, answers=OUT),
    Case("an edit sent while the connection is lost", _sent_while_lost, answers=OUT),
    Case("an edit, and its vector redefined forty times", _redefined, answers=OUT),
    Case("an edit, and its vector of another kind for a while", _another_kind_and_back, answers=OUT),
    Case("an edit, and its vector gone for a while", _gone, answers=OUT),
    Case("an edit, and its device gone for a while", _device_gone, answers=OUT),
    Case("an edit, and its member gone for a while", _member_gone, answers=OUT),
    Case("an edit, and its vector read-only", _read_only),
    Case("an edit, and limits that exclude it", _limits_shrink),
    Case("an edit, and its row clicked on", _clicked, answers=OUT),
    Case("an edit sent three times at once", _twice, answers=OUT),
    Case("an edit sent, and lost before the answer", _unanswered, answers=OUT),
    Case("an edit sent, and all of it in the log", _in_the_log, answers=OUT),
    Case("an edit, and quitting", _quit),
    Case("an edit, and another device", _other_device),
]


# What was picked or is asked about, and the server changes it


PARK = b"""<defSwitchVector device="Victim" name="DOME_PARK" label="Parking" state="Ok" perm="rw" rule="OneOfMany">
<defSwitch name="PARK" label="Park">Off</defSwitch><defSwitch name="UNPARK" label="Unpark">On</defSwitch></defSwitchVector>"""
DELETED = b'<delProperty device="Victim" name="%s"/>'
TAKEN = (
    b'<newSwitchVector device="Victim" name="SWITCH">\n  <oneSwitch name="ONE">Off</oneSwitch>\n'
    b'  <oneSwitch name="TWO">On</oneSwitch>\n</newSwitchVector>\n'
)


def picked(*said: bytes, shows: str = "") -> Callable[[Stage], Awaitable[None]]:
    """A choice was picked, the server says something, and all keys that act are pressed."""

    async def attack(stage: Stage) -> None:
        await stage.leave_editor()
        await stage.select("Victim", "SWITCH")
        stage.app.simulate_key("right")
        await stage.shows("»Two«")
        stage.server.send(b"".join(said))
        await stage.shows(shows or "What was picked and not sent is gone")
        await stage.beat()
        for key in ("enter", "e", "space", "right", "enter", "Y"):
            stage.app.simulate_key(key)
            await stage.idle()
        stage.app.simulate_key("escape")

    return attack


def asked(*said: bytes, defined: bytes = PARK, shows: str) -> Callable[[Stage], Awaitable[None]]:
    """Something risky is asked about, the server says something, and the user says yes twice."""

    async def attack(stage: Stage) -> None:
        await stage.leave_editor()
        stage.server.send(defined)
        await stage.select("Victim", "DOME_PARK")
        stage.app.simulate_key("enter")
        await stage.until(lambda: stage.app.screen is not stage.app.main)
        stage.server.send(b"".join(said))
        await stage.shows(shows)
        stage.judge_cells()
        if said:
            for _ in range(2):
                stage.app.simulate_key("y")
                await stage.idle()
        stage.app.simulate_key("n")
        await stage.until(lambda: stage.app.screen is stage.app.main)
        stage.server.send(DELETED % b"DOME_PARK")

    return attack


async def _held(stage: Stage) -> None:
    """Enter ten times in a row, as where it is held down: sent once, though it would be the other choice each time."""
    await stage.leave_editor()
    await stage.select("Victim", "SWITCH")
    for _ in range(10):
        stage.app.simulate_key("enter")
    await stage.server.wait_received(b"</newSwitchVector>")
    stage.server.send(
        b'<setSwitchVector device="Victim" name="SWITCH" state="Ok"><oneSwitch name="ONE">Off</oneSwitch>'
        b'<oneSwitch name="TWO">On</oneSwitch></setSwitchVector>'
    )
    await stage.shows("‹Two›")
    for _ in range(10):
        stage.app.simulate_key("enter")
    await stage.idle()


PICKED: list[Case[Stage]] = [
    Case("a choice picked, and its property gone", picked(DELETED % b"SWITCH")),
    Case("a choice picked, and its property of another kind", picked(again(b"SWITCH", (b"defSwitch", b"defText")))),
    Case("a choice picked, and its member gone", picked(again(b"SWITCH", (b'name="TWO"', b'name="THREE"')))),
    Case("a choice picked, and its labels swapped", picked(again(b"SWITCH", (b'"One"', b'"-"'), (b'"Two"', b'"One"'), (b'"-"', b'"Two"')))),
    Case("a choice picked, and its property labelled as another", picked(again(b"SWITCH", (b'"Switch"', b'"Laser"')))),
    Case("a choice picked, and its property read-only", picked(again(b"SWITCH", (b"rw", b"ro")), shows="ro")),
    Case("a question, and its property gone", asked(DELETED % b"DOME_PARK", shows="✗ DOME_PARK is not there")),
    Case("a question, and its property read-only", asked(PARK.replace(b"rw", b"ro"), shows="is read-only")),
    Case("a question about a label of many lines", asked(defined=PARK.replace(b'"Park"', b'"Unpark&#10;Mount?&#10;y"'), shows="Unpark")),
    Case("Enter held down on two choices", _held, answers=TAKEN),
]  # fmt: skip
