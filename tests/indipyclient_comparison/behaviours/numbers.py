"""Numbers as floats and as formatted texts."""

from __future__ import annotations

from typing import Any

from tests.indipyclient_comparison.behaviours import Seen, behaviour
from tests.indipyclient_comparison.session import Session, attempt


async def _floats(session: Session, values: list[Any]) -> Seen:
    getfloat = session.library.getfloat
    found = {}
    for value in values:
        number = await attempt(getfloat, value)
        found[repr(value)] = round(number, 6) if isinstance(number, float) else number
    return found


@behaviour("`getfloat` of decimal and sexagesimal texts, ints and floats")
async def getfloat(session: Session) -> Seen:
    texts = ["12.5", "-12.5", "1e3", "10:30", "10:30:36", "-0:30", "10;30;36", "10 30 36", " 5 ", "+4", "2:5:", ".5"]
    return await _floats(session, [*texts, 5, 2.5])


@behaviour("`getfloat` of what is not a number raises a TypeError")
async def no_number(session: Session) -> Seen:
    return await _floats(session, ["abc", "1:2:3:4", "1,5", None, [1], "--5:x"])


@behaviour('`getfloat("")` is 0')
async def empty(session: Session) -> Seen:
    return await _floats(session, ["", "  "])


@behaviour("`getfloat` of odd texts")
async def odd(session: Session) -> Seen:
    return await _floats(session, ["nan", "inf", "0x10", "1_000", "1:-30", "-", ":30", True])


FORMATS = ["%g", "%.2f", "%6.2f", "%5d", "%e", "%8.3m", "%9.5m", "%9.6m", "%11.8m", "%12.9m", "%010.6m", "%.6m", "%m"]


@behaviour("`getformattedstring` for printf and sexagesimal formats")
async def formats(session: Session) -> Seen:
    client = await session.start()
    found = {}
    for form in FORMATS:
        name = f"F{FORMATS.index(form)}"
        await session.say(
            f'<defNumberVector device="Mount" name="{name}" state="Ok" perm="ro">'
            f'<defNumber name="N" format="{form}" min="0" max="0" step="0">1</defNumber></defNumberVector>'
        )
        member = client["Mount"][name].member("N")
        found[form] = [await attempt(member.getformattedstring, value) for value in (12.5041, -0.99999)]
    return found


@behaviour("a number's value as a float and formatted, of vector and member")
async def values(session: Session) -> Seen:
    vector = (await session.start())["Mount"]["COORD"]
    member = vector.member("DEC")
    return {
        "vector": [vector.getfloatvalue("DEC"), vector.getformattedvalue("DEC"), vector.getformattedvalue("RA")],
        "member": [member.getfloatvalue(), member.getformattedvalue(), member.getfloat("1:30")],
        "missing": [
            await attempt(lambda: vector.getfloatvalue("NONE")),
            await attempt(lambda: vector.getformattedvalue("NONE")),
        ],
        "no number": await attempt(lambda: member.getformattedstring("abc")),
    }


@behaviour("only number vectors have `getfloatvalue`")
async def others(session: Session) -> Seen:
    mount = (await session.start())["Mount"]
    return {name: hasattr(mount[name], "getfloatvalue") for name in ("PARK", "PLACE", "HEALTH", "RATE")}
