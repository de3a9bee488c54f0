"""The rows for a server on the same machine: images from the real simulator, over its local socket and by TCP."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
from typing import Any

from tests.benchmarks.rows import Result, Row, Setting, figures
from tests.servers import CCD, LOOPBACK, IndiServer

_SIDE = 4096  # pixels of two bytes
_LEAST = 5.0  # times less CPU


def _exposures(host: str, server: IndiServer, count: int) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="indi-images-") as folder:
        arguments = [host, str(server.port), str(server.pid), folder, str(count), str(_SIDE)]
        command = [sys.executable, "-m", "tests.benchmarks.exposures", *arguments]
        told = subprocess.run(command, capture_output=True, text=True, check=True, timeout=600)
        found: dict[str, Any] = json.loads(told.stdout)
        return found


def images(setting: Setting) -> list[Result]:
    """Images saved to files: CPU of client and server together for each."""
    count = 4 if setting.quick else 10
    by_tcp: list[dict[str, Any]] = []
    local: list[dict[str, Any]] = []
    with IndiServer([CCD]) as server:
        for _ in range(setting.repeats):
            by_tcp.append(_exposures(f"tcp:{LOOPBACK}", server, count))
            local.append(_exposures(f"unix:{server.local_name}", server, count))
    assert [each["local"] for each in (*by_tcp, *local)] == [False] * len(by_tcp) + [True] * len(local)
    ours, tcp = ([1000 * (each["client"] + each["server"]) for each in side] for side in (local, by_tcp))
    ratio = statistics.median(tcp) / statistics.median(ours)
    what = f"image of {local[0]['size'] / 1e6:.1f} MB saved, client and server on one machine: local socket, beside TCP"
    parts = [
        "client "
        f"{statistics.median(1000 * each['client'] for each in side):.0f}, server "
        f"{statistics.median(1000 * each['server'] for each in side):.0f}"
        for side in (local, by_tcp)
    ]
    return [
        Result(
            what,
            f"{figures(ours, '{:,.0f}')} CPU ms ({parts[0]})",
            f"≥ {_LEAST:g} ×",
            ratio >= _LEAST,
            f"{figures(tcp, '{:,.0f}')} CPU ms ({parts[1]})",
            f"{ratio:.1f} ×",
        )
    ]


ROWS = [Row("local-socket", images)]
