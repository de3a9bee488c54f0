"""Devices as a server defines them, and one way to let a catalog hear them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from indipyterm.model.catalog import Catalog
from indipyterm.model.events import Event
from indipyterm.model.vectors import Vector
from indipyterm.protocol.parser import Parser

NOW = datetime(2026, 11, 22, 10, 43, 7, tzinfo=UTC)
LATER = NOW + timedelta(seconds=5)

COORDINATES = b"""
<defNumberVector device="Mount" name="COORD" label="Eq. Coordinates" group="Main" state="Idle" perm="rw" timeout="60"
 timestamp="2026-11-22T10:43:00">
  <defNumber name="RA" label="Right ascension" format="%010.6m" min="0" max="24" step="0">6.3955555555555552</defNumber>
  <defNumber name="DEC" format="%010.6m" min="-90" max="90" step="0">-0:30</defNumber>
</defNumberVector>
"""
TEXTS = b"""
<defTextVector device="Mount" name="PLACE" state="Ok" perm="rw">
  <defText name="SITE" label="Site">La Palma</defText><defText name="WHO">nobody</defText>
</defTextVector>
"""
LIGHTS = b"""
<defLightVector device="Mount" name="HEALTH" state="Ok">
  <defLight name="MOTOR">Ok</defLight><defLight name="FUSE">Alert</defLight>
</defLightVector>
"""
IMAGE = b"""
<defBLOBVector device="Camera" name="CCD1" label="Image" state="Idle" perm="rw">
  <defBLOB name="CCD1" label="Image"/><defBLOB name="CCD2"/>
</defBLOBVector>
"""

ONE_BLOB = (
    b"<setBLOBVector device='Camera' name='CCD1'><oneBLOB name='CCD1' size='3' format='.x'>YWJj</oneBLOB>"
    b"</setBLOBVector>"
)


def switches(rule: str, on: str = "A", *, names: str = "ABC", perm: str = "rw") -> bytes:
    """A switch vector "Mount" "SWITCH" with one switch a letter; those in `on` are On."""
    members = "".join(f"<defSwitch name='{name}'>{'On' if name in on else 'Off'}</defSwitch>" for name in names)
    return (
        f"<defSwitchVector device='Mount' name='SWITCH' state='Ok' perm='{perm}' rule='{rule}'>"
        f"{members}</defSwitchVector>"
    ).encode()


EVERYTHING = COORDINATES + TEXTS + LIGHTS + IMAGE + switches("OneOfMany")


def hear(catalog: Catalog, data: bytes, when: datetime = NOW) -> list[Event]:
    """Let the catalog take what the bytes say; what changed."""
    return [event for message in Parser().feed(data) for event in catalog.apply(message, when)]


def catalog_of(*definitions: bytes) -> Catalog:
    """A catalog that has heard this."""
    catalog = Catalog()
    hear(catalog, b"".join(definitions))
    return catalog


def vector_of(definition: bytes, change: bytes = b"") -> Vector:
    """The one vector that this defines."""
    catalog = catalog_of(definition, change)
    (device,) = catalog.devices.values()
    (vector,) = device.vectors.values()
    return vector
