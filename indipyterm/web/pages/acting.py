"""A page with forms: shows itself, does what a form says, and shows itself again."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from indipyterm.exceptions import NotAccepted, TooManyTries
from indipyterm.web.accounts import Identity
from indipyterm.web.guards.identity import Who
from indipyterm.web.pages.forms import Form, read_form
from indipyterm.web.pages.places import go
from indipyterm.web.rendering import page
from indipyterm.web.site import site_of

Action = Callable[[Request, Form], Awaitable[Response | None]]
Context = Callable[[Request], Mapping[str, Any]]


class FormPage:
    """A page of a template, with what its forms do by their names.

    An action answers by itself, or the page says the sentence of `done`. `context` is what the page shows.
    """

    def __init__(self, template: str, actions: Mapping[str, Action], done: Mapping[str, str], context: Context) -> None:
        self._template, self._actions, self._done, self._context = template, actions, done, context

    async def __call__(self, request: Request) -> Response:
        """Answer a request."""
        if request.method != "POST":
            return self.show(request, Form())
        form = await read_form(request)
        action = self._actions.get(form.do)
        if action is None:
            raise HTTPException(400, "This form does not exist on this page.")
        try:
            response = await action(request, form)
        except NotAccepted as error:
            form.fail(error.field, error.reason)
            if isinstance(error, TooManyTries):
                return self.show(request, form, 429, {"retry-after": str(error.seconds)})
            return self.show(request, form, 422)
        if form.faults:
            return self.show(request, form, 422)
        await site_of(request).accounts.flush()
        return response or go(request, f"{_route(request)}?done={form.do}")

    def show(
        self, request: Request, form: Form, status: int = 200, headers: Mapping[str, str] | None = None, **more: Any
    ) -> Response:
        """The page, with what was typed in one of its forms."""
        done = self._done.get(request.query_params.get("done", ""), "") if request.method == "GET" else ""
        known = {**self._context(request), **more}
        forms = {"done": done, "sent": form, "form_of": lambda do, of="": _form_of(form, do, of)}
        response = page(request.scope, self._template, status, **forms, **known)
        response.headers.update(headers or {})
        return response


def identity_of(request: Request) -> Identity:
    """By which login somebody asks. Raises HTTPException where nobody is logged in."""
    who: Who = request.state.who
    if who.identity is None:
        raise HTTPException(401, "Please log in.")
    return who.identity


def _form_of(form: Form, do: str, of: str) -> Form:
    """What was sent in one of the forms of a page: `of` is the one whom it is about."""
    return form if form.do == do and form.values.get("of", "") == of else Form()


def _route(request: Request) -> str:
    return request.url.path.removeprefix(request.scope["root_path"])
