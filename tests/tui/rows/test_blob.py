"""BLOBs in a row: what came last, and what may be sent."""

from __future__ import annotations

from pathlib import Path

from indipyterm.protocol.messages import DefMember, DefVector, Kind, Perm
from tests.servers import WireServer
from tests.tui.emulator import Terminal
from tests.tui.samples import painted, vector


def blobs(*labels: str, perm: Perm = Perm.RO) -> DefVector:
    """A BLOB vector."""
    members = tuple(DefMember(label, label) for label in labels)
    return DefVector(Kind.BLOB, "CCD", "Image", members, "Image", "Main", perm=perm)


def test_each_blob_has_a_line_and_says_that_none_came() -> None:
    rows = painted(vector(blobs("Main chip", "Guider")))
    assert [row[23:].strip().split("  ")[0] for row in rows] == ["Main chip — none yet", "Guider — none yet"]


def test_a_file_is_asked_for_where_one_can_only_be_sent() -> None:
    (row,) = painted(vector(blobs("Model", perm=Perm.WO)))
    assert "Model ⟨send a file⟩" in row


def test_a_vector_without_members_has_a_row() -> None:
    assert len(painted(vector(blobs()))) == 1


async def test_a_received_blob_is_saved_and_named_on_its_row(
    kinds: Terminal, kinds_server: WireServer, tmp_path: Path
) -> None:
    kinds_server.send(
        b'<setBLOBVector device="Mount" name="IMAGE" state="Ok" timestamp="2026-11-22T11:59:30">'
        b'<oneBLOB name="CCD1" size="6" format=".fits" len="8">YWJjZGVm</oneBLOB></setBLOBVector>'
    )
    name = "Mount_CCD1_20261122T115930.000Z.fits"
    await kinds.shows(f"{name}  6 bytes")
    assert (tmp_path / name).read_bytes() == b"abcdef"
