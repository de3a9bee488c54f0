"""The child process: begun when it is asked, killed without harm, gone after a while; and nothing of it in here."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from indipyterm.decoding import process
from indipyterm.decoding.process import Decoder
from indipyterm.workspace.images import LastImage, measured_image, read_last_image
from tests.decoding.sky import star_field
from tests.presentation.imaging.samples import fits_file

SMALL = fits_file(16, (16, 12), range(192))


@pytest.fixture
def image(tmp_path: Path) -> LastImage:
    """Stars, in a file."""
    field = star_field(2.0)
    path = tmp_path / "stars.fits"
    path.write_bytes(fits_file(16, field.shape[::-1], field.astype(">i2").tobytes()))
    return read_last_image(LastImage(path, None))


def test_a_picture_is_measured_in_a_child_that_is_nice_and_begins_when_it_is_asked(image: LastImage) -> None:
    decoder = Decoder()
    assert decoder.pid is None
    assert image.picture
    assert not image.picture.figures.exact
    exact = measured_image(image, decoder).picture
    assert exact
    assert exact.figures.exact
    assert exact.figures.focus
    assert exact.figures.focus.stars == pytest.approx(40, abs=2)
    assert decoder.pid
    assert os.getpriority(os.PRIO_PROCESS, decoder.pid) == 5
    decoder.close()
    assert decoder.pid is None
    assert measured_image(image, decoder).fault == "no exact figures: this program ends"


def test_a_killed_child_costs_the_figures_of_one_picture(image: LastImage) -> None:
    decoder = Decoder()
    first = measured_image(image, decoder)
    pid = decoder.pid
    assert pid
    os.kill(pid, signal.SIGSTOP)
    found: list[LastImage] = []
    asking = threading.Thread(target=lambda: found.append(measured_image(image, decoder)))
    asking.start()
    os.kill(pid, signal.SIGKILL)
    asking.join(30)
    lost = found[0]
    if lost.fault:  # else it was asked after it was killed, and begun anew
        assert lost.fault == "no exact figures: the process that measures images ended with status -9"
        assert lost.picture == image.picture
    assert measured_image(image, decoder).picture == first.picture
    assert decoder.pid not in (None, pid)
    decoder.close()


def test_a_child_that_is_not_asked_ends(image: LastImage) -> None:
    decoder = Decoder(idle=0.05)
    assert measured_image(image, decoder).fault == ""
    child = decoder._child
    assert child
    assert child.wait(20) == 0
    assert measured_image(image, decoder).fault == "", "it is begun again"
    decoder.close()


def test_a_child_that_hangs_is_killed(image: LastImage, monkeypatch: pytest.MonkeyPatch) -> None:
    decoder = Decoder()
    measured_image(image, decoder)
    assert decoder.pid
    assert decoder._connection
    os.kill(decoder.pid, signal.SIGSTOP)
    decoder._connection.settimeout(0.05)
    assert measured_image(image, decoder).fault.endswith("took longer than 60 s")
    assert decoder.pid is None


def test_without_the_extra_the_picture_is_as_it_was(image: LastImage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "find_spec", lambda name: None)
    decoder = Decoder()
    assert measured_image(image, decoder) is image
    assert decoder.pid is None


def test_what_the_child_refuses_is_told(tmp_path: Path, decoder: Decoder) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(b"\xff\xd8\xff\xe0 and no more")
    assert read_last_image(LastImage(path, None), decoder).reason.startswith("a.jpg: damaged")
    raw = tmp_path / "a.cr3"
    raw.write_bytes(b"\0\0\0\x18ftypcrx " + bytes(100))
    reason = read_last_image(LastImage(raw, None), decoder).reason
    assert reason.startswith("a.cr3: a raw camera file (Canon CR3): it is shown with the extra raw")


LOADED = """
import sys
from indipyterm.tui import app
from indipyterm.decoding import opening, process
from indipyterm.presentation.imaging import reading
from indipyterm.workspace import images, workspace
print(*sorted({"numpy", "sep", "astropy", "PIL", "lz4", "rawpy"} & {name.partition(".")[0] for name in sys.modules}))
"""


def test_the_libraries_are_loaded_in_the_child_only() -> None:
    assert subprocess.run([sys.executable, "-c", LOADED], check=True, capture_output=True, text=True).stdout == "\n"
