"""Our site as it runs for people: as a program of its own, or in this process where a test has to look inside."""

from __future__ import annotations

import asyncio
import json
import re
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from indipyterm.web.accounts import Accounts
from indipyterm.web.accounts.passwords import hash_password
from indipyterm.web.answers import Answers
from indipyterm.web.app import make_app
from indipyterm.web.hub import Hub
from indipyterm.web.launch import DATABASE
from indipyterm.web.options import WebOptions
from indipyterm.web.roles import Role
from indipyterm.web.serving import listen, serving
from indipyterm.web.site import Site
from indipyterm.workspace.workspace import Address, Workspace
from tests.servers import WireServer, free_port
from tests.web.attacks.program import program
from tests.web.attacks.raw_http import HOST, Answer, Post
from tests.web.attacks.target import ADMIN, OPERATOR, PASSWORD, VICTIM, Target

VIEWER = "verav"
_JSON = "application/json"


class Ours(Target):
    """The site of this project."""

    private, data, socket = "/me", "/api", "/live"
    public = ("/theme", "/logout", "/setup")
    pages = (
        "/",
        "/me",
        "/users",
        "/settings",
        "/device?d=<script>alert(1)</script>",
        "/login?next=/<script>alert(1)</script>",
    )
    links = (
        "/logout",
        "/me?do=delete&sure=1",
        "/users?do=delete&of=verav&sure=1",
        "/send",
        "/abort",
        "/theme?theme=night",
    )
    admins = (
        Post.form("/users", do="add", name="mallory", role="3", new_password=PASSWORD, again_password=PASSWORD),
        Post.form("/users", do="role", of=VICTIM, role="3"),
        Post.form("/users", do="password", of=VICTIM, new_password="the attacker's", again_password="the attacker's"),
        Post.form("/users", do="delete", of=VICTIM, sure="1"),
        Post.form("/settings", do="settings", servers="evil.example", anyone_may_look="1"),
        Post("/image-delete", b'{"id": "x"}', _JSON),
    )  # fmt: skip

    @property
    def forms(self) -> tuple[Post, ...]:
        return (
            self.command("666.5"),
            Post("/abort", b"{}", _JSON),
            Post("/connect", b"{}", _JSON),
            Post("/verb", b'{"q": "abort", "page": ""}', _JSON),
            Post("/blobs", json.dumps({"key": [self.server, "Mount", "RATE"], "on": True}).encode(), _JSON),
            Post("/blob?s=a&d=b&v=c&m=d", b"x", "application/octet-stream"),
            Post.form("/me", do="name", full_name="Mallory"),
            self.new_password(PASSWORD, "the attacker's"),
            Post.form("/me", do="session", of="1"),
            Post.form("/me", do="token", label="evil"),
            Post.form("/me", do="revoke", of="1"),
            Post.form("/me", do="delete", sure="1", password=PASSWORD),
            Post.form("/theme", theme="light", next="/"),
            Post.form("/logout"),
            Post.form("/setup", do="setup", code="AAAA-AAAA", new_password=PASSWORD, again_password=PASSWORD),
            *self.admins,
        )

    @property
    def server(self) -> str:
        return f"{HOST}:{self.wire.port}"

    def command(self, value: str) -> Post:
        content = {"page": "", "key": [self.server, "Mount", "RATE"], "values": {"RATE": value}}
        return Post("/send", json.dumps(content).encode(), _JSON)

    def login(self, name: str, password: str) -> Post:
        return Post.form("/login", do="login", name=name, password=password, next="/")

    def new_password(self, password: str, new: str) -> Post:
        return Post.form("/me", do="password", password=password, new_password=new, again_password=new)

    def log_out(self) -> Post:
        return Post.form("/logout")

    async def add_user(self, name: str) -> None:
        await self._as_admin(
            Post.form("/users", do="add", name=name, role="2", new_password=PASSWORD, again_password=PASSWORD)
        )

    async def delete_user(self, name: str, *, missing_ok: bool = False) -> None:
        await self._as_admin(Post.form("/users", do="delete", of=name, sure="1"), missing_ok)

    async def end_other_logins(self, cookie: str) -> bool:
        page = await self.get("/me", cookie=cookie)
        others = [row for row in page.text.split("<li>") if "(this one)" not in row]
        for number in re.findall(r'value="session">\s*<input type="hidden" name="of" value="(\d+)"', "".join(others)):
            await self.post(Post.form("/me", do="session", of=number), cookie=cookie)
        return True

    async def change_role(self, name: str) -> bool:
        await self._as_admin(Post.form("/users", do="role", of=name, role="1"))
        return True

    async def _as_admin(self, post: Post, missing_ok: bool = False) -> None:
        cookie = await self.log_in(ADMIN)
        answer = await self.post(post, cookie=cookie.pair)
        assert missing_ok or answer.status == 303, answer.text

    async def is_refused(self, answer: Answer) -> bool:
        return answer.status == 0 or answer.status >= 400 or answer.header("location").startswith("/login?next=")


def _fill(accounts: Accounts) -> None:
    hashed = hash_password(PASSWORD)
    accounts.users.set_hash(accounts.users.all()[0], hashed)
    for name, role in ((OPERATOR, Role.OPERATOR), (VIEWER, Role.VIEWER)):
        accounts.users.add(name, "", role, hashed)


@asynccontextmanager
async def in_this_process(wire: WireServer, patience: float) -> AsyncIterator[tuple[Ours, Site]]:
    """Serve the site here, just as the program does."""
    accounts = Accounts()
    _fill(accounts)
    workspace = Workspace([Address(HOST, wire.port)])
    hub = Hub(workspace)
    listener = listen(HOST, 0)
    port = listener.getsockname()[1]
    site = Site(workspace, hub, Answers(workspace, hub), accounts, WebOptions(HOST, port))
    tasks = [asyncio.create_task(workspace.run()), asyncio.create_task(hub.run())]
    try:
        async with serving(make_app(site), listener):
            await wire.wait_clients(1)
            yield Ours(port, wire, patience), site
    finally:
        hub.close()
        site.images.close()
        await workspace.close()
        tasks[1].cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        accounts.close()


@asynccontextmanager
async def as_program(wire: WireServer, folder: Path) -> AsyncIterator[Ours]:
    """Run the program."""
    accounts = Accounts(folder / DATABASE)
    _fill(accounts)
    accounts.close()
    port = free_port()
    where = ("--host", HOST, "--port", str(port), "--dbfolder", str(folder), "--indi", f"{HOST}:{wire.port}")
    async with program(port, sys.executable, "-m", "indipyterm", "web", *where) as process:
        target = Ours(port, wire)
        target.process = process.pid
        await wire.wait_clients(1)
        yield target
