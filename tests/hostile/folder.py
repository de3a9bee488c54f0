"""BLOBs: what happens to the folder, and while a BLOB is under way. Each file is whole or absent, and that is told."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import errno
import os
import resource
import tracemalloc
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from unittest.mock import patch

from indipyterm.exceptions import NotSaved
from indipyterm.model.events import BlobSaved
from tests.client.running import Script, running
from tests.hostile.blobs import ABC, DONE, FAMILY, blob, one, wire
from tests.hostile.case import Case
from tests.hostile.stage import World

__all__ = ["CASES", "FAMILY"]


async def _refused(world: World, why: str) -> None:
    """A BLOB that cannot be saved is told of, and still in the model."""
    world.server.send(blob(one()))
    await world.client.until(lambda: any("BLOB not saved" in text and why in text for text in world.told()))


async def _removed(world: World) -> None:
    world.folder.rmdir()
    await _refused(world, "No such file")


async def _replaced_by_link(world: World) -> None:
    """Nothing may be written through a link that took the folder's place."""
    elsewhere = world.place / "elsewhere"
    elsewhere.mkdir()
    world.folder.rmdir()
    world.folder.symlink_to(elsewhere)
    await _refused(world, "")
    assert not list(elsewhere.iterdir())


async def _replaced_by_folder(world: World) -> None:
    """Another folder of the same name is as good: a volume was mounted again."""
    world.folder.rmdir()
    world.folder.mkdir()
    world.server.send(blob(one()))
    await world.settled()


async def _replaced_by_file(world: World) -> None:
    world.folder.rmdir()
    world.folder.write_bytes(b"a file")
    await _refused(world, "Not a directory")
    world.folder.unlink()


@contextlib.contextmanager
def _failing(function: str, error: int) -> Iterator[None]:
    with patch(f"os.{function}", side_effect=OSError(error, os.strerror(error))):
        yield


async def _full(world: World) -> None:
    with _failing("fsync", errno.ENOSPC):
        await _refused(world, "No space left")


async def _read_only(world: World) -> None:
    with patch("os.open", side_effect=OSError(errno.EROFS, os.strerror(errno.EROFS))):
        await _refused(world, "Read-only file system")


async def _full_for_a_while(world: World) -> None:
    await _full(world)
    world.server.send(blob(one(b"def")))
    await world.settled()


async def _too_large_for_the_disk(world: World) -> None:
    """The system itself refuses to write more than a few bytes to any file."""
    limit = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, limit[1]))
    try:
        world.server.send(blob(one(bytes(100_000))))
        await world.client.until(lambda: any("BLOB not saved" in text for text in world.told()))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limit)


async def _no_links(world: World) -> None:
    """A file system without hard links: FAT, some network shares."""
    with _failing("link", errno.EPERM):
        world.server.send(blob(one()) * 3)
        await world.settled()


async def _no_folder(world: World) -> None:
    world.client.BLOBfolder = None
    world.server.send(blob(one()))
    await world.settled()


async def _bad_folder(world: World) -> None:
    """A folder that is none is refused when it is chosen, and the old one kept."""
    for bad in ("/proc/no/such", "/etc/passwd", "~nobody-is-called-so/x", "a\0b"):
        try:
            world.client.BLOBfolder = bad
        except NotSaved:
            continue
        raise AssertionError(f"{bad!r} was taken")
    world.server.send(blob(one()))
    await world.settled()


def _cut(text: bytes, *, reset: bool) -> Case[World]:
    async def attack(world: World) -> None:
        world.server.send(text)
        await world.server.flush()
        await (world.server.reset_clients() if reset else world.server.drop_clients())
        await world.back()

    how = "reset" if reset else "closed"
    return Case(f"a connection {how} after {len(text)} bytes of a BLOB", attack, connections=2)


_LONG = wire(base64.b64encode(bytes(900_000)), "900000")


async def _folder_changed_midway(world: World) -> None:
    """What was heard goes to the folder that is set when it is saved, whole."""
    other = world.folder / "other"
    other.mkdir()
    world.server.send(_LONG[:500_000])
    await world.server.flush()
    world.client.BLOBfolder = other
    world.server.send(_LONG[500_000:])
    await world.settled()
    (file,) = other.iterdir()
    file.rename(world.folder / file.name)
    other.rmdir()


async def _beyond_the_maximum(world: World) -> None:
    """Larger than this client wants BLOBs to be, and they say so themselves: given up, and what is behind is heard."""
    world.client.core.link.max_blob = 100_000
    await world.server.drop_clients()
    await world.back()
    for text in (_LONG, _LONG[: len(_LONG) // 2]):
        world.server.send(text)
        await world.client.until(lambda: any("is larger than 100000 bytes" in text for text in world.told()))


async def _quit_midway(world: World) -> None:
    """Another client is shut down while it writes: each file is whole or absent, and no temporary one is left."""
    folder = world.place / "quitting"
    folder.mkdir()
    client = Script(world.server.port)
    client.BLOBfolder = folder
    await world.settled()
    loop = asyncio.get_running_loop()
    with ThreadPoolExecutor() as threads:  # at its end all of them have ended
        loop.set_default_executor(threads)
        async with running(client):
            await client.vector("Victim", "FILES")
            world.server.send(blob(one(bytes(100_000))) * 50)
            await client.until(lambda: client.all_changes(BlobSaved))
    loop.set_default_executor(ThreadPoolExecutor())
    for file in folder.iterdir():
        assert file.suffix == ".fits"
        assert file.stat().st_size == 100_000
        file.unlink()
    await world.settled()
    for file in world.folder.iterdir():
        file.unlink()


async def _many(world: World) -> None:
    """200 in a second, all in the same second: no file replaces another."""
    world.server.send(b"".join(blob(one(b"image %d" % number)) for number in range(200)))
    await world.settled()


async def _same_name(world: World) -> None:
    """A file, and a link that leads outside, have the very names that BLOBs will get."""
    stamp = b'<setBLOBVector timestamp="2026-11-24T12:00:00"'
    first = "Victim_IMG_20261124T120000.000Z"
    (world.folder / f"{first}.fits").write_bytes(b"mine")
    (world.folder / f"{first}-2.fits").symlink_to(world.place / "outside")
    world.server.send(blob(one()).replace(b"<setBLOBVector", stamp))
    await world.settled()
    (world.folder / f"{first}-2.fits").unlink()


async def _large(world: World) -> None:
    """24 MB: memory stays under twice the size (512 MB: `python -m tests.hostile.large`)."""
    size = 24 << 20
    text = wire(base64.b64encode(bytes(size)), str(size))
    tracemalloc.start()
    try:
        for start in range(0, len(text), 1 << 20):
            world.server.send(text[start : start + (1 << 20)])
            await world.server.flush()
        await world.settled()
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 2 * size, peak
    (file,) = world.folder.iterdir()
    assert file.stat().st_size == size
    file.unlink()
    world.client.catalog.devices["Victim"].vectors["IMAGE"].members["IMG"].data = b""  # type: ignore[attr-defined]


async def _while_others_speak(world: World) -> None:
    """A BLOB of 8 MB: the sentinel beats while it comes."""
    text = wire(base64.b64encode(bytes(8 << 20)), str(8 << 20)).strip()
    world.server.send(text)
    await world.beat()
    await world.settled()
    (file,) = world.folder.iterdir()
    file.unlink()
    world.client.catalog.devices["Victim"].vectors["IMAGE"].members["IMG"].data = b""  # type: ignore[attr-defined]


def _left_over(folder: Path) -> None:
    """Files as a client leaves them that was killed while it wrote."""
    for name in (".indipyterm-0123456789abcdef.part", ".indipyterm-fedcba9876543210.part"):
        (folder / name).write_bytes(b"half of it")
        os.utime(folder / name, (0, 0))


async def _killed_before(world: World) -> None:
    """Temporary files that a killed client left go when the folder is used again; nobody else's do."""
    _left_over(world.folder)
    (world.folder / "mine.part").write_bytes(b"mine")
    world.client.BLOBfolder = world.folder
    world.server.send(blob(one()))
    await world.settled()


CASES: list[Case[World]] = [
    Case("the folder is removed", _removed, DONE, told="BLOB not saved"),
    Case("the folder is replaced by a link", _replaced_by_link, DONE, told="BLOB not saved"),
    Case("the folder is replaced by another", _replaced_by_folder, DONE, saved=[ABC]),
    Case("the folder is replaced by a file", _replaced_by_file, DONE, told="BLOB not saved"),
    Case("the folder is full", _full, DONE),
    Case("the folder is read-only", _read_only, DONE),
    Case("the folder is full for a while", _full_for_a_while, DONE | {"IMAGE.IMG": b"def"}, saved=[b"def"]),
    Case("a file grows too large", _too_large_for_the_disk, {"IMAGE.IMG": bytes(100_000), "IMAGE.IMG:format": ".fits"}),
    Case("a file system without links", _no_links, DONE, saved=[ABC] * 3),
    Case("no folder", _no_folder, DONE, answers=b'<enableBLOB device="Victim" name="IMAGE">Never</enableBLOB>\n<enableBLOB device="Victim" name="FILES">Never</enableBLOB>\n'),
    Case("folders that are none", _bad_folder, DONE, saved=[ABC]),
    Case("a file and a link with the same name", _same_name, DONE, saved=[b"mine", ABC]),
    Case("temporary files of a client that was killed", _killed_before, DONE, saved=[ABC, b"mine"]),
    Case("200 BLOBs at once", _many, {"IMAGE.IMG": b"image 199", "IMAGE.IMG:format": ".fits"}, saved=[b"image %d" % number for number in range(200)]),
    Case("a client ends amid fifty", _quit_midway, {"IMAGE.IMG": bytes(100_000), "IMAGE.IMG:format": ".fits"}, connections=2),
    Case("a BLOB larger than the chosen maximum", _beyond_the_maximum, told="is larger than", connections=2),
    Case("another folder amid a BLOB", _folder_changed_midway, {"IMAGE.IMG": bytes(900_000), "IMAGE.IMG:format": ".fits"}, saved=[bytes(900_000)]),
    *(_cut(_LONG[:length], reset=reset) for length in (20, 100, 300_000, len(_LONG) - 5) for reset in (False, True)),
    Case("24 MB in little memory", _large, {"IMAGE.IMG:format": ".fits"}),
    Case("8 MB while others speak", _while_others_speak, {"IMAGE.IMG:format": ".fits"}),
]  # fmt: skip
