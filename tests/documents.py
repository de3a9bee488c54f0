"""README.md and docs/, and the code blocks in them."""

from __future__ import annotations

import asyncio
import re
import sys
from functools import cache
from pathlib import Path
from typing import NamedTuple

from tests.cli.program import PATIENCE

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
DOCUMENTS = (README, *sorted((ROOT / "docs").glob("*.md")))

_BLOCK = re.compile(
    r"(?:^<!-- (?P<name>[^\n]+) -->\n)?^```(?P<language>\w*)\n(?P<code>.*?)^```$", re.DOTALL | re.MULTILINE
)


SCRIPTS = {
    "first script": "45000",
    "expose script": "saved ",
    "queue client": "45000 {",
    "commands from Python": "done Ok",
}
"""The names of the scripts, and what each prints with a camera and a focuser."""


class CodeBlock(NamedTuple):
    """A code block; its `name` is in the comment above it, and empty without one."""

    document: str
    line: int
    name: str
    language: str
    code: str

    def __str__(self) -> str:
        return f"{self.document}:{self.line} {self.name}"


@cache
def code_blocks(*languages: str) -> list[CodeBlock]:
    """Return all code blocks, or those of some languages, in the order of the documents."""
    found = [
        CodeBlock(
            str(path.relative_to(ROOT)),
            text.count("\n", 0, match.start("code")),
            match["name"] or "",
            *match.group(2, 3),
        )
        for path in DOCUMENTS
        for text in [path.read_text()]
        for match in _BLOCK.finditer(text)
    ]
    return [block for block in found if not languages or block.language in languages]


def block(name: str) -> str:
    """Return the code block with the comment ``<!-- name -->`` above it; fails the test if there is not one."""
    found = [block.code for block in code_blocks() if block.name == name]
    assert len(found) == 1, f"{len(found)} code blocks are called {name!r} in README.md and docs/"
    return found[0]


async def output_of(code: str, port: int, folder: Path) -> str:
    """Run a script in a process of its own, on the server at `port` of this machine; return what it prints."""
    (folder / "script.py").write_text(code.replace("7624", str(port)))
    process = await asyncio.create_subprocess_exec(
        sys.executable, "script.py", cwd=folder, env={"PYTHONPATH": str(ROOT)}, stdout=asyncio.subprocess.PIPE
    )
    try:
        async with asyncio.timeout(PATIENCE):
            out, _ = await process.communicate()
    finally:
        if process.returncode is None:
            process.kill()
            await process.communicate()
    assert process.returncode == 0
    return out.decode()
