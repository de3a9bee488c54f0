"""Users, sessions, tokens and settings of the site, in one SQLite file."""

from __future__ import annotations

from indipyterm.web.accounts.accounts import Accounts, Identity
from indipyterm.web.accounts.settings import Settings
from indipyterm.web.accounts.users import Account

__all__ = ["Account", "Accounts", "Identity", "Settings"]
