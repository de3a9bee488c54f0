"""Real servers for tests: Debian's indiserver with its simulators. Where it is missing, these tests fail and say so."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import ExitStack

import pytest

from tests.real.bench import Bench, demo_bench, real_bench, recorded_bench
from tests.real.witness import Witness, running
from tests.servers import SIMULATORS, IndiServer, Simulator


@pytest.fixture(scope="session")
def indi() -> Iterator[IndiServer]:
    """All six simulators, started once. What a test connects or moves stays so for the tests after it."""
    with IndiServer(SIMULATORS) as server:
        yield server


@pytest.fixture
def private_indi() -> Iterator[IndiServer]:
    """All six simulators for one test alone: nothing connected yet, free to be killed and restarted."""
    with IndiServer(SIMULATORS) as server:
        yield server


@pytest.fixture
def start_indi() -> Iterator[Callable[..., IndiServer]]:
    """start_indi(TELESCOPE, WHEEL, options=("-r", "0")): a private server with just these drivers."""
    with ExitStack() as servers:

        def start(*drivers: Simulator, options: tuple[str, ...] = ()) -> IndiServer:
            return servers.enter_context(IndiServer(drivers, options=options))

        yield start


@pytest.fixture(params=[pytest.param("indi", marks=pytest.mark.real), "demo"])
async def bench(request: pytest.FixtureRequest) -> AsyncIterator[Bench]:
    """Six instruments for one test alone: those of the real server, and again those of the demo."""
    async with real_bench() if request.param == "indi" else demo_bench() as bench:
        yield bench


@pytest.fixture
async def witness(bench: Bench) -> AsyncIterator[Witness]:
    """A script that has connected all the devices."""
    witness = Witness(bench.port)
    async with running(witness):
        await witness.connect(bench.counts)
        yield witness


@pytest.fixture
async def recorded() -> AsyncIterator[Bench]:
    """What was recorded of libindi 2.2.4, as a server that takes nothing."""
    async with recorded_bench() as bench:
        yield bench


@pytest.fixture(params=[pytest.param("indi", marks=pytest.mark.real), "demo", "libindi 2"])
async def looked_at(request: pytest.FixtureRequest) -> AsyncIterator[tuple[Bench, Witness]]:
    """Instruments that are connected, and a script that knows all of them, for tests that send nothing."""
    benches = {"indi": real_bench, "demo": demo_bench, "libindi 2": recorded_bench}
    async with benches[request.param]() as bench:
        witness = Witness(bench.port)
        async with running(witness):
            if request.param != "libindi 2":
                await witness.connect(bench.counts)
            await witness.until(lambda: witness.vectors() == bench.vectors)
            yield bench, witness
