"""Forms as browsers send them without JavaScript: what was typed, and what is wrong with it."""

from __future__ import annotations

from urllib.parse import parse_qsl

from starlette.exceptions import HTTPException
from starlette.requests import Request

from indipyterm.web.accounts.names import text_fault
from indipyterm.web.roles import Role

_MOST_FIELDS = 50
_SECRET = "password"
_KIND = "application/x-www-form-urlencoded"


class Form:
    """A form that was sent, or an empty one. `do` says which of a page's forms it is.

    `faults` are in words, by field; "" is the form itself.
    """

    def __init__(self, values: dict[str, str] | None = None, faults: dict[str, str] | None = None) -> None:
        self.values, self.faults = values or {}, faults or {}

    @property
    def do(self) -> str:
        """Which form this is."""
        return self.values.get("do", "")

    def text(self, name: str) -> str:
        """What was typed in a line, without spaces around it; may be empty."""
        value = self.values.get(name, "").strip()
        if fault := text_fault(value):
            self.fail(name, fault)
        return value

    def lines(self, name: str) -> str:
        """What was typed in a field of several lines; may be empty."""
        value = self.values.get(name, "")
        if fault := text_fault("".join(value.split("\n")).replace("\r", "").replace("\t", " ")):
            self.fail(name, fault)
        return value

    def required(self, name: str) -> str:
        """What was typed in a line that must not be empty."""
        value = self.text(name)
        if not value:
            self.fail(name, "Please fill this in.")
        return value

    def secret(self, name: str) -> str:
        """A password, with its spaces."""
        value = self.values.get(name, "")
        if not value:
            self.fail(name, "Please fill this in.")
        return value

    def new_password(self) -> str:
        """A new password, typed twice."""
        password, again = self.secret("new_password"), self.secret("again_password")
        if password and again and password != again:
            self.fail("again_password", "This is not the same as above.")
        return password

    def number(self, name: str) -> int:
        """The number of a row of a list; 0 if it is none."""
        value = self.required(name)
        if value.isascii() and value.isdigit() and len(value) < 16:
            return int(value)
        self.fail(name, "This is not a number.")
        return 0

    def role(self, name: str) -> Role:
        """A role that was chosen."""
        value = self.required(name)
        if value in {str(int(role)) for role in Role}:
            return Role(int(value))
        self.fail(name, "Please choose one of these.")
        return Role.VIEWER

    def checked(self, name: str) -> bool:
        """Whether a box is checked."""
        return self.values.get(name, "") not in ("", "0", "off")

    def fail(self, name: str, reason: str) -> None:
        """Say what is wrong with a field; the first fault stays."""
        self.faults.setdefault(name, reason)

    def typed(self, name: str, default: str = "") -> str:
        """What the field shows again. Never a password."""
        return default if _SECRET in name else self.values.get(name, default)


async def read_form(request: Request) -> Form:
    """The form of a request. Raises HTTPException where it is none; faults of fields are in it."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != _KIND:
        raise HTTPException(415, "This page takes forms as browsers send them, and nothing else.")
    body = (await request.body()).decode("latin-1")
    try:
        pairs = parse_qsl(body, keep_blank_values=True, max_num_fields=_MOST_FIELDS, encoding="latin-1")
    except ValueError:
        raise HTTPException(400, "The form has too many fields.") from None
    form = Form()
    for name, value in pairs:
        try:
            form.values.setdefault(name, value.encode("latin-1").decode())
        except UnicodeDecodeError:
            form.values.setdefault(name, "")
            form.fail(name, "This is not text in UTF-8.")
    return form
