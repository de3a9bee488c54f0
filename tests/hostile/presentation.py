"""Presentation: whatever a server says is plain text on the screen; what cannot be shown is shown as a mark."""

from __future__ import annotations

from tests.hostile.case import Case
from tests.hostile.screen import Stage

FAMILY = "Presentation"

WORST = '[@click=app.quit]a[/] [red]b\x1b[31m\x1b]52;c;ZXZpbA==\x07\x9b2J\t\n\r\u202e\u200bc\u0301望🔭 "#/..'
"""Something of everything, for one place at a time."""

EVERYWHERE = """
<defTextVector device="Victim" name="NASTY" label="{0}" group="Main Control" state="Alert" perm="rw" message="{0}">
  <defText name="{0}" label="{0}">{0}</defText><defText name="N2" label="Second">{0}</defText></defTextVector>
<defSwitchVector device="Victim" name="NASTY2" label="{0}" group="{0}" state="Ok" perm="rw" rule="OneOfMany">
  <defSwitch name="S" label="{0}">On</defSwitch><defSwitch name="S2" label="Other">Off</defSwitch></defSwitchVector>
<defLightVector device="{0}" name="{0}" label="{0}" group="{0}" state="Busy">
  <defLight name="{0}" label="{0}">Ok</defLight></defLightVector>
<defBLOBVector device="{0}" name="B" label="{0}" group="{0}" state="Busy" perm="ro">
  <defBLOB name="{0}" label="{0}"/></defBLOBVector>
<message device="Victim" message="[INFO] {0}"/><message message="{0}"/><{0}/>
"""


def xml(text: str) -> str:
    """A text for an attribute or a value, but for control characters: those go as they are."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")


def everywhere(nasty: str) -> bytes:
    """Definitions that have a text wherever one can stand."""
    return EVERYWHERE.format(xml(nasty)).encode()


TEXTS: list[Case[Stage]] = [
    Case(name, everywhere(nasty), shows=[shown])
    for name, nasty, shown in [
        ("markup", "[red]x[/red]", "[red]x[/red]"),
        ("markup with an action", "[@click=app.quit]x[/]", "[@click=app.quit]x[/]"),
        ("markup with a link", "[link=http://x]x[/link]", "[link=http://x]x[/link]"),
        ("markup that is not closed", "[bold]x [", "[bold]x ["),
        ("markup that only closes", "x[/]y[/red]", "x[/]y[/red]"),
        ("markup with a backslash", "\\[b]x\\", "\\[b]x\\"),
        ("markup with a variable", "[$error]x", "[$error]x"),
        ("the code of an emoji", ":smile:", ":smile:"),
        ("conversions of printf and format", "%s%n{0}", "%s%n{0}"),
        ("an escape that colours", "\x1b[31mx", "␛[31mx"),
        ("an escape that clears the screen", "\x1b[2J\x1b[H", "␛[2J␛[H"),
        ("an escape that resets the terminal", "\x1bcx", "␛cx"),
        ("OSC 52, which writes the clipboard", "\x1b]52;c;ZXZpbA==\x07", "␛]52;c;ZXZpbA==␇"),
        ("OSC 52, which reads the clipboard", "\x1b]52;c;?\x1b\\", "␛]52;c;?␛\\"),
        ("OSC 0, which sets the title", "\x1b]0;evil\x07", "␛]0;evil␇"),
        ("OSC 8, which links", "\x1b]8;;http://x\x1b\\y", "␛]8;;http://x␛\\y"),
        ("an escape that leaves our screen", "\x1b[?1049l", "␛[?1049l"),
        ("an escape that the terminal answers", "\x1b[6n\x1b[c", "␛[6n␛[c"),
        ("an escape that ends a paste", "\x1b[201~x", "␛[201~x"),
        ("a device control string", "\x1bP$qm\x1b\\", "␛P$qm␛\\"),
        ("a picture for the terminal", "\x1b_Ga=T;AAAA\x1b\\", "␛_Ga=T;AAAA␛\\"),
        ("an escape at the very end", "x\x1b", "x␛"),
        ("C1: CSI in one byte", "\x9b31mx", "\ufffd31mx"),
        ("C1: OSC and its end", "\x9d52;c;x\x9c", "\ufffd52;c;x\ufffd"),
        ("C1: NEL, a new line", "a\x85b", "a\ufffdb"),
        ("C1: a string that never ends", "\x90x\x9e", "\ufffdx\ufffd"),
        ("bells", "\a\a\a", "␇␇␇"),
        ("a tab", "a\tb", "a␉b"),
        ("a new line", "a\nb", "a␊b"),
        ("a carriage return", "a\rb", "a␍b"),
        ("backspaces", "abc\b\b\bx", "abc␈␈␈x"),
        ("a form feed and a vertical tab", "a\fb\vc", "a␌b␋c"),
        ("another character set", "\x0ex\x0f", "␎x␏"),
        ("DEL", "a\x7fb", "a␡b"),
        ("NUL", "a\0b", "a␀b"),
        ("an override of direction", "\u202eabc", "\ufffdabc"),
        ("isolates of direction", "\u2066abc\u2069", "\ufffdabc\ufffd"),
        ("marks of direction", "a\u200fb\u200ec\u061cd", "a\ufffdb\ufffdc\ufffdd"),
        ("a zero-width space", "a\u200bb", "a\ufffdb"),
        ("a zero-width joiner", "a\u200db", "a\ufffdb"),
        ("a word joiner and a byte order mark", "a\u2060b\ufeffc", "a\ufffdb\ufffdc"),
        ("a soft hyphen", "a\u00adb", "a\ufffdb"),
        ("tags that nobody sees", "a\U000e0041b", "a\ufffdb"),
        ("a filler that is not there", "a\u3164b\u115fc", "a\ufffdb\ufffdc"),
        ("a variation selector", "a\ufe0fb", "a\ufffdb"),
        ("lines and paragraphs of Unicode", "a\u2028b\u2029c", "a␊b␊c"),
        ("all kinds of blanks", "a\u00a0b\u2003c\u3000d", "a b c d"),
        ("private characters", "a\ue000b", "a\ufffdb"),
        ("characters that are none", "a\U0003fffeb", "a\ufffdb"),
        ("wide characters", "望遠鏡", "望遠鏡"),
        ("an emoji", "a🔭b", "a🔭b"),
        ("a family of emoji", "👨‍👩‍👧", "👨\ufffd👩\ufffd👧"),
        ("a flag", "🇩🇪x", "🇩🇪x"),
        ("a colour of skin", "👍🏽x", "x"),
        ("Hebrew and Arabic", "שלום", "שלום"),
        ("a combining character", "e\u0301x", "e\u0301x"),
        ("a combining character first", "\u0301x", "◌\u0301x"),
        ("fifty of them on one letter", "Z" + "\u0335" * 50 + "x", "Z"),
        ("an enclosing character", "a\u20ddb", "b"),
        ("half-wide and full-wide forms", "ｱＡ", "ｱＡ"),
        ("a thousand wide characters", "望" * 1000, "望望"),
        ("spaces, dots, slashes and #", " a . / # .. ", "a . / # .."),
        ("quotes of all kinds", "'\"`´", "'\"`´"),
    ]
]  # fmt: skip

_PLACES = {
    "a vector's label": '<defTextVector device="Victim" name="X" label="{0}" state="Ok" perm="ro"/>',
    "a vector's name": '<defTextVector device="Victim" name="{0}" state="Ok" perm="ro"/>',
    "a group": '<defTextVector device="Victim" name="X" group="{0}" state="Ok" perm="ro"/>',
    "a device's name": '<defTextVector device="{0}" name="X" state="Alert" perm="ro" message="m"/>',
    "a member's label": '<defTextVector device="Victim" name="X" state="Ok" perm="ro"><defText name="A" label="{0}">v</defText><defText name="B">w</defText></defTextVector>',
    "a member's name": '<defTextVector device="Victim" name="X" state="Ok" perm="ro"><defText name="{0}">v</defText><defText name="B">w</defText></defTextVector>',
    "a text": '<setTextVector device="Victim" name="TEXT"><oneText name="A">{0}</oneText></setTextVector>',
    "what should be a number": '<setNumberVector device="Victim" name="NUMBER"><oneNumber name="X">{0}</oneNumber></setNumberVector>',
    "limits": '<setNumberVector device="Victim" name="NUMBER"><oneNumber name="X" min="{0}" max="{0}" step="{0}">1</oneNumber></setNumberVector>',
    "a format": '<defNumberVector device="Victim" name="X" state="Ok" perm="rw"><defNumber name="A" format="%g{0}" min="0" max="0" step="0">1</defNumber></defNumberVector>',
    "a unit": '<defNumberVector device="Victim" name="X" label="T ({0})" state="Ok" perm="rw"><defNumber name="A" label="T ({0})" format="%g" min="0" max="0" step="0">1</defNumber></defNumberVector>',
    "a switch's label": '<defSwitchVector device="Victim" name="X" state="Ok" perm="rw" rule="OneOfMany"><defSwitch name="A" label="{0}">On</defSwitch></defSwitchVector>',
    "a button's label": '<defSwitchVector device="Victim" name="X" state="Ok" perm="rw" rule="AtMostOne"><defSwitch name="A" label="{0}">Off</defSwitch></defSwitchVector>',
    "a light's label": '<defLightVector device="Victim" name="X" state="Ok"><defLight name="A" label="{0}">Ok</defLight></defLightVector>',
    "a BLOB's label": '<defBLOBVector device="Victim" name="X" state="Ok" perm="ro"><defBLOB name="A" label="{0}"/></defBLOBVector>',
    "a BLOB's format": '<setBLOBVector device="Victim" name="IMAGE" state="Ok"><oneBLOB name="IMG" size="3" format=".{0}">YWJj</oneBLOB></setBLOBVector>',
    "the message of an Alert": '<setTextVector device="Victim" name="TEXT" state="Alert" message="{0}"/>',
    "a device's message": '<message device="Victim" message="[ERROR] {0}"/>',
    "a message of no device": '<message message="{0}"/>',
    "a message of a device that there is not": '<message device="{0}" message="x"/>',
    "the message of a deletion": '<delProperty device="Victim" name="BUTTON" message="{0}"/>',
    "an element's name": "<x{0}/>",
    "a state that there is not": '<setTextVector device="Victim" name="TEXT" state="{0}"/>',
    "a member that there is not": '<setTextVector device="Victim" name="TEXT"><oneText name="{0}">v</oneText></setTextVector>',
    "a vector that there is not": '<setTextVector device="Victim" name="{0}"/>',
    "what another client asked for": '<newTextVector device="Victim" name="TEXT"><oneText name="A">{0}</oneText></newTextVector>',
    "a filter's name": '<defTextVector device="Victim" name="FILTER_NAME" state="Ok" perm="rw"><defText name="F1">{0}</defText></defTextVector><defNumberVector device="Victim" name="FILTER_SLOT" state="Ok" perm="rw"><defNumber name="V" format="%g" min="1" max="1" step="1">1</defNumber></defNumberVector>',
}  # fmt: skip

PLACES: list[Case[Stage]] = [
    Case(f"everything bad in {place}", text.format(xml(WORST)).encode()) for place, text in _PLACES.items()
]


def _risky() -> bytes:
    return (
        (
            '<defSwitchVector device="Victim" name="DOME_SHUTTER" label="{0}" state="Ok" perm="rw" rule="OneOfMany">'
            '<defSwitch name="OPEN" label="{0}">Off</defSwitch><defSwitch name="CLOSE" label="{0}2">On</defSwitch>'
            "</defSwitchVector>"
        )
        .format(xml(WORST))
        .encode()
    )


async def _asked(stage: Stage) -> None:
    """The question before a risky action, with names of the server in it."""
    stage.server.send(_risky())
    await stage.leave_editor()
    await stage.select("Victim", "DOME_SHUTTER")
    await stage.over("enter")


async def _choose_from_list(stage: Stage) -> None:
    """The list of a switch that has too many choices for its row."""
    members = "".join(f'<defSwitch name="M{n}" label="{n} {{0}}">Off</defSwitch>' for n in range(30))
    vector = (
        f'<defSwitchVector device="Victim" name="X" state="Ok" perm="rw" rule="OneOfMany">{members}</defSwitchVector>'
    )
    stage.server.send(vector.format(xml(WORST)).encode())
    await stage.leave_editor()
    await stage.select("Victim", "X")
    await stage.over("enter")


async def _edited(stage: Stage) -> None:
    """An editor over labels and values that cannot be typed."""
    stage.server.send(everywhere(WORST))
    await stage.leave_editor()
    await stage.select("Victim", "NASTY")
    stage.app.simulate_key("e")
    await stage.until(lambda: stage.app.main.pane.editor and stage.app.main.pane.editor.is_mounted)
    stage.judge_cells()
    await stage.leave_editor()


async def _listed(stage: Stage, key: str) -> None:
    stage.server.send(everywhere(WORST))
    await stage.leave_editor()
    await stage.select("Victim", "NASTY")
    await stage.over(key)


async def _details(stage: Stage) -> None:
    await _listed(stage, "i")


async def _log(stage: Stage) -> None:
    await _listed(stage, "L")


async def _palette(stage: Stage) -> None:
    await _listed(stage, "colon")


async def _blobs(stage: Stage) -> None:
    await _listed(stage, "b")


async def _watched(stage: Stage) -> None:
    """The watch list, and the notice that a row is on it."""
    stage.server.send(everywhere(WORST))
    await stage.leave_editor()
    await stage.select("Victim", "NASTY")
    stage.app.simulate_key("asterisk")
    await stage.shows("★ Watch")
    await stage.until(lambda: len(stage.app.main.shown.watched) > 1)
    await stage.shows("On the watch list")
    stage.judge_cells()
    stage.app.simulate_key("asterisk")
    await stage.until(lambda: len(stage.app.main.shown.watched) == 1)


async def _filtered(stage: Stage) -> None:
    """A filter that finds it, marked wherever it stands."""
    stage.server.send(everywhere(WORST))
    await stage.leave_editor()
    for key in ("slash", "r", "e", "d"):
        stage.app.simulate_key(key)
    await stage.until(lambda: stage.app.main.shown.filter == "red")
    stage.judge_cells()
    stage.app.simulate_key("escape")
    await stage.until(lambda: not stage.app.main.shown.filter)


async def _copied(stage: Stage) -> None:
    """The notice that a value was copied."""
    stage.server.send(everywhere(WORST))
    await stage.leave_editor()
    await stage.select("Victim", "NASTY")
    stage.app.simulate_key("y")
    await stage.shows("Copied")


async def _plotted(stage: Stage) -> None:
    """The history of a number with a bad label."""
    stage.server.send(_PLACES["a unit"].format(xml(WORST)).encode())
    await stage.leave_editor()
    await stage.select("Victim", "X")
    stage.app.simulate_key("t")
    await stage.until(lambda: stage.app.main.plot.display)
    stage.judge_cells()
    stage.app.simulate_key("t")


OVER = [
    Case("a question before a risky action", _asked),
    Case("a list of choices", _choose_from_list),
    Case("an editor over it", _edited),
    Case("details of it", _details),
    Case("a log of it", _log),
    Case("a palette of it", _palette),
    Case("a list of BLOBs of it", _blobs),
    Case("a watch list of it", _watched),
    Case("a filter that finds it", _filtered),
    Case("a notice that it was copied", _copied),
    Case("a plot of it", _plotted),
]
