"""The properties of the Every Kind device: every kind there is, and some that are unusual but legal."""

from __future__ import annotations

from indipyterm.demo.definitions import (
    CONNECTION,
    blob,
    blob_vector,
    button,
    driver_info,
    light,
    light_vector,
    number,
    number_vector,
    switch,
    switch_vector,
    text,
    text_vector,
)
from indipyterm.protocol.messages import DefVector, Perm, Rule, State

RULES = {
    Rule.ONE_OF_MANY: ("ONE_OF_MANY", "One of many"),
    Rule.AT_MOST_ONE: ("AT_MOST_ONE", "At most one"),
    Rule.ANY_OF_MANY: ("ANY_OF_MANY", "Any of many"),
}
"""The middle of a switch vector's name, and its label, for each rule."""

PERMS = {Perm.RO: "read-only", Perm.WO: "write-only", Perm.RW: "read and write"}


def _of_each_permission(perm: Perm, word: str) -> tuple[DefVector, ...]:
    """Define vectors with a permission: text, number, BLOB, and a switch vector for each rule."""
    end = perm.name
    first = text("FIRST", "First", "one"), text("SECOND", "Second", "two")
    values = number("FIRST", "First", 1.5, "%.2f", 0, 10, 0.5), number("SECOND", "Second", -20, "%g", -100, 100, 1)
    return (
        text_vector(f"TEXT_{end}", f"Text, {word}", "Texts", *first, perm=perm),
        number_vector(f"NUMBER_{end}", f"Number, {word}", "Numbers", *values, perm=perm),
        *(
            switch_vector(
                f"SWITCH_{name}_{end}",
                f"{label}, {word}",
                "Switches",
                switch("A", "Alpha", on=rule is not Rule.AT_MOST_ONE),
                switch("B", "Beta"),
                switch("C", "Gamma", on=rule is Rule.ANY_OF_MANY),
                rule=rule,
                perm=perm,
            )
            for rule, (name, label) in RULES.items()
        ),
        blob_vector(f"BLOB_{end}", f"BLOB, {word}", "BLOBs", blob("FILE", "File"), perm=perm),
    )


LIGHTS = light_vector("LIGHTS", "Lights", "Lights", *(light(s.name, s.value, s) for s in State), state=State.OK)

UPLOADS = (
    button("SEND_BLOB", "Send BLOB, read-only", "BLOBs", "SEND", "Send"),
    text_vector(
        "UPLOAD",
        "Last upload",
        "BLOBs",
        text("PROPERTY", "Property"),
        text("FORMAT", "Format"),
        text("SIZE", "Size (bytes)"),
        text("SHA256", "SHA-256"),
        perm=Perm.RO,
    ),
)

AWKWARD = (
    number_vector(
        "SEXAGESIMAL",
        "Sexagesimal",
        "Awkward",
        number("F9", "dd:mm:ss.ss", -0.508333333, "%12.9m", -90, 90),
        number("F8", "dd:mm:ss.s", 359.99999, "%12.8m", 0, 360),
        number("F6", "dd:mm:ss", 12.51, "%9.6m", 0, 24),
        number("F5", "dd:mm.m", -5.39, "%8.5m", -90, 90),
        number("F3", "dd:mm", 23.9999, "%6.3m", 0, 24),
    ),
    number_vector(
        "FORMATS",
        "Formats",
        "Awkward",
        number("HEX", "Hexadecimal", 255, "%x", 0, 65535, 1),
        number("UNIT", "With a unit", 21.5, "%4.1f ℃", -50, 50),
        number("EXPONENT", "Exponent", 6.02214076e23, "%.3e"),
        number("WIDE", "Wide", 5.5, "%060.4m", 0, 24),
        number("SIGN", "Signed", 3, "%+.1f", -10, 10),
        number("BAD", "Not a number format", 7, "%s%n", 0, 10),
    ),
    number_vector(
        "LIMITS",
        "Limits",
        "Awkward",
        number("SAME", "min equals max", 1e9, "%g", 5, 5, 1),
        number("NO_STEP", "No step", 0.1, "%.3f", 0, 1, 0),
        number("UNEVEN", "Step 7 from 3", 10, "%g", 3, 100, 7),
    ),
    text_vector(
        "LONG_LABEL",
        "A property whose label is so much longer than a label ought to be that it cannot fit in eighty columns",
        "Awkward",
        text(
            "A_MEMBER_NAME_OF_NO_FEWER_THAN_SIXTY_FOUR_CHARACTERS_AS_LIBINDI_",
            "A member whose label is long too, but not quite as long as that",
            "and a value that goes on and on, as the name of a file deep down in a tree of folders may do",
        ),
    ),
    number_vector(
        "TWELVE",
        "Twelve members",
        "Awkward",
        *(number(f"M{count:02}", f"Member {count}", count * count, "%g", 0, 1000, 1) for count in range(1, 13)),
    ),
    text_vector(
        "UNICODE",
        "Größe µ ★",
        "Awkward",
        text("WIDE", "広い文字", "星雲 M42 を撮影中"),
        text("COMBINING", "Combining", "e\u0301te\u0301, n\u0303"),
        text("EMOJI", "Emoji", "🔭 👩‍🚀 🌌"),
        text("RIGHT_TO_LEFT", "Right to left", "שלום"),
        text("MARKUP", "Not [bold]markup[/bold]", "[red]<b>&amp;</b>[/red]"),
        text("LINES", "Two lines", "one\ntwo\tand a tab"),
    ),
    switch_vector(
        "MANY_CHOICES",
        "Many choices",
        "Awkward",
        *(switch(f"ISO_{iso}", f"ISO {iso}", on=iso == 800) for iso in (50, 64, 80, 100, 125, 160, 200, 250, 320, 400)),
        *(switch(f"ISO_{iso}", f"ISO {iso}", on=iso == 800) for iso in (500, 640, 800, 1000, 1250, 1600, 3200, 6400)),
    ),
    text_vector("EMPTY_TEXT", "Empty", "Awkward", text("NOTHING", "Nothing", "")),
    text_vector("NO_GROUP", "In no group", "", text("TEXT", "Text", "My group has no name")),
)

BEHAVIOUR = (
    number_vector("REFUSES", "Always refuses", "Behaviour", number("VALUE", "Value", 1, "%g")),
    text_vector("SILENT", "Never answers", "Behaviour", text("TEXT", "Text", ""))._replace(timeout=5.0),
    number_vector("SLOW", "Busy for 3 s", "Behaviour", number("VALUE", "Value", 1, "%g"))._replace(timeout=10.0),
    switch_vector("STATE", "State", "Behaviour", *(switch(s.name, s.value, on=s is State.IDLE) for s in State)),
    text_vector("SAY", "Say", "Behaviour", text("TEXT", "Text", "")),
    button("REDEFINE", "Redefine the next", "Behaviour", "REDEFINE", "Redefine"),
    number_vector("CHANGING", "Changing", "Behaviour", number("M1", "Member 1", 1), state=State.OK),
    switch_vector(
        "FLOOD",
        "Twenty updates a second",
        "Behaviour",
        switch("ON", "On"),
        switch("OFF", "Off", on=True),
    ),
    number_vector("COUNTER", "Counter", "Behaviour", number("COUNT", "Count", 0, "%.f"), perm=Perm.RO),
)

ALWAYS_DEFINED = (CONNECTION, driver_info("Every Kind Demo", "indipyterm", 0))

DEFINED_WHEN_CONNECTED = (
    *(vector for perm, word in PERMS.items() for vector in _of_each_permission(perm, word)),
    LIGHTS,
    *UPLOADS,
    *AWKWARD,
    *BEHAVIOUR,
)
