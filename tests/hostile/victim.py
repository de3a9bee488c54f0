"""The two devices of the hostile server: Victim, which is attacked, and Sentinel, which must keep beating."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from indipyterm.model.catalog import Catalog
from indipyterm.model.members import BlobMember, Member, NumberMember
from indipyterm.model.vectors import Vector

SENTINEL = b"""
<defNumberVector device="Sentinel" name="BEAT" label="Beat" group="Main Control" state="Ok" perm="ro" timeout="0">
  <defNumber name="N" label="Beat" format="%g" min="0" max="0" step="0">0</defNumber>
</defNumberVector>
"""
VICTIM = b"""
<defTextVector device="Victim" name="TEXT" label="Text" group="Main Control" state="Ok" perm="rw" timeout="60">
  <defText name="A" label="Alpha">one</defText>
  <defText name="B" label="Beta">two</defText>
</defTextVector>
<defNumberVector device="Victim" name="NUMBER" label="Number" group="Main Control" state="Ok" perm="rw" timeout="60">
  <defNumber name="X" label="Xi" format="%.2f" min="0" max="100" step="1">5</defNumber>
  <defNumber name="Y" label="Ypsilon" format="%010.6m" min="-90" max="90" step="0">-0:30</defNumber>
</defNumberVector>
<defSwitchVector device="Victim" name="SWITCH" label="Switch" group="Main Control" state="Ok" perm="rw" rule="OneOfMany" timeout="0">
  <defSwitch name="ONE" label="One">On</defSwitch>
  <defSwitch name="TWO" label="Two">Off</defSwitch>
</defSwitchVector>
<defSwitchVector device="Victim" name="MANY" label="Many" group="Options" state="Idle" perm="rw" rule="AnyOfMany" timeout="0">
  <defSwitch name="LEFT" label="Left">On</defSwitch>
  <defSwitch name="RIGHT" label="Right">Off</defSwitch>
</defSwitchVector>
<defSwitchVector device="Victim" name="BUTTON" label="Button" group="Options" state="Idle" perm="rw" rule="AtMostOne" timeout="0">
  <defSwitch name="PRESS" label="Press">Off</defSwitch>
</defSwitchVector>
<defLightVector device="Victim" name="LIGHT" label="Light" group="Main Control" state="Ok">
  <defLight name="LAMP" label="Lamp">Ok</defLight>
</defLightVector>
<defTextVector device="Victim" name="READING" label="Reading" group="Options" state="Idle" perm="ro" timeout="0">
  <defText name="R" label="Read">only</defText>
</defTextVector>
<defBLOBVector device="Victim" name="IMAGE" label="Image" group="Main Control" state="Idle" perm="ro" timeout="0">
  <defBLOB name="IMG" label="Picture"/>
</defBLOBVector>
<defBLOBVector device="Victim" name="FILES" label="Files" group="Options" state="Idle" perm="rw" timeout="0">
  <defBLOB name="FIRST" label="First"/>
  <defBLOB name="SECOND" label="Second"/>
</defBLOBVector>
"""

Picture = Mapping[str, object]
"""Everything that a client knows of devices but Sentinel, by names like ``TEXT.A`` and ``TEXT.A:label``."""


def beat(count: int) -> bytes:
    """What the sentinel says. Real servers begin each element on a new line, too."""
    return (
        b'\n<setNumberVector device="Sentinel" name="BEAT" state="Ok"><oneNumber name="N">%d</oneNumber>'
        b"</setNumberVector>\n" % count
    )


def beaten(catalog: Catalog) -> str:
    """The number that the sentinel said last, as the client knows it."""
    found = catalog.find("Sentinel", "BEAT")
    return found.members["N"].value if found else "none"


def picture(catalog: Catalog) -> dict[str, object]:
    """The model as plain values: vectors of Victim by their name, those of others as ``Device/NAME``."""
    found: dict[str, object] = {}
    for device in catalog.devices.values():
        head = "" if device.name == "Victim" else f"{device.name}/"
        for vector in device.present():
            if device.name != "Sentinel":
                found |= _vector(f"{head}{vector.name}", vector)
    return found


def _vector(name: str, vector: Vector) -> Iterator[tuple[str, object]]:
    yield name, vector.kind.value
    for attribute in ("label", "group", "state", "perm", "rule", "timeout", "message"):
        yield f"{name}:{attribute}", getattr(vector, attribute)
    for member in vector.members.values():
        yield from _member(f"{name}.{member.name}", member)


def _member(name: str, member: Member) -> Iterator[tuple[str, object]]:
    yield name, member.data if isinstance(member, BlobMember) else member.value
    yield f"{name}:label", member.label
    if isinstance(member, BlobMember):
        yield f"{name}:format", member.format
    if isinstance(member, NumberMember):
        for attribute in ("format", "min", "max", "step"):
            yield f"{name}:{attribute}", getattr(member, attribute)
        yield f"{name}:shown", member.formatted()


def wrong(before: Picture, after: Picture, changes: Mapping[str, object]) -> list[str]:
    """What changed that should not have, or should have and did not. Of a new vector only what is named counts."""
    named = {_owner(key) for key in changes}
    found = []
    for key in sorted({*before, *after, *changes}):
        owner = _owner(key)
        if owner not in before and owner in named and key not in changes:
            continue
        gone = owner in changes and changes[owner] is None
        wanted = None if gone else changes.get(key, before.get(key))
        if after.get(key) != wanted:
            found.append(f"{key} is {after.get(key)!r:.200}, not {wanted!r:.200}")
    return found


def _owner(key: str) -> str:
    return re.split(r"[.:]", key, maxsplit=1)[0]
