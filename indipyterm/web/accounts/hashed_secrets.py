"""Secrets that a browser or a script shows: 256 bits, of which only the hash is kept."""

from __future__ import annotations

import hashlib
import secrets

_BYTES = 32
_LONGEST = 100  # characters of what may be a secret


def new_secret() -> str:
    """A secret, as text."""
    return secrets.token_urlsafe(_BYTES)


def secret_hash(secret: str) -> bytes:
    """What is kept of a secret: whoever reads the database cannot use it. Of what is no secret: nothing kept has it."""
    return hashlib.sha256(secret[:_LONGEST].encode("utf-8", "replace")).digest()
