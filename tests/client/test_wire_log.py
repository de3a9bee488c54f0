"""What a client logs of what it says and hears."""

from __future__ import annotations

import logging

import pytest

from tests.client.running import Script, running
from tests.model.samples import IMAGE, TEXTS
from tests.servers import WireServer

PICTURE = (
    b"<setBLOBVector device='Camera' name='CCD1' state='Ok'>"
    b"<oneBLOB name='CCD1' size='6' format='.fits'>U0lNUExF</oneBLOB></setBLOBVector>"
)


@pytest.fixture
def logged(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    caplog.set_level(logging.DEBUG, "indipyterm")
    return caplog


@pytest.mark.parametrize(
    ("verbosity", "there", "missing"),
    [
        (None, ['sent <newTextVector device="Mount" name="PLACE">', "received <setBLOBVector"], ["oneText", "oneBLOB"]),
        (1, ['sent <newTextVector device="Mount" name="PLACE">', "received <setBLOBVector"], ["oneText", "oneBLOB"]),
        (2, ['<oneText name="SITE">Rome</oneText>', 'format=".fits"'], ["U0lNUExF"]),
        (3, ['<oneText name="SITE">Rome</oneText>', "U0lNUExF"], []),
    ],
)
async def test_how_much_is_logged(
    wire: WireServer, logged: pytest.LogCaptureFixture, verbosity: int | None, there: list[str], missing: list[str]
) -> None:
    client = Script(wire.port)
    if verbosity is not None:
        client.debug_verbosity(verbosity)
    wire.greeting = TEXTS + IMAGE
    async with running(client):
        await client.vector("Camera", "CCD1")
        await client.send_newVector("Mount", "PLACE", members={"SITE": "Rome"})
        wire.send(PICTURE)
        await client.until(lambda: client["Camera"]["CCD1"]["CCD1"])
    assert 'sent <getProperties version="1.7"/>' in logged.messages
    for text in there:
        assert text in logged.text
    for text in missing:
        assert text not in logged.text
    assert {record.levelname for record in logged.records} == {"DEBUG", "INFO"}


async def test_what_is_broken_is_logged_as_far_as_it_goes(wire: WireServer, logged: pytest.LogCaptureFixture) -> None:
    client = Script(wire.port)
    client.debug_verbosity(3)
    wire.greeting = IMAGE + PICTURE.replace(b"U0lNUExF", b"U0l$$$E") + b"<nonsense/>"
    async with running(client):
        await client.until(lambda: any("BLOB lost" in text for text in client.texts()))
    assert any(text.startswith("received <setBLOBVector") and 'enclen="0"' in text for text in logged.messages)
    assert any(record.levelname == "WARNING" and "BLOB lost" in record.message for record in logged.records)


async def test_nothing_is_logged(wire: WireServer, logged: pytest.LogCaptureFixture) -> None:
    client = Script(wire.port)
    client.debug_verbosity(0)
    wire.greeting = TEXTS
    async with running(client):
        await client.vector("Mount", "PLACE")
    assert not [record for record in logged.records if record.levelno == logging.DEBUG]


@pytest.mark.parametrize("verbosity", [-1, 4])
def test_other_numbers(verbosity: int) -> None:
    with pytest.raises(ValueError, match="none of 0, 1, 2, 3"):
        Script(1).debug_verbosity(verbosity)


async def test_messages_of_the_client(wire: WireServer, logged: pytest.LogCaptureFixture) -> None:
    client = Script(wire.port)
    client.enable_reports = True
    await client.report("as planned")
    client.enable_reports = False
    await client.report("unseen")
    await client.warning("rain")
    assert [(record.levelname, record.message) for record in logged.records] == [
        ("INFO", "as planned"),
        ("INFO", "unseen"),
        ("WARNING", "rain"),
    ]
    assert client.texts() == ["rain", "as planned"]


@pytest.mark.parametrize("name", ["indipyterm", "indipyclient", "indipyterm.ipyclient"])
async def test_logging_may_be_set_up_under_either_name(name: str) -> None:
    heard: list[str] = []

    class Keep(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            heard.append(record.getMessage())

    handler, logger = Keep(), logging.getLogger(name)
    logger.addHandler(handler)
    try:
        await Script(1).warning("rain\x1b[2J\nand wind")
    finally:
        logger.removeHandler(handler)
    assert heard == ["rain\\x1b[2J\\nand wind"]
