"""The files that browsers run: vendored ones are what their authors released, and a page loads few."""

from __future__ import annotations

import gzip
import hashlib
import re
from pathlib import Path

import pytest

import indipyterm.web

STATIC = Path(indipyterm.web.__file__).parent / "static"
_IMPORTED = re.compile(r'^(?:import|export)\b[^;]*?from "(\./[^"]+)"', re.MULTILINE)
_LISTED = re.compile(r"^\| `([^`]+)` \|.*\| `([0-9a-f]{64})` \|$", re.MULTILINE)


def loaded_with(name: str) -> set[str]:
    """The modules that a browser loads with one, itself included."""
    found, waiting = set[str](), [name]
    while waiting:
        module = waiting.pop()
        if module not in found:
            found.add(module)
            waiting += [str(Path(other)) for other in _IMPORTED.findall((STATIC / module).read_text())]
    return found


def test_vendored_files_are_what_was_released() -> None:
    listed = dict(_LISTED.findall((STATIC / "vendor" / "README.md").read_text()))
    files = [path for path in (STATIC / "vendor").iterdir() if path.suffix in (".js", ".css")]
    assert {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files} == listed


def test_the_page_of_a_device_is_few_small_files() -> None:
    modules = loaded_with("main.js") | loaded_with("sheet.js")
    assert modules == {"main.js", "live.js", "commands.js", "sheet.js", "vendor/lit-html.js"}
    assert sum(len(gzip.compress((STATIC / name).read_bytes())) for name in (*modules, "app.css")) < 34_000


@pytest.mark.parametrize("path", sorted(STATIC.glob("*.js")), ids=lambda path: path.name)
def test_modules_import_what_is_there_and_keep_to_the_policy(path: Path) -> None:
    source = path.read_text()
    for module in {*_IMPORTED.findall(source), *re.findall(r'import\("(\./[^"]+)"\)', source)}:
        assert (STATIC / module).is_file(), module
    for forbidden in ("innerHTML", "outerHTML", "insertAdjacentHTML", "eval(", "unsafeHTML", "document.write"):
        assert forbidden not in source
    assert not re.search(r"\sstyle=[\"$]", source), "the policy allows no inline styles"


THEMES = {
    "dark": r":root \{(.*?)\}",
    "light": r':root\[data-theme="light"\] \{(.*?)\}',
    "auto, light": r'prefers-color-scheme: light\) \{\s*:root\[data-theme="auto"\] \{(.*?)\}',
    "night": r':root\[data-theme="night"\] \{(.*?)\}',
}
TEXTS = ("text", "muted", "accent", "ok", "busy", "alert", "link")
GROUNDS = ("bg", "surface", "panel", "boost", "selected")


def colors(theme: str) -> dict[str, tuple[int, ...]]:
    """The colours of a theme; what it does not set is that of the dark one."""
    found: dict[str, tuple[int, ...]] = {}
    for name in ("dark", theme):
        (block,) = re.findall(THEMES[name], (STATIC / "app.css").read_text(), re.DOTALL)[:1]
        for variable, digits in re.findall(r"--([a-z-]+): #([0-9a-f]{3,6});", block):
            pairs = [digit * 2 for digit in digits[:3]] if len(digits) < 6 else re.findall("..", digits)
            found[variable] = tuple(int(pair, 16) for pair in pairs)
    return found


def luminance(color: tuple[int, ...]) -> float:
    """As WCAG has it."""
    parts = [part / 255 for part in color]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("theme", THEMES)
def test_every_text_is_legible_on_every_ground(theme: str) -> None:
    known = colors(theme)
    pairs = [(text, ground) for text in TEXTS for ground in GROUNDS] + [
        ("stop-text", "stop"),
        ("primary-text", "primary"),
    ]
    for text, ground in pairs:
        dim, bright = sorted((luminance(known[text]), luminance(known[ground])))
        assert (bright + 0.05) / (dim + 0.05) >= 4.5, (text, ground)


def test_the_night_has_only_red() -> None:
    assert all(green == blue == 0 for _, green, blue in colors("night").values())
    assert colors("night").keys() == colors("dark").keys()
    rest = re.sub(r":root[^{]*\{.*?\}", "", (STATIC / "app.css").read_text(), flags=re.DOTALL)
    assert set(re.findall(r"#[0-9a-f]{3,8}\b(?=[;, )])", rest)) <= {"#000", "#f00"}  # all others are variables
