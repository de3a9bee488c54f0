"""The pages that work without JavaScript, and the frame of those that do not."""

from __future__ import annotations

from indipyterm.web.pages import login, me, night, settings, shell, users
from indipyterm.web.roles import Route

ROUTES: tuple[Route, ...] = (
    *shell.ROUTES,
    *login.ROUTES,
    *me.ROUTES,
    *users.ROUTES,
    *settings.ROUTES,
    *night.ROUTES,
)
