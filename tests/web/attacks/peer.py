"""indipyweb of PyPI, installed in an environment of its own."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from tests.servers import WireServer, free_port
from tests.web.attacks.program import program
from tests.web.attacks.raw_http import HOST, PATIENCE, Answer, Post
from tests.web.attacks.target import ADMIN, OPERATOR, PASSWORD, VICTIM, Target

REQUIREMENT = "indipyweb==0.2.1"

_FIRST_PASSWORD = "password!"
_START = (
    "import sys, indipyweb.__main__ as program; sys.argv = ['indipyweb', *sys.argv[1:]]; program.main()"  # no script
)
_INDI = """
import sqlite3, sys
database = sqlite3.connect(sys.argv[1])
database.execute("UPDATE parameters SET indiport = ?", (int(sys.argv[2]),))
database.commit()
"""


class IndiPyWeb(Target):
    """The peer's site."""

    private, data, stream = "/edit", "/api", "/instruments"
    admin_password = _FIRST_PASSWORD
    pages: tuple[str, ...] = (
        "/indipyweb",
        "/updateinstruments",
        "/device/choosedevice/1",
        "/edit",
        "/edit/deleted/<script>alert(1)</script>",
    )
    links = ("/logout", "/login", "/edit/delete", "/setup/backupdb", "/delblob/x.fits")
    admins = (
        Post.form("/edit/newuser", username="mallory", password=PASSWORD, authlevel="admin", fullname="Mallory"),
        Post.form("/edit/changeuserpwd", username=VICTIM, password1="attackers!", password2="attackers!"),
        Post.form("/edit/userfullname", username=VICTIM, fullname="Mallory"),
        Post.form("/edit/adminfullname", fullname="Mallory"),
        Post.form("/edit/userdelete", username=VICTIM),
        Post.form("/setup/indihost", indihostinput="evil.example"),
        Post.form("/setup/indiport", indiportinput="99"),
        Post.form("/setup/webhost", webhostinput="0.0.0.0"),
        Post.form("/setup/webport", webportinput="99"),
        Post.form("/setup/blobfolder", blobfolderinput="/tmp"),
    )  # fmt: skip
    _ids = ("", "")

    @property
    def forms(self) -> tuple[Post, ...]:
        return (
            self.command("666.5"),
            self.new_password(PASSWORD, "attackers!"),
            Post.form("/edit/fullname", fullname="Mallory"),
            *self.admins,
        )

    def command(self, value: str) -> Post:
        vector, member = self._ids
        return Post.form(f"/vector/submit/{vector}", **{f"member_{member}": value})

    def login(self, name: str, password: str) -> Post:
        return Post.form("/login", username=name, password=password)

    def new_password(self, password: str, new: str) -> Post:
        return Post.form("/edit/changepwd", oldpassword=password, password1=new, password2=new)

    def log_out(self) -> str:
        return "/logout"

    async def add_user(self, name: str) -> None:
        await self._as_admin(
            Post.form("/edit/newuser", username=name, password=PASSWORD, authlevel="user", fullname="Somebody")
        )

    async def delete_user(self, name: str, *, missing_ok: bool = False) -> None:
        await self._as_admin(Post.form("/edit/userdelete", username=name), missing_ok)

    async def _as_admin(self, post: Post, missing_ok: bool = False) -> None:
        cookie = await self.log_in(ADMIN, password=self.admin_password)
        answer = await self.post(post, cookie=cookie.pair)
        assert missing_ok or answer.status < 300, answer.text

    async def is_refused(self, answer: Answer) -> bool:
        elsewhere = answer.header("location") + answer.header("hx-redirect")
        return answer.status == 0 or answer.status >= 400 or "login" in elsewhere or "Invalid" in answer.text

    async def find_device(self) -> None:
        """Find the numbers by which the site calls the instrument's property."""
        cookie = (await self.log_in(OPERATOR)).pair
        async with asyncio.timeout(PATIENCE):
            while not (devices := re.findall(r"choosedevice/(\d+)", (await self.get("/updateinstruments")).text)):  # noqa: ASYNC110
                await asyncio.sleep(0.1)
        page = (await self.get(f"/device/choosedevice/{devices[0]}", cookie=cookie)).text
        self.pages = (*self.pages, f"/device/choosedevice/{devices[0]}")
        self._ids = re.findall(r"vector/submit/(\d+)", page)[0], re.findall(r"name=\"member_(\d+)\"", page)[0]


@asynccontextmanager
async def running(wire: WireServer, folder: Path, python: str) -> AsyncIterator[IndiPyWeb]:
    """Run the program with the Python of its environment."""
    port = free_port()
    command = (python, "-c", _START, "--host", HOST, "--port", str(port), "--dbfolder", str(folder))
    async with program(port, *command, folder=folder):  # makes its database
        pass
    adapt = await asyncio.create_subprocess_exec(python, "-c", _INDI, str(folder / "indipyweb.db"), str(wire.port))
    assert await adapt.wait() == 0
    async with program(port, *command, folder=folder) as process:
        target = IndiPyWeb(port, wire)
        target.process = process.pid
        await wire.wait_clients(1)
        await target.add_user(OPERATOR)
        await target.find_device()
        yield target
