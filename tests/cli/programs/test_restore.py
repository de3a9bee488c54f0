"""``indipyterm restore``: what is sent, the table, exit status."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from indipyterm.cli.exits import Exit
from indipyterm.cli.programs.restore import exit_status
from indipyterm.commands.restore import Result
from indipyterm.demo.server import DemoServer
from indipyterm.exceptions import Misuse
from tests.cli.program import run
from tests.servers import WHEEL, IndiServer


async def test_saved_changed_and_restored(demo: DemoServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = str(tmp_path / "settings.toml")
    assert await run(demo.port, "save", file, "Focuser", "Every Kind") == Exit.DONE
    capsys.readouterr()
    await run(demo.port, "set", "Focuser.FOCUS_SPEED.FOCUS_SPEED_VALUE=3", "Every Kind.TEXT_RW.FIRST=a\nb")
    assert await run(demo.port, "restore", "--dry-run", file) == Exit.DONE
    assert capsys.readouterr().out.splitlines() == [
        "Focuser.FOCUS_SPEED.FOCUS_SPEED_VALUE=1",
        "Every Kind.TEXT_RW.FIRST=one",
    ]
    assert demo.instrument("Focuser").number("FOCUS_SPEED", "FOCUS_SPEED_VALUE") == 3
    assert await run(demo.port, "restore", file) == Exit.DONE
    assert capsys.readouterr().out.splitlines() == [
        "done       Focuser.FOCUS_SPEED",
        "done       Every Kind.TEXT_RW",
        "2 done",
    ]
    assert await run(demo.port, "diff", file) == Exit.DONE
    assert await run(demo.port, "restore", file) == Exit.DONE
    assert capsys.readouterr() == ("nothing differs\n", "")


@pytest.mark.usefixtures("short_quiet")
async def test_settings_that_cannot_be_restored(
    demo: DemoServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "settings.toml"
    file.write_text(
        "indipyterm-settings = 1\n"
        '["Every Kind".REFUSES]\nVALUE = 5\n'
        '["Every Kind".SILENT]\nTEXT = "a"\n'
        '["Every Kind".TEXT_RW]\nFIRST = "ein"\n'
        "[Nobody.V]\nA = 1\n"
    )
    assert await run(demo.port, "restore", "--dry-run", "--timeout", "1", str(file)) == Exit.TIMED_OUT
    assert "# Nobody.V: is not there: nothing was heard of its device" in capsys.readouterr().out
    assert await run(demo.port, "restore", "--timeout", "1", str(file)) == Exit.NEGATIVE
    assert capsys.readouterr().out.splitlines() == [
        "refused    Every Kind.REFUSES  its state is Alert; "
        "Every Kind said: [ERROR] This property refuses everything. It is not your fault.",
        "no answer  Every Kind.SILENT  its state is Busy",
        "done       Every Kind.TEXT_RW",
        "not heard  Nobody.V  is not there: nothing was heard of its device",
        "1 refused, 1 no answer, 1 done, 1 not heard",
    ]
    file.write_text('indipyterm-settings = 1\n["Every Kind".SILENT]\nTEXT = "b"\n')
    assert await run(demo.port, "restore", "--timeout", "1", "--json", str(file)) == Exit.TIMED_OUT
    assert [json.loads(line)["result"] for line in capsys.readouterr().out.splitlines()] == ["no answer"]


def test_the_exit_status_is_that_of_the_worst_outcome() -> None:
    statuses = [
        (Result.NOT_SENT, Exit.NO_SERVER),
        (Result.REFUSED, Exit.NEGATIVE),
        (Result.MISSING, Exit.NEGATIVE),
        (Result.NO_ANSWER, Exit.TIMED_OUT),
        (Result.DONE, Exit.DONE),
    ]
    for place, (worst, status) in enumerate(statuses):
        assert exit_status(Counter([result for result, _ in statuses[place:]])) is status, worst
    assert exit_status(Counter()) is Exit.DONE


async def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(Misuse, match="No such file"):
        await run(1, "restore", str(tmp_path / "none"))


@pytest.mark.real
async def test_the_real_wheel(indi: IndiServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    name, file = WHEEL.device, str(tmp_path / "settings.toml")
    first = f"{name}.FILTER_NAME.FILTER_SLOT_NAME_1"
    assert await run(indi.port, "set", f"{name}.CONNECTION=CONNECT", f"{first}=Before") == Exit.DONE
    assert await run(indi.port, "save", file, name) == Exit.DONE
    capsys.readouterr()
    assert await run(indi.port, "set", f"{first}=After") == Exit.DONE
    assert await run(indi.port, "diff", file) == Exit.NEGATIVE
    assert capsys.readouterr().out == f"{first}: now After, saved Before\n"
    assert await run(indi.port, "restore", file) == Exit.DONE
    assert await run(indi.port, "diff", file) == Exit.DONE
