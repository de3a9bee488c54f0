"""What stands between the network and the site's handlers."""

from __future__ import annotations

from indipyterm.web.guards.guards import Guards

__all__ = ["Guards"]
