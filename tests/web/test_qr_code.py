"""A QR code is drawn where a camera can read it, and nowhere else."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from types import SimpleNamespace

import pytest

from indipyterm.web.qr_code import qr_lines


class Screen(io.StringIO):
    def __init__(self, encoding: str = "utf-8", *, tty: bool = True) -> None:
        super().__init__()
        self._encoding, self._tty = encoding, tty

    @property
    def encoding(self) -> str:  # type: ignore[override]
        return self._encoding

    def isatty(self) -> bool:
        return self._tty


def drawn(size: int) -> SimpleNamespace:
    """A library that draws a chequered square with a border."""

    def matrix_iter(border: int) -> Iterator[bytes]:
        whole = range(-border, size + border)
        for y in whole:
            yield bytes(y in range(size) and x in range(size) and (x + y) % 2 == 0 for x in whole)

    return SimpleNamespace(make=lambda text, error, micro: SimpleNamespace(matrix_iter=matrix_iter))


def test_light_is_drawn_two_rows_in_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "segno", drawn(3))
    assert qr_lines("x", Screen()) == ["███████", "██▄▀▄██", "██▄█▄██", "███████"]
    assert qr_lines("x", Screen(), columns=6) == []


def test_none_is_drawn_where_nobody_could_read_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "segno", drawn(2))
    assert len(qr_lines("x", Screen())) == 3
    for screen in (None, Screen(tty=False), Screen("ascii"), Screen("no such encoding")):
        assert qr_lines("x", screen) == []
    monkeypatch.setitem(sys.modules, "segno", None)
    assert qr_lines("x", Screen()) == []
