"""Semantic nonsense: good XML that means nothing. The model stays right, and the screen shows what was sent."""

from __future__ import annotations

from tests.hostile.case import Case
from tests.hostile.stage import World
from tests.hostile.victim import VICTIM

FAMILY = "Semantic nonsense"

NEW = {"TEXT.A": "new"}
GOOD = b'<setTextVector device="Victim" name="TEXT"><oneText name="A">new</oneText></setTextVector>'


def element(tag: bytes, attributes: bytes, *members: bytes) -> bytes:
    """An element about Victim."""
    return b'<%s device="Victim" %s>%s</%s>\n' % (tag, attributes, b"".join(members), tag)


def member(tag: bytes, name: bytes, value: bytes = b"", more: bytes = b"") -> bytes:
    """A member."""
    return b'<%s name="%s" %s>%s</%s>' % (tag, name, more, value, tag)


def number(value: bytes = b"5", more: bytes = b"") -> bytes:
    """NUMBER gets a new value for X."""
    return element(b"setNumberVector", b'name="NUMBER"', member(b"oneNumber", b"X", value, more))


def gauge(value: bytes = b"5", format: bytes = b"%.2f", limits: bytes = b"") -> bytes:  # noqa: A002 - INDI's own word
    """A definition of GAUGE, a number vector that Victim did not have."""
    one = member(b"defNumber", b"G", value, b'label="Needle" format="%s" %s' % (format, limits))
    return element(b"defNumberVector", b'name="GAUGE" label="Gauge" group="Main Control" state="Ok" perm="rw"', one)


def note(attributes: bytes) -> bytes:
    """A definition of NOTE, a text vector that Victim did not have."""
    return element(b"defTextVector", b'name="NOTE" %s' % attributes, member(b"defText", b"N", b"hello"))


def again(name: bytes, *replaced: tuple[bytes, bytes]) -> bytes:
    """The definition of one of Victim's vectors, with something in it replaced."""
    found = b"<def" + next(one for one in VICTIM.split(b"\n<def") if b'name="%s"' % name in one)
    for old, new in replaced:
        assert old in found, (name, old)
        found = found.replace(old, new)
    return found


ORDER: list[Case[World]] = [
    Case("a set before its definition", element(b"setTextVector", b'name="LATER"', member(b"oneText", b"A", b"x")), told="LATER: not defined"),
    Case("a set for a device that there is not", b'<setTextVector device="Ghost" name="TEXT"/>', told="Ghost TEXT: not defined"),
    Case("a set with a message before its definition", element(b"setTextVector", b'name="LATER" message="hear me"'), told="hear me"),
    *(Case(f"a set of {kind} for a vector of texts", element(b"set%sVector" % kind.encode(), b'name="TEXT"', member(b"one%s" % kind.encode(), b"A", b"Ok")), told=f"defined as Text, not {kind}")
      for kind in ("Number", "Switch", "Light", "BLOB")),
    Case("a set of texts for a BLOB", element(b"setTextVector", b'name="IMAGE"', member(b"oneText", b"IMG", b"x")), told="defined as BLOB, not Text"),
    Case("a set for a member that there is not", element(b"setTextVector", b'name="TEXT"', member(b"oneText", b"Z", b"x"), member(b"oneText", b"A", b"new")), NEW, told="no member is called 'Z'"),
    Case("a set with the same member twice", element(b"setTextVector", b'name="TEXT"', member(b"oneText", b"A", b"newer"), member(b"oneText", b"A", b"new")), NEW, told="second <oneText>"),
    Case("a set of nothing", element(b"setTextVector", b'name="TEXT"')),
    Case("a set of a state alone", element(b"setTextVector", b'name="TEXT" state="Alert" message="no"'), {"TEXT:state": "Alert", "TEXT:message": "no"}, shows=["✗ no"]),
    Case("a set for a vector that was deleted", element(b"delProperty", b'name="TEXT"') + GOOD, {"TEXT": None}, told="TEXT: not defined"),
    Case("new values, asked for by another client", element(b"newTextVector", b'name="TEXT"', member(b"oneText", b"A", b"x"))),
    Case("new values for what there is not", element(b"newTextVector", b'name="NOWHERE"', member(b"oneText", b"A", b"x"))),
    Case("a question of another client", b'<getProperties version="1.7" device="Victim"/>' + GOOD, NEW),
    Case("an enableBLOB from the server", b'<enableBLOB device="Victim">Never</enableBLOB>' + GOOD, NEW),
    Case("a ping", b'<pingRequest uid="a&quot;b"/>', answers=b'<pingReply uid="a&quot;b"/>\n'),
    Case("a ping of 10,000 characters", b'<pingRequest uid="%s"/>' % (b"7" * 10_000), answers=b'<pingReply uid="%s"/>\n' % (b"7" * 10_000)),
    Case("a ping without its uid", b"<pingRequest/>" + GOOD, NEW, told="no uid"),
    Case("an answer to a ping that nobody sent", b'<pingReply uid="7"/>' + GOOD, NEW),
    Case("a thousand sets before their definition leave room for messages", b'<message device="Victim" message="the first"/><message message="the very first"/>' + element(b"setTextVector", b'name="LATER"', member(b"oneText", b"A", b"x")) * 1000, told="the very first"),
    Case("a thousand sets for an unknown member leave room for messages", b'<message message="the very first"/>' + element(b"setTextVector", b'name="TEXT"', member(b"oneText", b"Z", b"x")) * 1000, told="the very first"),
    Case("a thousand bad values leave room for messages", b'<message message="the very first"/>' + element(b"setSwitchVector", b'name="SWITCH"', member(b"oneSwitch", b"ONE", b"Perhaps")) * 1000, told="the very first"),
]  # fmt: skip

ATTRIBUTES: list[Case[World]] = [
    Case("a set without a device", b'<setTextVector name="TEXT"><oneText name="A">x</oneText></setTextVector>', told="no device"),
    Case("a set without a name", b'<setTextVector device="Victim"><oneText name="A">x</oneText></setTextVector>', told="no name"),
    Case("a set with an empty name", b'<setTextVector device="Victim" name=""/>', told="no name"),
    Case("a set with a member without a name", element(b"setTextVector", b'name="TEXT"', b"<oneText>x</oneText>", member(b"oneText", b"A", b"new")), NEW, told="without a name ignored"),
    Case("a definition without a device", b'<defTextVector name="X" state="Ok" perm="ro"/>', told="no device"),
    Case("a definition without a name", b'<defTextVector device="Victim" state="Ok" perm="ro"/>', told="no name"),
    Case("a definition with an empty device", b'<defTextVector device="" name="X" state="Ok" perm="ro"/>', told="no device"),
    Case("a definition without anything else", note(b""), {"NOTE.N": "hello", "NOTE:label": "NOTE", "NOTE:group": "Main Control", "NOTE:perm": "ro", "NOTE:state": "Idle"}, shows=["NOTE", "hello"]),
    Case("a definition without members", element(b"defTextVector", b'name="NOTE" label="Bare" state="Ok" perm="rw"'), {"NOTE": "Text"}, shows=["Bare"]),
    Case("a definition of numbers without members", element(b"defNumberVector", b'name="NOTE" label="Bare" state="Ok" perm="rw"'), {"NOTE": "Number"}, shows=["Bare"]),
    Case("a definition of switches without members", element(b"defSwitchVector", b'name="NOTE" label="Bare" state="Ok" perm="rw" rule="OneOfMany"'), {"NOTE": "Switch"}, shows=["Bare"]),
    Case("a definition of lights without members", element(b"defLightVector", b'name="NOTE" label="Bare" state="Ok"'), {"NOTE": "Light"}, shows=["Bare"]),
    Case("a definition of BLOBs without members", element(b"defBLOBVector", b'name="NOTE" label="Bare" state="Ok" perm="ro"'), {"NOTE": "BLOB"}, shows=["Bare"]),
    Case("a member without a name", element(b"defTextVector", b'name="NOTE" state="Ok" perm="ro"', b"<defText>x</defText>", member(b"defText", b"N", b"hello")), {"NOTE.N": "hello"}, told="without a name ignored", shows=["hello"]),
    Case("members without label and value", element(b"defTextVector", b'name="NOTE" label="Note" state="Ok" perm="ro"', member(b"defText", b"P"), member(b"defText", b"Q")), {"NOTE.P": "", "NOTE.P:label": "P"}, shows=["Note", "P", "Q"]),
    Case("an empty label", note(b'label="" state="Ok" perm="ro"'), {"NOTE:label": "NOTE"}, shows=["NOTE"]),
    Case("a label of blanks", note(b'label="   " state="Ok" perm="ro"'), {"NOTE:label": "   "}, shows=["hello"]),
    Case("an empty group", note(b'group="" state="Ok" perm="ro"'), {"NOTE:group": "Main Control"}, shows=["NOTE"]),
    Case("a group of blanks", note(b'group="  " state="Ok" perm="ro"'), {"NOTE:group": "  "}),
    Case("an unknown state", note(b'state="Panic" perm="ro"'), {"NOTE:state": "Idle"}, told="'Panic' read as Idle", shows=["○ NOTE"]),
    Case("a state in capitals", note(b'state="OK" perm="ro"'), {"NOTE:state": "Idle"}, told="'OK' read as Idle"),
    Case("an empty state", note(b'state="" perm="ro"'), {"NOTE:state": "Idle"}, told="'' read as Idle"),
    Case("a set with an unknown state", element(b"setTextVector", b'name="TEXT" state="Panic"', member(b"oneText", b"A", b"new")), NEW, told="'Panic' ignored"),
    Case("an unknown perm", note(b'state="Ok" perm="rwx"'), {"NOTE:perm": "ro"}, told="'rwx' read as ro"),
    Case("no perm", note(b'state="Ok"'), {"NOTE:perm": "ro"}, told="'' read as ro"),
    Case("an unknown rule", again(b"SWITCH", (b"OneOfMany", b"TwoOfMany")), {"SWITCH:rule": "AnyOfMany"}, told="'TwoOfMany' read as AnyOfMany"),
    Case("no rule", again(b"SWITCH", (b'rule="OneOfMany"', b"")), {"SWITCH:rule": "AnyOfMany"}, told="'' read as AnyOfMany"),
    Case("a rule for numbers, a perm for lights", again(b"LIGHT", (b'state="Ok"', b'state="Ok" perm="rw" rule="OneOfMany"'))),
    Case("a negative timeout", note(b'state="Ok" perm="ro" timeout="-5"'), {"NOTE:timeout": 0.0}),
    Case("a timeout that is not a number", note(b'state="Ok" perm="ro" timeout="soon"'), {"NOTE:timeout": 0.0}, told="'soon' ignored"),
    Case("a timeout of nan", note(b'state="Ok" perm="ro" timeout="nan"'), {"NOTE:timeout": 0.0}, told="'nan' ignored"),
    Case("a timeout without end", note(b'state="Ok" perm="ro" timeout="1e300"'), {"NOTE:timeout": 1e300}),
]  # fmt: skip

STAMPS: list[Case[World]] = [
    Case(f"the timestamp {what}", note(b'state="Ok" perm="ro" timestamp="%s"' % stamp), {"NOTE.N": "hello"}, shows=["hello"])
    for what, stamp in [
        ("yesterday", b"yesterday"),
        ("of the 13th month", b"2026-13-01T00:00:00"),
        ("of the 30th of February", b"2026-02-30T00:00:00"),
        ("of 25 o'clock", b"2026-01-01T25:00:00"),
        ("of a leap second", b"2016-12-31T23:59:60"),
        ("of the year 0", b"0000-01-01T00:00:00"),
        ("of the year 99999", b"99999-01-01T00:00:00"),
        ("before the year 1, by its offset", b"0001-01-01T00:00:00+23:59"),
        ("after the year 9999, by its offset", b"9999-12-31T23:59:59-23:59"),
        ("of a far offset", b"2026-01-01T00:00:00+99:99"),
        ("that is empty", b""),
        ("in seconds since 1970", b"1790000000"),
        ("of 10,000 digits", b"2026-01-01T00:00:00." + b"1" * 10_000),
        ("in other digits", "２０２６-01-01T00:00:00".encode()),
    ]
]  # fmt: skip

VALUES: list[Case[World]] = [
    Case(f"the number {what}", number(value), {"NUMBER.X": value.decode(), "NUMBER.X:shown": value.decode()}, shows=[value.decode()[:20]])
    for what, value in [
        ("nan", b"nan"),
        ("inf", b"inf"),
        ("-inf", b"-inf"),
        ("1e400, which is none", b"1e400"),
        ("in hexadecimal", b"0x1F"),
        ("with an underscore", b"1_000"),
        ("in words", b"seven"),
        ("in other digits", "٣".encode()),
        ("with a comma", b"3,5"),
        ("with two signs", b"--5"),
        ("with four parts", b"1:2:3:4"),
        ("with an empty part", b"1::2"),
        ("with a fraction amid it", b"1.5:30"),
    ]
]  # fmt: skip
VALUES += [
    Case("no number", number(b""), {"NUMBER.X": "", "NUMBER.X:shown": ""}),
    Case("a number of 10,000 digits", number(b"9" * 10_000), {"NUMBER.X": "9" * 10_000, "NUMBER.X:shown": "9" * 10_000}, shows=["999999"]),
    Case("the largest float", number(b"1.7976931348623157e308"), {"NUMBER.X": "1.7976931348623157e308", "NUMBER.X:shown": "1.7976931348623157e+308"}, shows=["1.79769"]),
    Case("the smallest float", number(b"5e-324"), {"NUMBER.X": "5e-324", "NUMBER.X:shown": "0.00"}, shows=["0.00"]),
    Case("minus nothing", number(b"-0"), {"NUMBER.X": "-0", "NUMBER.X:shown": "-0.00"}),
    Case("minutes beyond 59", number(b"12:75:99"), {"NUMBER.X": "12:75:99", "NUMBER.X:shown": "13.28"}, shows=["13.28"]),
    Case("a light that is neither", element(b"setLightVector", b'name="LIGHT"', member(b"oneLight", b"LAMP", b"Purple")), told="'Purple', an invalid light", shows=["● Lamp"]),
    Case("a light defined as nonsense", again(b"LIGHT", (b">Ok<", b">Purple<")), {"LIGHT.LAMP": "Idle"}, told="'Purple', an invalid light", shows=["○ Lamp"]),
    *(Case(f"a switch that is {value or 'nothing'}", element(b"setSwitchVector", b'name="SWITCH"', member(b"oneSwitch", b"ONE", value.encode())), told="an invalid switch", shows=["‹One›"])
      for value in ("ON", "true", "1", "")),
    Case("a switch that is defined as nonsense", again(b"SWITCH", (b">On<", b">Maybe<")), {"SWITCH.ONE": "Off"}, told="'Maybe', an invalid switch"),
    Case("all of OneOfMany On", element(b"setSwitchVector", b'name="SWITCH"', member(b"oneSwitch", b"TWO", b"On")), {"SWITCH.TWO": "On"}, shows=["‹One›", "‹Two›"]),
    Case("none of OneOfMany On", element(b"setSwitchVector", b'name="SWITCH"', member(b"oneSwitch", b"ONE", b"Off")), {"SWITCH.ONE": "Off"}, shows=["One", "Two"], hides=["‹One›"]),
    Case("a text of 10,000 characters", element(b"setTextVector", b'name="TEXT"', member(b"oneText", b"A", b"x" * 10_000)), {"TEXT.A": "x" * 10_000}, shows=["xxxxxx"]),
    Case("a message of 10,000 characters", element(b"setTextVector", b'name="TEXT" state="Alert" message="%s"' % (b"word " * 2000)), {"TEXT:state": "Alert", "TEXT:message": "word " * 2000}, shows=["word word"]),
]  # fmt: skip

FORMATS: list[Case[World]] = [
    Case(f"the format {what}", gauge(b"1.5", form), {"GAUGE.G:shown": shown}, shows=[shown.strip()[:20]])
    for what, form, shown in [
        ("%s", b"%s", "1.5"),
        ("%n", b"%n", "1.5"),
        ("%*d", b"%*d", "1.5"),
        ("%500f", b"%500f", "1.5"),
        ("without any %", b"plain", "1.5"),
        ("that is empty", b"", "1.5"),
        ("%", b"%", "1.5"),
        ("%%", b"%%", "1.5"),
        ("%5", b"%5", "1.5"),
        ("%c", b"%c", "1.5"),
        ("%p", b"%p", "1.5"),
        ("%a", b"%a", "1.5"),
        ("%ls", b"%ls", "1.5"),
        ("%1$d", b"%1$d", "1.5"),
        ("%d %d", b"%d %d", "1.5"),
        ("%d%n", b"%d%n", "1.5"),
        ("%(x)d", b"%(x)d", "1.5"),
        ("{0.__class__}", b"{0.__class__}", "1.5"),
        ("%.999999999f", b"%.999999999f", "1.5"),
        ("%.41f", b"%.41f", "1.5"),
        ("%99999999999999999999d", b"%99999999999999999999d", "1.5"),
        ("%81.3m", b"%81.3m", "1.5"),
        ("%.m", b"%.m", "1:30"),
        ("%-10.6m", b"%-10.6m", "1:30:00"),
        ("%2.9m, too narrow", b"%2.9m", "1:30:00.00"),
        ("%060.4m, as seen", b"%060.4m", "1:30".rjust(59)),
        ("%4.0f ℃, as seen", "%4.0f ℃".encode(), "   2 ℃"),
        ("%5.2q", b"%5.2q", "1.5"),
        ("%+-#0 9.3lle", b"%+-#0 9.3lle", "+1.500e+00"),
        ("%x", b"%x", "1"),
        ("%hhd", b"%hhd", "1"),
        ("%% %d %%", b"%% %d %%", "% 1 %"),
        ("of 10,000 characters", b"%d" + b"x" * 10_000, "1.5"),
    ]
]  # fmt: skip
FORMATS += [
    Case("the format with a line break and an escape", gauge(b"1.5", b"%d&#10;&#27;[2J"), {"GAUGE.G:shown": "1\n\x1b[2J"}, shows=["1␊␛[2J"]),
]  # fmt: skip

LIMITS: list[Case[World]] = [
    Case(f"limits: {what}", gauge(b"5", b"%g", limits), {"GAUGE.G": "5", "GAUGE.G:shown": "5"}, shows=["Gauge"])
    for what, limits in [
        ("min > max", b'min="100" max="0" step="1"'),
        ("min = max", b'min="7" max="7" step="1"'),
        ("nan", b'min="nan" max="nan" step="nan"'),
        ("infinite", b'min="-inf" max="inf" step="inf"'),
        ("in words", b'min="low" max="high" step="big"'),
        ("empty", b'min="" max="" step=""'),
        ("a negative step", b'min="0" max="10" step="-1"'),
        ("a step beyond max", b'min="0" max="10" step="1e300"'),
        ("a step too small for any float", b'min="0" max="1e300" step="1e-300"'),
        ("a value outside", b'min="10" max="20" step="1"'),
        ("sexagesimal", b'min="-0:30" max="12:30:00" step="0:00:01"'),
        ("of 10,000 digits", b'min="%s" max="1" step="1"' % (b"9" * 10_000)),
    ]
]  # fmt: skip
LIMITS += [
    Case("limits that a set turns round", number(b"5", b'min="100" max="0"'), {"NUMBER.X:min": "100", "NUMBER.X:max": "0"}),
    Case("limits that a set makes nonsense", number(b"5", b'min="a" max="b" step="c"'), {"NUMBER.X:min": "a", "NUMBER.X:max": "b", "NUMBER.X:step": "c"}),
]  # fmt: skip

REDEFINITIONS: list[Case[World]] = [
    Case("the same definition again", again(b"TEXT") * 50, shows=["Alpha", "one"]),
    Case("a definition with other members", again(b"TEXT", (b'name="A" label="Alpha"', b'name="Z" label="Zeta"')), {"TEXT.A": None, "TEXT.A:label": None, "TEXT.Z": "one", "TEXT.Z:label": "Zeta"}, shows=["Zeta"], hides=["Alpha"]),
    Case("a definition with fewer members", again(b"TEXT", (b'<defText name="A" label="Alpha">one</defText>', b"")), {"TEXT.A": None, "TEXT.A:label": None}, hides=["Alpha"]),
    Case("a definition with more members", again(b"TEXT", (b"</defTextVector>", b'<defText name="C" label="Gamma">three</defText></defTextVector>')), {"TEXT.C": "three", "TEXT.C:label": "Gamma"}, shows=["Gamma"]),
    Case("a definition with no members any more", element(b"defTextVector", b'name="TEXT" label="Text" group="Main Control" state="Ok" perm="rw" timeout="60"'), {"TEXT.A": None, "TEXT.A:label": None, "TEXT.B": None, "TEXT.B:label": None}, hides=["Alpha", "Beta"]),
    Case("members in another order", again(b"SWITCH", (b"ONE", b"tmp"), (b"TWO", b"ONE"), (b"tmp", b"TWO"), (b'"One"', b'"tmp"'), (b'"Two"', b'"One"'), (b'"tmp"', b'"Two"')), {"SWITCH.ONE": "Off", "SWITCH.TWO": "On"}, shows=["‹Two›"]),
    Case("texts become numbers", again(b"TEXT", (b"defText", b"defNumber"), (b">one<", b">1<"), (b">two<", b">2<")), {"TEXT": "Number", "TEXT.A": "1", "TEXT.B": "2", "TEXT.A:format": "%g", "TEXT.B:format": "%g", **{f"TEXT.{m}:{a}": "0" for m in "AB" for a in ("min", "max", "step")}, "TEXT.A:shown": "1", "TEXT.B:shown": "2"}),
    Case("texts become switches", again(b"TEXT", (b"defText", b"defSwitch"), (b">one<", b">On<"), (b">two<", b">Off<"), (b'perm="rw"', b'perm="rw" rule="AtMostOne"')), {"TEXT": "Switch", "TEXT.A": "On", "TEXT.B": "Off", "TEXT:rule": "AtMostOne"}, shows=["⟨Beta⟩"]),
    Case("numbers become lights", again(b"NUMBER", (b"defNumber", b"defLight"), (b">5<", b">Ok<"), (b">-0:30<", b">Alert<")), {"NUMBER": "Light", "NUMBER:perm": "ro", "NUMBER.X": "Ok", "NUMBER.Y": "Alert", **{f"NUMBER.{m}:{a}": None for m in "XY" for a in ("format", "min", "max", "step", "shown")}}, hides=["Xi 5"], shows=["now Ok"]),
    Case("numbers become BLOBs", again(b"NUMBER", (b"defNumber", b"defBLOB"), (b">5<", b"><"), (b">-0:30<", b"><")), {"NUMBER": "BLOB", "NUMBER.X": b"", "NUMBER.Y": b"", "NUMBER.X:format": "", "NUMBER.Y:format": "", **{f"NUMBER.{m}:{a}": None for m in "XY" for a in ("min", "max", "step", "shown")}}),
    Case("another group", again(b"TEXT", (b"Main Control", b"Elsewhere")), {"TEXT:group": "Elsewhere"}, shows=["Elsewhere"]),
    Case("another label", again(b"TEXT", (b'label="Text"', b'label="Prose"')), {"TEXT:label": "Prose"}, shows=["Prose"]),
    Case("read-only from now on", again(b"TEXT", (b"rw", b"ro")), {"TEXT:perm": "ro"}, shows=["ro"]),
    Case("write-only from now on", again(b"TEXT", (b"rw", b"wo")), {"TEXT:perm": "wo"}, shows=["wo"]),
    Case("another rule", again(b"SWITCH", (b"OneOfMany", b"AnyOfMany")), {"SWITCH:rule": "AnyOfMany"}, shows=["[x]One"]),
    Case("the same member twice", again(b"TEXT", (b'name="B" label="Beta"', b'name="A" label="Beta"')), {"TEXT.B": None, "TEXT.B:label": None}, told="second <defText> named 'A' ignored"),
    Case("the same label for all members", again(b"TEXT", (b'"Beta"', b'"Alpha"')), {"TEXT.B:label": "Alpha"}, shows=["Alpha one", "Alpha two"]),
    Case("the same label for all vectors", note(b'label="Text" state="Ok" perm="ro"'), {"NOTE:label": "Text"}, shows=["hello"]),
    Case("a group called as another with other case", note(b'group="main control" state="Ok" perm="ro"'), {"NOTE:group": "main control"}, shows=["main control"]),
    Case("a label of 10,000 characters", again(b"TEXT", (b'label="Text"', b'label="%s"' % (b"Long" * 2500))), {"TEXT:label": "Long" * 2500}, shows=["LongLong"]),
    Case("a member's label of 10,000 characters", again(b"TEXT", (b'"Alpha"', b'"%s"' % (b"Long" * 2500))), {"TEXT.A:label": "Long" * 2500}, shows=["LongLong"]),
    Case("a switch's label of 10,000 characters", again(b"SWITCH", (b'"One"', b'"%s"' % (b"Long" * 2500))), {"SWITCH.ONE:label": "Long" * 2500}, shows=["LongLong"]),
    Case("a group of 10,000 characters", again(b"TEXT", (b'"Main Control"', b'"%s"' % (b"Long" * 2500))), {"TEXT:group": "Long" * 2500}, shows=["LongLong"]),
    Case("a device of 10,000 characters", note(b"").replace(b"Victim", b"Long" * 2500), {"Long" * 2500 + "/NOTE": "Text"}, shows=["LongLong"]),
    Case("a name of 10,000 characters", note(b"").replace(b"NOTE", b"Long" * 2500), {"Long" * 2500: "Text"}, shows=["LongLong"]),
    Case("a vector with 1,000 members", element(b"defTextVector", b'name="NOTE" label="Crowd" state="Ok" perm="ro"', *(member(b"defText", b"M%d" % n, b"x") for n in range(1000))), {"NOTE.M999": "x"}),
    Case("a switch with 1,000 members", element(b"defSwitchVector", b'name="NOTE" label="Crowd" state="Ok" perm="rw" rule="OneOfMany"', *(member(b"defSwitch", b"M%d" % n, b"Off") for n in range(1000))), {"NOTE.M999": "Off"}, shows=["Crowd"]),
    Case("500 groups", b"".join(note(b'group="G%d" state="Ok" perm="ro"' % n).replace(b"NOTE", b"NOTE%d" % n) for n in range(500)), {f"NOTE{n}": "Text" for n in range(500)}),
    Case("names that a mapping has itself", b"".join(note(b"").replace(b"NOTE", name) for name in (b"keys", b"items", b"__class__", b"__dict__")), {"keys": "Text", "items": "Text", "__class__": "Text", "__dict__": "Text"}, shows=["__class__"]),
    Case("names that differ in their accents' encoding", note(b"").replace(b"NOTE", "é".encode()) + note(b"").replace(b"NOTE", b"e\xcc\x81"), {"é": "Text", "e\u0301": "Text"}),
    Case("names that differ in blanks at the end", note(b"").replace(b'"NOTE"', b'"NOTE "') + note(b""), {"NOTE ": "Text", "NOTE": "Text"}),
]  # fmt: skip

GONE = dict.fromkeys(("TEXT", "NUMBER", "SWITCH", "MANY", "BUTTON", "LIGHT", "READING", "IMAGE", "FILES"))
DELETIONS: list[Case[World]] = [
    Case("what is being edited is deleted", element(b"delProperty", b'name="TEXT"'), {"TEXT": None}, hides=["● Text"]),
    Case("a deletion with a message", element(b"delProperty", b'name="TEXT" message="worn out"'), {"TEXT": None}, told="worn out"),
    Case("a deletion of what there is not", element(b"delProperty", b'name="NOWHERE"') + GOOD, NEW),
    Case("a deletion twice", element(b"delProperty", b'name="TEXT"') * 2, {"TEXT": None}),
    Case("a deletion of a device that there is not", b'<delProperty device="Ghost"/>' + GOOD, NEW),
    Case("a deletion with an empty device", b'<delProperty device=""/>' + GOOD, NEW, told="no device"),
    Case("a deletion with an empty name", b'<delProperty device="Victim" name=""/>' + GOOD, NEW, told="no name"),
    Case("a deletion with a name and no device", b'<delProperty name="TEXT"/>' + GOOD, NEW, told="no device"),
    Case("the whole device is deleted", b'<delProperty device="Victim"/>', GONE),
    Case("deleted and there again at once", element(b"delProperty", b'name="TEXT"') + again(b"TEXT"), shows=["Alpha one"]),
    Case("deleted and there again as something else", element(b"delProperty", b'name="TEXT"') + again(b"SWITCH", (b'"SWITCH"', b'"TEXT"')), {"TEXT": "Switch", "TEXT:label": "Switch", "TEXT:rule": "OneOfMany", "TEXT:timeout": 0.0, "TEXT.A": None, "TEXT.A:label": None, "TEXT.B": None, "TEXT.B:label": None, "TEXT.ONE": "On", "TEXT.ONE:label": "One", "TEXT.TWO": "Off", "TEXT.TWO:label": "Two"}),
    Case("a device that flaps", (b'<delProperty device="Victim"/>' + VICTIM) * 30, shows=["Alpha one"]),
    Case("a device that flaps and stays away", (VICTIM + b'<delProperty device="Victim"/>') * 30, GONE),
    Case("200 devices that come and go", b"".join(b'<defTextVector device="D%d" name="X" state="Ok" perm="ro"/><delProperty device="D%d"/>' % (n, n) for n in range(200))),
    Case("a message of a device that there is not", b'<message device="Ghost" message="boo"/>', told="boo"),
    Case("a message that says nothing", b"<message/><message device='Victim'/><message message=''/>" + GOOD, NEW),
    Case("a message with a bad timestamp", b'<message device="Victim" timestamp="now" message="hello"/>', told="hello"),
]  # fmt: skip

GROUPS = [ORDER, ATTRIBUTES, STAMPS, VALUES, FORMATS, LIMITS, REDEFINITIONS, DELETIONS]
CASES: list[Case[World]] = [case for group in GROUPS for case in group]
