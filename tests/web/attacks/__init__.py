"""Attacks on a running site, ours or another: what is refused, and that nothing happens at the device."""

from __future__ import annotations

from tests.web.attacks import load, logins, other_sites, requests

ATTACKS = (*other_sites.ATTACKS, *logins.ATTACKS, *requests.ATTACKS, *load.ATTACKS)
"""All attacks, in the order of the table."""
