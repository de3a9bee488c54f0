"""The fuzzer's own checks in the test run: over their seeds, all that was ever found, and some made-up bytes."""

from __future__ import annotations

import re
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indipyterm.protocol import set_templates, tokenizer
from indipyterm.protocol.blob_data import BlobData
from indipyterm.protocol.messages import Received
from indipyterm.protocol.parser import Parser
from tests.fuzz import blob, stream
from tests.fuzz.targets import FOUND, TARGETS, cases, drawn

EACH = pytest.mark.parametrize("name", list(TARGETS))


@EACH
def test_the_seeds(name: str) -> None:
    target = TARGETS[name]
    found = list(target.seeds())
    assert len(found) > 4
    for seed in found:
        assert len(seed) <= target.longest
        target.check(seed)


def test_the_recordings_are_seeds() -> None:
    assert len(stream.seeds()) > 100


@pytest.mark.parametrize("case", [f"{name}/{path.name}" for name in TARGETS for path in cases(name)])
def test_what_was_found_is_mended(case: str) -> None:
    TARGETS[case.partition("/")[0]].check((FOUND / case).read_bytes())


@EACH
@settings(max_examples=40)
@given(st.data())
def test_made_up(name: str, data: st.DataObject) -> None:
    TARGETS[name].check(data.draw(drawn(name)))


def test_every_case_has_a_target() -> None:
    assert {path.name for path in FOUND.iterdir()} <= set(TARGETS)


class Deaf(Parser):
    def feed(self, data: bytes) -> list[Received]:
        return super().feed(data)[:1]


def test_it_can_fail(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "Parser", Deaf)
    with pytest.raises(AssertionError, match="was lost"):
        stream.check(b"<message message='first'/>")


ELEMENT = b"<setTextVector device='D' name='T' state='Ok'><oneText name='a'>x</oneText></setTextVector>\n"


@pytest.mark.parametrize(
    ("module", "name", "wrong", "data"),
    [
        (set_templates, "_ATTRIBUTES", re.compile(r"""state=(["'])(\w+)\1(x?)(x?)(x?)(x?)(x?)"""), 3 * ELEMENT + ELEMENT.replace(b"Ok", b"OK")),
        (set_templates, "_values_are_ascii", lambda *_: True, 3 * ELEMENT + ELEMENT.replace(b">x", ">\u2603".encode())),
        (set_templates, "unescape", str, 3 * ELEMENT + ELEMENT.replace(b">x", b">&amp;")),
        (tokenizer, "_RESYNC", re.compile(b"(?!)"), b"<!-- never closed"),
        (tokenizer, "_RESYNC_LENGTH", 1, b"<!-- never closed"),
        (tokenizer, "_PARTIAL_TAG", re.compile(rb"<[a-z]*"), b"<message message='a'/>"),
    ],
)  # fmt: skip
def test_faults_in_the_parser_are_found(
    monkeypatch: pytest.MonkeyPatch, module: ModuleType, name: str, wrong: object, data: bytes
) -> None:
    stream.check(data)
    monkeypatch.setattr(module, name, wrong)
    with pytest.raises((AssertionError, ValueError)):
        stream.check(data)


def test_a_wrong_decoder_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(BlobData, "from_base64", lambda pieces: BlobData(b"".join(pieces)))
    with pytest.raises(AssertionError):
        blob.check(b".fits\n3\nAAEC")
