"""``indipyterm wait``: exit status, and what is said on stderr."""

from __future__ import annotations

import pytest

from indipyterm.cli.exits import Exit
from indipyterm.demo.server import DemoServer
from indipyterm.exceptions import Misuse
from tests.cli.program import run
from tests.servers import IndiServer


async def test_an_expression_that_is_true(demo: DemoServer, capsys: pytest.CaptureFixture[str]) -> None:
    assert await run(demo.port, "wait", "Focuser.CONNECTION.CONNECT == On") == Exit.DONE
    assert capsys.readouterr() == ("", "")


async def test_the_time_is_up(demo: DemoServer, capsys: pytest.CaptureFixture[str]) -> None:
    assert await run(demo.port, "wait", "Focuser.CONNECTION.CONNECT == Off", "--timeout", "0.1") == Exit.TIMED_OUT
    assert capsys.readouterr() == ("", "indipyterm: the time is up\n")


async def test_an_error_shows_its_position(demo: DemoServer, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(Misuse, match="use == to compare"):
        await run(demo.port, "wait", "Focuser.CONNECTION.CONNECT = On")
    assert await run(demo.port, "wait", "Focuser.FOCUS_SPEED.FOCUS_SPEED_VALUE == fast") == Exit.USAGE
    assert "is a number, which 'fast' is not" in capsys.readouterr().err


@pytest.mark.real
async def test_the_real_server(indi: IndiServer) -> None:
    expression = "\"CCD Simulator\".DRIVER_INFO.DRIVER_NAME == 'CCD Simulator' and not *.CONNECTION._STATE == Alert"
    assert await run(indi.port, "wait", expression, "--timeout", "20") == Exit.DONE
