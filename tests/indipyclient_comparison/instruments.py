"""The devices of the comparison's server: a mount with every kind, rule and permission, and a camera."""

from __future__ import annotations

MOUNT = """
<defSwitchVector device="Mount" name="PARK" label="Parking" group="Main" state="Idle" perm="rw" rule="OneOfMany"
 timeout="5" timestamp="2026-11-22T10:43:00" message="parking is possible">
  <defSwitch name="PARK" label="Park">On</defSwitch><defSwitch name="UNPARK" label="Unpark">Off</defSwitch>
</defSwitchVector>
<defSwitchVector device="Mount" name="MOTION" label="Motion" group="Main" state="Ok" perm="rw" rule="AtMostOne">
  <defSwitch name="NORTH">Off</defSwitch><defSwitch name="SOUTH">Off</defSwitch>
</defSwitchVector>
<defSwitchVector device="Mount" name="OPTIONS" label="Options" group="Setup" state="Ok" perm="rw" rule="AnyOfMany">
  <defSwitch name="A">On</defSwitch><defSwitch name="B">Off</defSwitch><defSwitch name="C">Off</defSwitch>
</defSwitchVector>
<defSwitchVector device="Mount" name="SHOWN" state="Ok" perm="ro" rule="AnyOfMany">
  <defSwitch name="S">On</defSwitch>
</defSwitchVector>
<defSwitchVector device="Mount" name="ABORT" state="Ok" perm="wo" rule="AtMostOne">
  <defSwitch name="ABORT">Off</defSwitch>
</defSwitchVector>
<defNumberVector device="Mount" name="COORD" label="Coordinates" group="Main" state="Idle" perm="rw" timeout="60"
 timestamp="2026-11-22T10:43:01.5">
  <defNumber name="RA" label="Right ascension" format="%010.6m" min="0" max="24" step="0">6.25</defNumber>
  <defNumber name="DEC" label="Declination" format="%010.6m" min="-90" max="90" step="0">-0:30</defNumber>
</defNumberVector>
<defNumberVector device="Mount" name="RATE" label="Rate" group="Setup" state="Ok" perm="rw">
  <defNumber name="X" format="%6.2f" min="0" max="10" step="0.5">1</defNumber>
</defNumberVector>
<defNumberVector device="Mount" name="ALTITUDE" state="Ok" perm="ro">
  <defNumber name="ALT" format="%g" min="0" max="90" step="0">45</defNumber>
</defNumberVector>
<defTextVector device="Mount" name="PLACE" label="Place" group="Setup" state="Ok" perm="rw" timeout="1">
  <defText name="SITE" label="Site">La Palma</defText><defText name="WHO" label="Observer">nobody</defText>
</defTextVector>
<defTextVector device="Mount" name="PASSWORD" state="Ok" perm="wo"><defText name="WORD"></defText></defTextVector>
<defTextVector device="Mount" name="SERIAL" state="Ok" perm="ro"><defText name="NUMBER">M-17</defText></defTextVector>
<defLightVector device="Mount" name="HEALTH" label="Health" group="Main" state="Ok">
  <defLight name="MOTOR" label="Motor">Ok</defLight><defLight name="FUSE" label="Fuse">Alert</defLight>
</defLightVector>
"""
CAMERA = """
<defBLOBVector device="Camera" name="CCD1" label="Image" group="Images" state="Idle" perm="ro" timeout="60">
  <defBLOB name="CCD1" label="Image"/>
</defBLOBVector>
<defBLOBVector device="Camera" name="UPLOAD" label="Upload" group="Images" state="Idle" perm="rw">
  <defBLOB name="FILE" label="File"/><defBLOB name="SECOND" label="Second"/>
</defBLOBVector>
"""
DEFINITIONS = MOUNT + CAMERA

IMAGE = """
<setBLOBVector device="Camera" name="CCD1" state="Ok" timestamp="2026-11-22T10:44:00">
  <oneBLOB name="CCD1" size="3" format=".fits">YWJj</oneBLOB>
</setBLOBVector>
"""
"""A BLOB of the bytes "abc"."""
