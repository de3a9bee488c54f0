"""asyncio around protocol and model: one connection to an INDI server, kept up, and `IPyClient` for scripts."""
