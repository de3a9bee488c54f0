"""What `indipyterm/tui/terminal` needs of Textual's internals, but for the driver (see test_textual_driver.py).

A test that fails says what Textual changed, which of our modules relies on it, and what to look at.
"""

from __future__ import annotations

import inspect
from typing import Any

import pytest
import textual.widgets._toast as toast
from rich.style import Style
from textual import events
from textual._compositor import ChopsUpdate, Compositor, LayoutUpdate
from textual._xterm_parser import XTermParser
from textual.app import App, ComposeResult
from textual.css.stylesheet import Stylesheet
from textual.dom import DOMNode
from textual.geometry import Region
from textual.message_pump import MessagePump
from textual.screen import Screen
from textual.scrollbar import ScrollBar, ScrollBarRender
from textual.strip import Strip
from textual.widgets import Input, Static

from indipyterm.tui.terminal.app import TerminalApp, WholeCellRender
from indipyterm.tui.terminal.text_field import TextField

APP = "see TerminalApp in indipyterm/tui/terminal/app.py"
WRITER = "see indipyterm/tui/terminal/screen_writer.py"
INPUT = "see indipyterm/tui/terminal/input.py"
ENTRY = "see indipyterm/tui/terminal/text_field.py"
ROLES = "see indipyterm/tui/terminal/role_styles.py"
QUEUE = "see indipyterm/tui/terminal/key_queue.py"

METHODS: list[tuple[type, str, list[str], str]] = [
    (App, "_display", ["screen", "renderable"], f"all painting goes through it; {APP}"),
    (App, "on_event", ["event"], f"all keys come through it; {APP}"),
    (App, "get_driver_class", [], f"it is asked which driver to use; {APP}"),
    (App, "_normalize_keymap", ["keymap"], f"set_keymap keeps what it returns in _keymap; {APP}"),
    (ChopsUpdate, "__init__", ["chops", "spans", "chop_ends"], f"it is a part of the screen; {WRITER}"),
    (LayoutUpdate, "__init__", ["strips", "region"], f"it is all of the screen; {WRITER}"),
    (Compositor, "render_update", [], f"it paints all of the screen; {APP}"),
    (XTermParser, "feed", ["data"], f"it turns text of the terminal into events; {INPUT}"),
    (XTermParser, "tick", [], f"it turns an Escape that nothing follows into a key; {INPUT}"),
    (MessagePump, "_attach", ["parent"], f"it puts a node into the tree without mounting it; {ROLES}"),
    (Stylesheet, "apply", ["node"], f"it gives that node its styles; {ROLES}"),
]


@pytest.mark.parametrize(
    ("owner", "name", "parameters", "use"), METHODS, ids=lambda value: getattr(value, "__name__", str(value)[:40])
)
def test_textual_has_the_methods_that_are_used(owner: type, name: str, parameters: list[str], use: str) -> None:
    method = getattr(owner, name, None)
    assert method is not None, f"Textual's {owner.__name__} has no {name} any more ({use})"
    needed = [
        parameter.name
        for parameter in inspect.signature(method).parameters.values()
        if parameter.default is parameter.empty and parameter.kind is not parameter.VAR_KEYWORD
    ]
    needed = [one for one in needed if one not in ("self", "cls")]
    assert needed == parameters, f"Textual's {owner.__name__}.{name} needs {needed} now ({use})"


# terminal/app.py


def test_a_screen_asks_which_screens_are_in_the_background() -> None:
    assert isinstance(App._background_screens, property), f"App._background_screens is no property any more: {APP}"
    assert inspect.getsource(Screen._compositor_refresh).count("app._background_screens") >= 3, (
        "Textual's Screen decides in another way than by App._background_screens which covered screens are painted, so"
        f" what an opaque screen covers may be sent again: {APP}"
    )


def test_the_screen_writes_partial_updates_through_display() -> None:
    update = inspect.getsource(Screen._compositor_refresh)
    assert "app._display(self, update)" in update, f"Textual's Screen writes in another way than App._display: {APP}"
    for name, paints in (("render_partial_update", "ChopsUpdate("), ("render_full_update", "LayoutUpdate(")):
        source = inspect.getsource(getattr(Compositor, name))
        assert paints in source, f"Textual's Compositor.{name} makes no {paints[:-1]} any more: {WRITER}"


async def test_the_app_tells_where_the_cursor_is_and_whether_it_can_be_written_to() -> None:
    app = TerminalApp()
    async with app.run_test():
        for name in ("cursor_position", "_batch_count", "_running", "_closed", "_begin_update", "_end_update"):
            assert hasattr(app, name), f"Textual's App has no {name} any more: {APP}, _display"


async def test_the_keymap_is_kept_as_it_was_set() -> None:
    app = TerminalApp()
    app.set_keymap({"app.quit": "f5"})
    assert app.keymap == {"app.quit": "f5"}, f"Textual's App.set_keymap does not fill App._keymap any more: {APP}"


def test_toasts_are_in_holders() -> None:
    assert "ToastHolder" in vars(toast), f"Textual has no ToastHolder any more: {APP}, refresh_notices"
    rack = inspect.getsource(toast.ToastRack)
    assert "ToastHolder(" in rack, f"Textual's ToastRack puts toasts into no ToastHolder any more: {APP}"


def test_what_our_app_adds_has_names_of_its_own() -> None:
    theirs = set(dir(App)) | vars(App()).keys()
    taken = {
        "ascii",
        "_writer",
        "terminal_changed",
        "action_repaint",
        "keymap",
        "_key_queue",
        "_marker_returned",
        "refresh_notices",
        "_waiting_notices",
    } & theirs
    assert not taken, f"Textual's App has attributes {taken} of its own now: {APP}"


def test_key_events_say_whether_the_app_has_forwarded_them() -> None:
    for event in (events.Key("a", "a"), events.Paste("a")):
        forwarded = getattr(event, "is_forwarded", None)
        assert forwarded is False, f"Textual's {type(event).__name__}.is_forwarded is {forwarded}: {APP}, on_event"


def test_scrollbars_are_drawn_by_the_renderer_of_their_class() -> None:
    assert ScrollBar.__dict__.get("renderer") in (ScrollBarRender, WholeCellRender), (
        f"Textual's ScrollBar has no renderer any more: {APP}"
    )
    for name in ("VERTICAL_BARS", "HORIZONTAL_BARS"):
        bars: Any = getattr(ScrollBarRender, name, None)
        assert isinstance(bars, list), f"Textual's ScrollBarRender.{name} is no list of characters any more: {APP}"
        assert bars[-1] == " ", f"Textual's ScrollBarRender.{name} ends with no whole cell any more: {APP}"


# terminal/screen_writer.py


def test_updates_of_the_screen_have_the_parts_that_are_used() -> None:
    part = ChopsUpdate([{0: Strip.blank(2), 2: None}], [(0, 0, 2)], [[2, 3]])
    assert (part.chops, part.spans) == ([{0: Strip.blank(2), 2: None}], [(0, 0, 2)]), f"ChopsUpdate: {WRITER}"
    whole = LayoutUpdate([[Strip.blank(3)]], Region(0, 0, 3, 1))
    assert (whole.strips, whole.region.size) == ([[Strip.blank(3)]], (3, 1)), f"LayoutUpdate: {WRITER}"


# terminal/input.py


def test_the_parser_keeps_what_the_terminal_said_of_itself() -> None:
    parser = XTermParser()
    for name in ("mouse_pixels", "terminal_size", "terminal_pixel_size"):
        assert hasattr(parser, name), (
            f"Textual's XTermParser has no attribute {name} any more, which is copied to a new parser: {INPUT}"
        )


# terminal/text_field.py and sheet/editor.py


def test_an_input_subscribes_to_the_signal_that_an_entry_unsubscribes_from() -> None:
    assert "self.screen.text_selection_started_signal.subscribe(" in inspect.getsource(Input._on_mount), (
        f"Textual's Input subscribes to something else than text_selection_started_signal: {ENTRY}, on_unmount"
    )


class Handlers(TextField):
    """Notes what Textual's handlers find when they run."""

    def on_focus(self) -> None:
        """Run before Input's own handler."""
        self.select_on_focus = False


class Fields(App[None]):
    """One field."""

    def compose(self) -> ComposeResult:
        yield Handlers("text")


async def test_an_inputs_own_handlers_run_after_those_of_a_subclass() -> None:
    app = Fields()
    async with app.run_test(notifications=True) as pilot:
        field = app.query_one(Handlers)
        field.focus()
        await pilot.pause()
        assert field.selection.is_empty, (
            "Textual's Input selects its text before the handler of a subclass runs: see Field.on_focus in"
            " indipyterm/tui/sheet/editor.py"
        )
        field.post_message(events.Paste("one\ntwo"))
        await pilot.pause()
        assert field.value == "textone", f"Textual's Input inserts {field.value!r} of a paste of two lines: {ENTRY}"
        told = [notification.message for notification in app._notifications]
        assert told == ["A field has one line: only the first line was pasted"], (
            f"Textual does not run the handler of a subclass of Input for a paste: {ENTRY}, on_paste"
        )


# terminal/role_styles.py


class Styled(App[None]):
    """A widget, and a style for a part of it."""

    CSS = ".painted--alert { color: #ff0000; text-style: bold; }"

    def compose(self) -> ComposeResult:
        yield Static()


async def test_a_node_that_is_only_attached_is_styled() -> None:
    app = Styled()
    async with app.run_test():
        node = DOMNode(classes="painted--alert")
        node._attach(app.query_one(Static))
        app.stylesheet.apply(node)
        style = node.rich_style
        assert isinstance(style, Style)
        assert style.bold, f"Textual does not style a node that is attached and not mounted: {ROLES}"
        assert style.color, f"Textual does not style a node that is attached and not mounted: {ROLES}"


async def test_the_rules_are_new_when_the_style_sheet_is_and_only_then() -> None:
    app = Styled()
    async with app.run_test() as pilot:
        rules = app.stylesheet.rules
        assert app.stylesheet.rules is rules, f"Textual's Stylesheet.rules is a new list each time: {ROLES}"
        app.theme = "textual-light"
        await pilot.pause()
        assert app.stylesheet.rules is not rules, (
            f"Textual's Stylesheet.rules is the same list after a change of theme, so styles would be stale: {ROLES}"
        )


# terminal/key_queue.py


async def test_a_message_of_a_widget_bubbles_up_to_the_app_behind_what_it_was_sent_before() -> None:
    app = Fields()
    async with app.run_test():
        for name in ("focused", "screen", "screen_stack", "call_later"):
            assert hasattr(app, name), f"Textual's App has no {name} any more: {QUEUE}"
        field = app.query_one(Handlers)
        for name in ("is_attached", "is_running", "post_message"):
            assert hasattr(field, name), f"Textual's Widget has no {name} any more: {QUEUE}"
        assert field.post_message(events.Callback(lambda: None)) is True, (
            f"Textual's Widget.post_message does not return whether the message can arrive: {QUEUE}"
        )
