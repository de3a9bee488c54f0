"""One child process for all tests of a module."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from indipyterm.decoding.process import Decoder


@pytest.fixture(scope="package")
def decoder() -> Iterator[Decoder]:
    decoder = Decoder()
    yield decoder
    decoder.close()
