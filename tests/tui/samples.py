"""Vectors for tests of what needs no server."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from indipyterm.model.catalog import Catalog
from indipyterm.model.vectors import Vector
from indipyterm.protocol.messages import DefMember, DefNumber, DefVector, Kind, Perm, Rule, State
from indipyterm.tui.rows.kinds import row_for
from indipyterm.tui.rows.row import PaintContext

NOW = datetime(2026, 11, 22, 12, 0, 0, tzinfo=UTC)

SWITCHES = b"""
<defSwitchVector device="Mount" name="MODE" label="Track Mode" group="Main Control" state="Ok" perm="rw" rule="OneOfMany" timeout="0">
  <defSwitch name="SIDEREAL" label="Sidereal">On</defSwitch>
  <defSwitch name="SOLAR" label="Solar">Off</defSwitch>
  <defSwitch name="LUNAR" label="Lunar">Off</defSwitch>
</defSwitchVector>
<defSwitchVector device="Mount" name="ABORT" label="Abort Motion" group="Main Control" state="Idle" perm="rw" rule="AtMostOne" timeout="0">
  <defSwitch name="ABORT" label="Abort">Off</defSwitch>
</defSwitchVector>
<defSwitchVector device="Mount" name="REVERSE" label="Reverse" group="Main Control" state="Idle" perm="rw" rule="AnyOfMany" timeout="0">
  <defSwitch name="NS" label="North/South">On</defSwitch>
  <defSwitch name="WE" label="West/East">Off</defSwitch>
</defSwitchVector>
"""
"""A switch vector of each rule."""

EVERY_KIND = (
    b"""
<defNumberVector device="Mount" name="COORD" label="Coordinates" group="Main Control" state="Idle" perm="rw" timeout="60" timestamp="2026-11-22T11:59:00">
  <defNumber name="RA" label="RA (hh:mm:ss)" format="%010.6m" min="0" max="24" step="0">6.3955555555555552</defNumber>
  <defNumber name="DEC" label="DEC (dd:mm:ss)" format="%010.6m" min="-90" max="90" step="0">6.6333333333333337</defNumber>
</defNumberVector>
<defTextVector device="Mount" name="SITE" label="Site" group="Main Control" state="Ok" perm="rw" timeout="0" timestamp="2026-11-22T11:59:00">
  <defText name="NAME" label="Name">La Palma</defText>
  <defText name="NOTE" label="Note">dome &amp; pier</defText>
</defTextVector>"""
    + SWITCHES
    + b"""<defLightVector device="Mount" name="STATUS" label="Status" group="Main Control" state="Alert">
  <defLight name="WIND" label="Wind">Alert</defLight>
  <defLight name="RAIN" label="Rain">Ok</defLight>
</defLightVector>
<defBLOBVector device="Mount" name="IMAGE" label="Image" group="Main Control" state="Idle" perm="ro" timeout="0">
  <defBLOB name="CCD1" label="Main chip"/>
</defBLOBVector>
<defBLOBVector device="Mount" name="MODEL" label="Model" group="Main Control" state="Idle" perm="wo" timeout="0">
  <defBLOB name="FILE" label="Pointing model"/>
</defBLOBVector>
<defNumberVector device="Mount" name="TEMP" label="Temperature" group="Main Control" state="Ok" perm="ro" timeout="0">
  <defNumber name="T" label="Temperature (C)" format="%.2f" min="0" max="0" step="0">-9.984</defNumber>
</defNumberVector>
<defNumberVector device="Mount" name="GUIDE" label="Guide" group="Main Control" state="Idle" perm="wo" timeout="0">
  <defNumber name="N" label="North (ms)" format="%.f" min="0" max="60000" step="100">0</defNumber>
</defNumberVector>
"""
)
"""What a mount says that has a vector of each kind."""


def catalog(*definitions: DefVector) -> Catalog:
    """A model that has heard these definitions."""
    made = Catalog()
    for definition in definitions:
        made.apply(definition, NOW)
    return made


def vector(definition: DefVector) -> Vector:
    """The vector that a definition makes."""
    return catalog(definition).devices[definition.device].vectors[definition.name]


def number(
    name: str, *members: DefNumber, device: str = "D", group: str = "Main Control", perm: Perm = Perm.RW
) -> DefVector:
    """A number vector."""
    return DefVector(Kind.NUMBER, device, name, members or (DefNumber("X", "X"),), name, group, perm=perm)


def switch(
    name: str, members: Iterable[tuple[str, str]], rule: Rule = Rule.ONE_OF_MANY, device: str = "D", group: str = ""
) -> DefVector:
    """A switch vector of members (name, "On" or "Off")."""
    made = tuple(DefMember(member, member, value) for member, value in members)
    return DefVector(Kind.SWITCH, device, name, made, name, group, State.OK, Perm.RW, rule)


def painted(shown: Vector, look: PaintContext = PaintContext(NOW), width: int = 80) -> list[str]:  # noqa: B008 - it is frozen
    return ["".join(part.text for part in row) for row in row_for(shown).painted(width, look)]
