"""``python -m tests.soak [--minutes 30]``: the program under load in a terminal, and whether it stays as it was.

Flood, lost connections, deletions and redefinitions, BLOBs, damage, resizes and keys, in turns; memory, open files,
threads, asyncio tasks, objects and blocks of memory in use are sampled all the time. Exit status 1 where one of them
rises in the second half of the time (see `figures`), where the program no longer acts on a key, or where it does not quit in order.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from itertools import cycle
from pathlib import Path

from tests.servers import LOOPBACK, WireServer
from tests.soak.figures import WARM, Sample, grown, judged
from tests.soak.load import ESCAPE, Load, keys
from tests.soak.program import Program, started

SEED = 5
_EVERY = 2.0  # seconds between samples
_TYPES_EVERY = 30  # samples
_KEY_SECONDS = 0.08
_ESCAPE_SECONDS = 0.4  # with less, Escape and the next key are one key to a terminal program
_SIZES = ((80, 24), (132, 43), (40, 12), (200, 60), (20, 5), (120, 40))
_FILES_KEPT = 40
_TRIES = 5

Say = Callable[[str], object]


class Soak:
    """One run: what goes on at the same time."""

    def __init__(self, server: WireServer, program: Program, folder: Path, say: Say, share: float) -> None:
        self._server, self._program, self._folder, self._say = server, program, folder, say
        self._load = Load(server, SEED, share)
        self._begun = time.monotonic()
        self._typing = asyncio.Event()
        self.samples: list[Sample] = []
        self._pressed = self._resized = 0
        server.greeting = self._load.greeting()

    async def run(self, seconds: float) -> None:
        """Go on for so long, and to the end of the round."""
        await self._server.wait_received(b"<enableBLOB", 30)
        self._typing.set()
        beside = [asyncio.create_task(work) for work in (self._type(), self._sample())]
        try:
            await self._load.fill()
            await self._rounds(seconds)
        finally:
            for task in beside:
                task.cancel()
            ended = await asyncio.gather(*beside, return_exceptions=True)
        for fault in ended:
            if isinstance(fault, Exception):
                raise fault
        self.samples.append(await self._program.sample(self._elapsed(), types=True))

    async def _rounds(self, seconds: float) -> None:
        load = self._load
        scenes = (load.flood, load.beat, load.images, load.lose, load.redefine, load.junk, self._resize, self._check)
        for number, scene in enumerate(cycle(scenes), 1):
            await scene()
            if number % len(scenes) == 0:
                now = self.samples[-1]
                held = f"{now.memory:6.1f} MB, {now.files} files, {now.tasks} tasks, {now.objects} objects"
                self._say(f"{self._elapsed():6.0f} s: {self.told()}: {held}")
                if self._elapsed() >= seconds:
                    return

    def told(self) -> str:
        """What was done to it."""
        done = (self._load.sent, self._load.blobs, self._server.accepted, self._resized, self._pressed)
        return "{} elements, {} good BLOBs, {} connections, {} sizes, {} keys".format(*done)

    def _elapsed(self) -> float:
        return time.monotonic() - self._begun

    async def _sample(self) -> None:
        number = 0
        while True:
            sample = await self._program.sample(self._elapsed(), types=number % _TYPES_EVERY == 0)
            self.samples.append(sample)
            number += 1
            await asyncio.sleep(_EVERY)

    async def _type(self) -> None:
        for key in keys(SEED):
            await self._typing.wait()
            self._program.press(key)
            self._pressed += 1
            await asyncio.sleep(_ESCAPE_SECONDS if key == ESCAPE else _KEY_SECONDS)

    async def _resize(self) -> None:
        """The window is dragged."""
        rand = random.Random(SEED)
        for size in (*_SIZES, *((rand.randint(1, 220), rand.randint(1, 70)) for _ in range(20)), (80, 24)):
            self._program.resize(*size)
            self._resized += 1
            await asyncio.sleep(0.1)

    async def _check(self) -> None:
        """The screen acts on a key; old images are thrown away."""
        self._typing.clear()
        await asyncio.sleep(0.5)
        for _ in range(_TRIES):  # on a busy machine Escape and what follows may be read as one key
            self._server.received.clear()
            for key in (*3 * (ESCAPE,), b"1", *3 * (ESCAPE,), b"1", b"r"):  # which asks for the device's definitions
                self._program.press(key)
                await asyncio.sleep(_ESCAPE_SECONDS)
            with suppress(AssertionError):
                await self._server.wait_received(b"<getProperties", 5)
                break
        else:
            raise AssertionError("no answer to a key")
        self._typing.set()
        saved = sorted(self._folder.glob("*.fits"), key=lambda file: file.stat().st_mtime)
        if self._load.blobs and not saved:
            raise AssertionError("no BLOB was saved")
        for file in saved[:-_FILES_KEPT]:
            with suppress(FileNotFoundError):
                file.unlink()


def _tail(log: Path) -> str:
    return "\n".join(log.read_text().splitlines()[-40:]) if log.exists() else ""


async def soak(minutes: float, folder: Path, say: Say, share: float = 1.0) -> list[Sample]:
    """Run it for so long; `folder` is for all files, `share` as in `Load`.

    Raises AssertionError where the program fails.
    """
    images = folder / "images"
    images.mkdir()
    async with WireServer() as server:
        # Without a greeting yet: the load defines it before anybody connects.
        arguments = ["--host", f"{LOOPBACK}:{server.port}", "--blobfolder", str(images), "--log", str(folder / "log")]
        async with started(arguments, folder) as program:
            run = Soak(server, program, images, say, share)
            try:
                await run.run(minutes * 60)
            except AssertionError as failure:
                failure.add_note(f"running: {program.running}; the end of the log:\n{_tail(folder / 'log')}")
                failure.add_note(f"and of what was painted:\n{program.output!r}")
                raise
            status = await program.quit()
        say(f"exit status {status}; {program.written >> 10} kB were painted; {run.told()}")
        if status or b"Traceback" in program.output:
            raise AssertionError(f"exit status {status}: {program.output[-4000:].decode(errors='replace')}")
    if left := list(images.glob(".*")):
        raise AssertionError(f"temporary files are left: {left}")
    return run.samples


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=30.0)
    minutes = parser.parse_args().minutes
    with tempfile.TemporaryDirectory(prefix="soak-") as folder:
        samples = asyncio.run(soak(minutes, Path(folder), lambda text: print(text, flush=True)))
    try:
        figures = list(judged(samples))
    except ValueError as error:
        print(error)
        return 1
    print(f"\n{'':10}{'warm':>12}{'at the end':>12}{'highest':>12}{'an hour':>12}")
    for figure in figures:
        held = "".join(f"{held:12.1f}" for held in (figure.warm, figure.end, figure.highest))
        print(f"{figure.name:10}{held}{figure.hourly:+12.1f}  {'flat' if figure.flat else 'GROWS'}")
    with_types = [sample for sample in samples if sample.types and sample.at >= samples[-1].at / WARM]
    for name, before, after in grown(with_types[0], with_types[-1]):
        print(f"    {name}: {before} -> {after}")
    return 0 if all(figure.flat for figure in figures) else 1


if __name__ == "__main__":
    raise SystemExit(main())
