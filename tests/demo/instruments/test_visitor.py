from indipyterm.demo.clock import ManualClock
from indipyterm.demo.instruments import Visitor
from indipyterm.protocol.messages import DelProperty
from tests.demo.caller import Caller

INSTRUMENT = Visitor
VISITOR = "Visitor"


async def test_it_comes_and_goes_again_and_again(caller: Caller, clock: ManualClock) -> None:
    assert not [key for key in caller.vectors if key[0] == VISITOR]
    for visit in ("1", "2"):
        await clock.advance(20)
        await caller.listen()
        assert caller.value(VISITOR, "VISIT", "NUMBER") == visit
        assert caller.messages(VISITOR)[-1] == "[INFO] Plugged in."
        await caller.ask(VISITOR, "GREETING", TEXT="Welcome")
        assert caller.value(VISITOR, "GREETING", "TEXT") == "Welcome"
        await clock.advance(40)
        await caller.listen()
        assert not [key for key in caller.vectors if key[0] == VISITOR]
        assert DelProperty(VISITOR, None, clock.now()) in caller.heard
