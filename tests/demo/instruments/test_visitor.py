from indipyterm.demo.clock import ManualClock
from indipyterm.demo.instruments import Visitor
from indipyterm.protocol.messages import DelProperty
from tests.demo.client import DemoClient

INSTRUMENT = Visitor
VISITOR = "Visitor"


async def test_it_comes_and_goes_again_and_again(client: DemoClient, clock: ManualClock) -> None:
    assert not [key for key in client.vectors if key[0] == VISITOR]
    for visit in ("1", "2"):
        await clock.advance(20)
        await client.receive_all()
        assert client.value(VISITOR, "VISIT", "NUMBER") == visit
        assert client.messages(VISITOR)[-1] == "[INFO] Plugged in."
        await client.request(VISITOR, "GREETING", TEXT="Welcome")
        assert client.value(VISITOR, "GREETING", "TEXT") == "Welcome"
        await clock.advance(40)
        await client.receive_all()
        assert not [key for key in client.vectors if key[0] == VISITOR]
        assert DelProperty(VISITOR, None, clock.now()) in client.received
