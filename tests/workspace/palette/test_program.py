"""Verbs for the program itself: the folder of BLOBs, the theme, the server."""

from __future__ import annotations

import pytest

from indipyterm.workspace.palette.actions import (
    Action,
    ConnectServer,
    DisconnectServer,
    ReconnectServer,
    SetBlobFolder,
    SetTheme,
)
from indipyterm.workspace.palette.program import host, server, theme
from indipyterm.workspace.palette.verb import PaletteContext
from tests.workspace.palette.scenes import SERVER, THEMES, Recording, first, say, simulators


@pytest.mark.parametrize(
    ("typed", "action"),
    [
        ("blob folder", SetBlobFolder(None)),
        ("blob", SetBlobFolder(None)),
        ("blob folder ~/my 'images'", SetBlobFolder("~/my 'images'")),
        ("theme nigh", SetTheme("night")),
        ("theme dark", SetTheme("textual-dark")),
        ("host dome", ConnectServer("dome", 7624)),
        ("host dome:7625", ConnectServer("dome", 7625)),
        ("host dome 7625", ConnectServer("dome", 7625)),
        ("host [::1]:7625", ConnectServer("::1", 7625)),
        ("host ::1", ConnectServer("::1", 7624)),
        ("server off", DisconnectServer(SERVER)),
        ("server off pi", DisconnectServer(SERVER)),
    ],
)
def test_what_is_typed_does_what_is_meant(typed: str, action: Action) -> None:
    assert first(typed).action == action


@pytest.mark.parametrize(
    ("typed", "detail"),
    [
        ("theme purple", "no theme is called 'purple'"),
        ("server on", "no server was disconnected here"),
        ("server off dome", "every server is disconnected already"),
        ("host dome:0", "'0' is not a port"),
        ("host dome:65536", "'65536' is not a port"),
        ("host dome:99999", "not a port"),
        ("host dome ٣", "not a port"),
        ("host a b c", "HOST or HOST:PORT"),
    ],
)
def test_a_bad_argument_is_told_and_cannot_be_run(typed: str, detail: str) -> None:
    found = first(typed)
    assert detail in found.detail
    assert found.invalid
    assert found.action is None


def test_a_missing_host_is_told_beside_the_servers_of_now() -> None:
    found = first("host")
    assert found.detail == f"a host is missing; now: {SERVER}"
    assert not found.invalid
    assert found.action is None


def test_names_that_begin_with_the_text_come_before_those_that_have_it() -> None:
    context = PaletteContext(simulators(), themes=["textual-nord", "nord", "night"])
    assert [one.action for one in theme(context, "nor")] == [SetTheme("nord"), SetTheme("textual-nord")]
    assert len(theme(PaletteContext(simulators(), themes=THEMES), "")) == len(THEMES)


def test_a_replay_connects_to_no_other_server() -> None:
    (found,) = host(PaletteContext(simulators(), replay=Recording()), "dome")
    assert found.invalid
    assert found.action is None


def test_a_server_is_left_with_a_word_of_what_goes_on_there() -> None:
    servers = simulators()
    say(servers, "<setNumberVector device='CCD Simulator' name='CCD_EXPOSURE' state='Busy'/>")
    assert first("server off", servers=servers).warning == "It goes on without you: CCD Simulator Expose"
    servers[SERVER].held = True
    assert first("server on", servers=servers).action == ReconnectServer(SERVER)
    assert server(True, PaletteContext(servers, replay=Recording()), "")[0].invalid
