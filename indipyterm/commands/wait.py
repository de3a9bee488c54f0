"""``wait``: until an expression over properties holds."""

from __future__ import annotations

import asyncio

from indipyterm.commands.definitions import await_definitions
from indipyterm.commands.expression import Expression, evaluate, has_wildcards
from indipyterm.commands.expression_parser import parse_expression
from indipyterm.commands.session import Session
from indipyterm.exceptions import CannotCompare


async def wait_for(session: Session, expression: str | Expression, timeout: float | None = None) -> None:
    """Wait until an expression (see `expressions`) holds: it is looked at with each thing that the server says.

    A comparison with wildcards holds where any of what they name compares so; it counts only when definitions have
    ended, so that "none" is said of all there are. Values from before the connection was lost do not count.
    Raises `BadExpression`, `CannotCompare`, TimeoutError after `timeout` seconds, and
    `NoServer` where the session is not patient.
    """
    tree = parse_expression(expression) if isinstance(expression, str) else expression
    wild = has_wildcards(tree)
    faults: list[CannotCompare] = []
    held = False

    def over() -> bool:
        nonlocal held
        try:
            held = evaluate(tree, session.catalog) is True
        except CannotCompare as error:
            faults.append(error)
        return held or bool(faults)

    async with asyncio.timeout(timeout):
        while not held:
            await session.until(lambda: session.client.connected)
            if wild:
                await await_definitions(session)
            await session.until(lambda: over() or not session.client.connected)
            if faults:
                raise faults[0]
