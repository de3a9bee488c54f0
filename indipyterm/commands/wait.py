"""``wait``: waiting until an expression over properties is true."""

from __future__ import annotations

import asyncio

from indipyterm.commands.definitions import await_definitions
from indipyterm.commands.evaluation import Expression, evaluate, has_wildcards
from indipyterm.commands.expression_parser import parse_expression
from indipyterm.commands.session import Session
from indipyterm.exceptions import CannotCompare


async def wait_for(session: Session, expression: str | Expression, timeout: float | None = None) -> None:
    """Wait until an expression (see `expression_parser`) is true; it is evaluated after each change.

    A comparison with wildcards is true if it is for any member that matches; expressions with wildcards are evaluated
    only when definitions have ended, so that "none" covers all members. Values from before a lost connection do not
    count. Raises `BadExpression`, `CannotCompare`, TimeoutError after `timeout` seconds, and `NoServer` unless the
    session is patient.
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
