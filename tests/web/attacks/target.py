"""What is attacked: a site that runs, its users, and the instrument behind it."""

from __future__ import annotations

import abc
import itertools
from typing import NamedTuple

from tests.servers import WireServer
from tests.web.attacks.raw_http import HOST, Answer, Post, exchange, request

DEVICE = b"""
<defNumberVector device="Mount" name="RATE" label="&lt;script&gt;alert(1)&lt;/script&gt;" group="&lt;img src=x onerror=alert(1)&gt;" state="Ok" perm="rw">
  <defNumber name="RATE" label="&lt;b onclick=alert(1)&gt;" format="%.1f" min="0" max="1000" step="0">1</defNumber>
</defNumberVector>
"""
HOSTILE = "666.5"
"""What an attacker would have the device do."""

PASSWORD = "a good long one!"
OPERATOR, ADMIN, VICTIM = "olgas", "admin", "victim"
"""Users; the last one is added where something is done to somebody."""


class Cookie(NamedTuple):
    """The cookie of a login, and what its Set-Cookie says besides, in small letters."""

    pair: str
    attributes: tuple[str, ...]

    def from_other_site(self, method: str) -> str:
        """What a browser sends of it when a page of another site asks."""
        if "samesite=strict" in self.attributes or (method != "GET" and "samesite=none" not in self.attributes):
            return ""
        return self.pair


class Target(abc.ABC):
    """A site. `patience`: seconds after which a connection that does nothing has to be ended."""

    private = "/"
    """A page that only who is logged in gets."""
    data = "/api"
    """Everything about the instruments, for scripts."""
    links: tuple[str, ...] = ()
    """What a link can ask for that would change something."""
    socket = ""
    """The path of the live updates if they are a WebSocket."""
    stream = ""
    """The same if they are a response that does not end."""
    admins: tuple[Post, ...] = ()
    """What only an administrator may do."""
    admin_password = PASSWORD
    connections = 1_100
    """Connections that say nothing."""
    pages_at_once = 300, 60
    """Live pages, and how many of them at an address."""
    flood_seconds = 5.0
    large = 10 << 20
    """Bytes of a body that is too large."""
    public: tuple[str, ...] = ()
    """Forms that nobody needs to be logged in for."""
    pages: tuple[str, ...] = ()
    """Pages that show names."""

    def __init__(self, port: int, wire: WireServer, patience: float = 100.0) -> None:
        self.port, self.wire, self.patience = port, wire, patience
        self._legitimate = itertools.count(2)
        self.process: int | None = None

    @property
    def origin(self) -> str:
        return f"http://{HOST}:{self.port}"

    async def get(self, path: str, *, cookie: str = "", **headers: str) -> Answer:
        return await exchange(self.port, request(self.port, "GET", path, cookie=cookie, more=headers))

    async def post(
        self, post: Post, *, cookie: str = "", origin: str | None = None, address: str = HOST, **headers: str
    ) -> Answer:
        data = request(
            self.port, "POST", post.path, cookie=cookie, origin=self.origin if origin is None else origin,
            body=post.body, kind=post.kind, more=headers,
        )  # fmt: skip
        return await exchange(self.port, data, address=address)

    @property
    @abc.abstractmethod
    def forms(self) -> tuple[Post, ...]:
        """All that changes something, but for the login."""

    @abc.abstractmethod
    def command(self, value: str) -> Post:
        """Has the device do something."""

    @abc.abstractmethod
    def login(self, name: str, password: str) -> Post:
        """The form of the login."""

    @abc.abstractmethod
    async def add_user(self, name: str) -> None:
        """Add an operator."""

    @abc.abstractmethod
    async def delete_user(self, name: str, *, missing_ok: bool = False) -> None:
        """Delete a user."""

    @abc.abstractmethod
    def new_password(self, password: str, new: str) -> Post:
        """The form with which users change their own password."""

    @abc.abstractmethod
    def log_out(self) -> Post | str:
        """What logs out: a form, or a link."""

    @abc.abstractmethod
    async def is_refused(self, answer: Answer) -> bool:
        """Whether an answer says that the request was not done."""

    async def end_other_logins(self, cookie: str) -> bool:
        """End all other logins of a user from the page of the account; False: there is nothing of the kind."""
        return False

    async def change_role(self, name: str) -> bool:
        """Give a user another role; False: there is nothing of the kind."""
        return False

    async def log_in(self, name: str, *, cookie: str = "", password: str = PASSWORD, address: str = HOST) -> Cookie:
        """Log in; return the cookie."""
        answer = await self.post(self.login(name, password), cookie=cookie, address=address)
        set_cookies = [value for header, value in answer.headers if header == "set-cookie"]
        assert set_cookies, f"{name} cannot log in: {answer.status} {answer.text[:200]}"
        pair, *attributes = set_cookies[-1].split("; ")
        return Cookie(pair, tuple(one.lower() for one in attributes))

    async def can_log_in(self, name: str) -> bool:
        """Whether a user and the password are right."""
        return bool((await self.post(self.login(name, PASSWORD))).header("set-cookie"))

    async def is_logged_in(self, cookie: str) -> bool:
        """Whether a cookie opens what only users see."""
        return (await self.get(self.private, cookie=cookie)).status == 200

    async def is_moved(self, cookie: str) -> bool:
        """Whether the device was told to do what an attacker wants; a command of its user comes after all of that."""
        value = f"{next(self._legitimate)}"
        answer = await self.post(self.command(value), cookie=cookie)
        assert not await self.is_refused(answer), f"its user is refused: {answer.status} {answer.text[:200]}"
        await self.wire.wait_received(lambda data: f">{value}<".encode() in data or f">{value}.0<".encode() in data)
        moved = HOSTILE.encode() in self.wire.received
        self.wire.received.clear()
        return moved
