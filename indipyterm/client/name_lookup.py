"""Host names to addresses, in a thread that never delays the end of the program."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import threading


async def resolve(host: str, port: int) -> list[str]:
    """The numeric addresses of a host name (or of an address), in the order in which to try them. Raises OSError.

    The event loop's own threads are waited for at the end of a program, so a name server that does not answer would
    keep it from ending for half a minute.
    """
    loop = asyncio.get_running_loop()
    found: asyncio.Future[list[str]] = loop.create_future()

    def answer(outcome: list[str] | OSError) -> None:
        if found.done():  # cancelled
            return
        if isinstance(outcome, OSError):
            found.set_exception(outcome)
        else:
            found.set_result(outcome)

    def look_up() -> None:
        outcome = _look_up(host, port)
        with contextlib.suppress(RuntimeError):  # the loop is closed
            loop.call_soon_threadsafe(answer, outcome)

    threading.Thread(target=look_up, name="indipyterm-resolve", daemon=True).start()
    return await found


def _look_up(host: str, port: int) -> list[str] | OSError:
    if not 0 <= port < 1 << 16:  # the system would take only its last 16 bits
        return OSError(f"{host}:{port} is no host and port")
    try:
        infos = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        numeric = socket.NI_NUMERICHOST | socket.NI_NUMERICSERV
        # getnameinfo and not the address itself, which would lack the interface of fe80::1%eth0
        return list(dict.fromkeys(socket.getnameinfo(info[4], numeric)[0] for info in infos))
    except OSError as error:
        return error
    except ValueError:  # no name can be written so
        return OSError(f"{host}:{port} is no host and port")
