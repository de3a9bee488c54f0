"""BLOBs: every file under the folder, whole, with its right content or absent; damage and refusal told."""

from __future__ import annotations

import base64
import zlib
from xml.sax.saxutils import quoteattr

from tests.hostile.case import Case
from tests.hostile.stage import World

FAMILY = "BLOBs"

LOST = "BLOB lost"
ABC = b"abc"
DONE = {"IMAGE.IMG": ABC, "IMAGE.IMG:format": ".fits"}


def one(data: bytes = ABC, name: str = "IMG", suffix: str = ".fits", size: str | None = None, more: str = "") -> bytes:
    """A member with data."""
    attributes = f"name={quoteattr(name)} size={quoteattr(str(len(data)) if size is None else size)} {more}"
    return f"<oneBLOB {attributes} format={quoteattr(suffix)}>".encode() + base64.b64encode(data) + b"</oneBLOB>"


def blob(*members: bytes, vector: str = "IMAGE", device: str = "Victim") -> bytes:
    """A BLOB vector."""
    head = f"<setBLOBVector device={quoteattr(device)} name={quoteattr(vector)}>".encode()
    return head + b"".join(members) + b"</setBLOBVector>\n"


def wire(text: bytes, size: str = "3", more: str = "") -> bytes:
    """A BLOB with this text where base64 should be."""
    return blob(f'<oneBLOB name="IMG" size="{size}" format=".fits" {more}>'.encode() + text + b"</oneBLOB>")


def defined(name: str, device: str = "Victim") -> bytes:
    """A BLOB vector EXTRA with a member of this name."""
    head = f'<defBLOBVector device={quoteattr(device)} name="EXTRA" state="Ok" perm="ro">'
    return f"{head}<defBLOB name={quoteattr(name)}/></defBLOBVector>".encode()


NAMES = {
    "..": "..",
    "../../evil": "../../evil",
    "an absolute path": "/tmp/evil",
    "a home folder": "~",
    "somebody's home folder": "~root/evil",
    "a backslash": "..\\..\\evil",
    "a drive of Windows": "C:\\evil",
    "a stream of Windows": "file:stream",
    "a name that Windows refuses": "CON",
    "another that Windows refuses": "aux.txt",
    "characters that Windows refuses": '<>:"|?*',
    "a hidden name": ".bashrc",
    "an option": "-rf",
    "a command": "$(touch evil);`id`|sh &",
    "a new line": "a&#10;b".replace("&#10;", "\n"),
    "an escape": "a\x1b[2J",
    "a bell and DEL": "a\a\x7f",
    "NUL": "a\0b",
    "C1": "a\x9bb",
    "an override of direction": "gpj.\u202egnp",
    "no letter at all": "///...",
    "only blanks": "   ",
    "10,000 characters": "x" * 10_000,
    "10,000 wide characters": "望" * 10_000,
    "an emoji": "🔭",
    "a star and a question mark": "*?[a-z]",
    "quotes": "'\"`",
    "a percent sign": "%2e%2e%2f%s%n",
    "our own temporary name": ".indipyterm-0123456789abcdef.part",
}

NAMED: list[Case[World]] = [
    *(Case(f"a member called {what}", defined(name) + blob(one(name=name), vector="EXTRA"), {"EXTRA": "BLOB"}, saved=[ABC]) for what, name in NAMES.items()),
    *(Case(f"a format of {what}", blob(one(suffix=name)), {"IMAGE.IMG": ABC, "IMAGE.IMG:format": name}, saved=[ABC]) for what, name in NAMES.items()),
    *(Case(f"a device called {what}", defined("IMG", name) + blob(one(), vector="EXTRA", device=name), {f"{name}/EXTRA": "BLOB"}, saved=[ABC])
      for what, name in NAMES.items() if what in ("../../evil", "an absolute path", "a home folder", "NUL", "an escape", "10,000 characters", "a name that Windows refuses", "a backslash")),
    Case("a format of many dots", blob(one(suffix="....fits....z....")), {"IMAGE.IMG": ABC, "IMAGE.IMG:format": "....fits....z...."}, saved=[ABC]),
    Case("a format with a path", blob(one(suffix=".fits/../../evil")), {"IMAGE.IMG": ABC, "IMAGE.IMG:format": ".fits/../../evil"}, saved=[ABC]),
    Case("two members whose names become the same", blob(one(name="FIRST"), one(b"def", name="SECOND"), vector="FILES"), {"FILES.FIRST": ABC, "FILES.FIRST:format": ".fits", "FILES.SECOND": b"def", "FILES.SECOND:format": ".fits"}, saved=[ABC, b"def"]),
]  # fmt: skip

SIZES: list[Case[World]] = [
    *(Case(f"a size of {what}", blob(one(size=size)), DONE, saved=[ABC], told=told) for what, size, told in [
        ("too few", "1", "3 bytes came of a BLOB, 1 were announced"), ("too many", "1000", "3 bytes came of a BLOB, 1000 were"), ("nothing", "0", ""), ("no digits", "", ""), ("a word", "big", "has the size 'big'"),
        ("less than nothing", "-3", "has the size '-3'"), ("a fraction", "3.5", "has the size '3.5'"), ("10,000 digits", "9" * 10_000, "has the size"),
        ("2 to the 64th", str(2**64), "has the size"), ("other digits", "٣", "has the size"),
    ]),
    Case("no size", blob(one().replace(b'size="3"', b"")), DONE, saved=[ABC]),
    Case("a wrong len and enclen", blob(one(more='len="99" enclen="1"')), DONE, saved=[ABC]),
    Case("no data and a size", wire(b"", "3000"), {"IMAGE.IMG": b"", "IMAGE.IMG:format": ".fits"}, told="0 bytes came of a BLOB"),
    Case("no data and no size", wire(b"", "0")),
    Case("no member at all", blob()),
    Case("no format", blob(one(suffix="")), {"IMAGE.IMG": ABC}, saved=[ABC]),
    Case("no format attribute", blob(one().replace(b'format=".fits"', b"")), {"IMAGE.IMG": ABC}, saved=[ABC]),
    Case("several members", blob(one(name="FIRST"), one(b"xyz", name="SECOND", suffix=".txt"), vector="FILES"), {"FILES.FIRST": ABC, "FILES.FIRST:format": ".fits", "FILES.SECOND": b"xyz", "FILES.SECOND:format": ".txt"}, saved=[ABC, b"xyz"]),
    Case("the same member twice", blob(one(b"def"), one()), DONE, saved=[ABC], told="second <oneBLOB>"),
    Case("a member unknown to the vector", blob(one(name="NONE"), one()), DONE, saved=[ABC], told="NONE: BLOB ignored"),
    Case("a vector that there is not", blob(one(), vector="NONE"), told="NONE: not defined"),
    Case("a device that there is not", blob(one(), device="Ghost"), told="Ghost IMAGE: not defined"),
    Case("a BLOB for a vector of texts", blob(one(name="A"), vector="TEXT"), told="defined as Text, not BLOB"),
    Case("a BLOB behind the deletion of its vector", b'<delProperty device="Victim" name="IMAGE"/>' + blob(one()), {"IMAGE": None}, told="IMAGE: not defined"),
    Case("a BLOB before the deletion of its vector", blob(one()) + b'<delProperty device="Victim" name="IMAGE"/>', {"IMAGE": None}, saved=[ABC]),
    Case("a BLOB whose vector is redefined without its member", blob(one()) + b'<defBLOBVector device="Victim" name="IMAGE" label="Image" group="Main Control" state="Idle" perm="ro" timeout="0"/>', {"IMAGE.IMG": None, "IMAGE.IMG:label": None, "IMAGE.IMG:format": None}, saved=[ABC]),
    Case("a BLOB from a vector that is to be written", blob(one(name="FIRST"), vector="FILES"), {"FILES.FIRST": ABC, "FILES.FIRST:format": ".fits"}, saved=[ABC]),
    Case("a BLOB dated in the year 1", blob(one()).replace(b"<setBLOBVector", b'<setBLOBVector timestamp="0001-01-01T00:00:00"'), DONE, saved=[ABC]),
    Case("a BLOB dated in the year 9999", blob(one()).replace(b"<setBLOBVector", b'<setBLOBVector timestamp="9999-12-31T23:59:59.999999"'), DONE, saved=[ABC]),
]  # fmt: skip

ENCODED: list[Case[World]] = [
    *(Case(f"base64 {what}", wire(text), DONE, saved=[ABC]) for what, text in [
        ("in lines of two", b"YW\nJj\n"), ("with blanks and tabs", b" Y W\tJ j "), ("with CR and LF", b"\r\nYWJj\r\n"), ("with a comment in it", b"YW<!-- -->Jj"),
        ("in CDATA", b"<![CDATA[YWJj]]>"),
    ]),
    *(Case(f"base64 {what}", wire(text), told=LOST) for what, text in [
        ("that is cut", b"YWJ"), ("of one character", b"Y"), ("with a bad character", b"YW*j"), ("of another alphabet", b"YW-_"), ("with a NUL", b"YW\0j"),
        ("with ISO-8859-1", b"YW\xe9j"), ("without its padding", b"YWI"), ("with too much padding", b"YWJj===="), ("with padding amid it", b"YQ==YWJj"),
        ("with a reference", b"YW&#74;j"), ("that is none at all", b"not base64 at all!"), ("that begins with padding", b"=YWJ"),
    ]),
    Case("a damaged BLOB beside a good one", blob(b'<oneBLOB name="FIRST" size="3" format=".x">YWJ</oneBLOB>', one(name="SECOND"), vector="FILES"), {"FILES.SECOND": ABC, "FILES.SECOND:format": ".fits"}, saved=[ABC], told=LOST),
    Case("a damaged BLOB before a good one", wire(b"YW*j") + blob(one()), DONE, saved=[ABC], told=LOST),
    Case("an element in the data", wire(b"YW<b/>Jj"), told="inside its <oneBLOB>"),
    Case("a BLOB whose end tag is another's", wire(b"YWJj").replace(b"</oneBLOB>", b"</oneText>"), told="is not closed"),
    Case("a BLOB that is cut by the next element", wire(b"YWJj")[:-30] + b"\n" + blob(one()), DONE, saved=[ABC], told="not closed before the next"),
    Case("a BLOB that goes on beyond its size", wire(b"AAAA" * 1_000_000, "3"), told="is larger than"),
    Case("a BLOB that goes on beyond its size and never ends", wire(b"AAAA" * 1_000_000, "3").removesuffix(b"</oneBLOB></setBLOBVector>\n"), told="is larger than"),
]  # fmt: skip

PLAIN = b"image " * 100
PACKED: list[Case[World]] = [
    Case("compressed data", blob(one(zlib.compress(PLAIN), suffix=".fits.z", size="600")), {"IMAGE.IMG": PLAIN, "IMAGE.IMG:format": ".fits"}, saved=[PLAIN]),
    Case("compressed data without a size", blob(one(zlib.compress(PLAIN), suffix=".fits.z", size="0")), {"IMAGE.IMG": PLAIN, "IMAGE.IMG:format": ".fits"}, saved=[PLAIN]),
    Case("a zip bomb", blob(one(zlib.compress(bytes(50_000_000)), suffix=".z", size="1000")), told="become more than 1000 bytes"),
    Case("compressed data that are none", blob(one(b"no zlib at all", suffix=".z")), told="compressed data are damaged"),
    Case("compressed data that are cut off", blob(one(zlib.compress(PLAIN)[:-5], suffix=".z", size="600")), told="compressed data are cut off"),
    Case("compressed data with a wrong sum", blob(one(zlib.compress(PLAIN)[:-4] + b"abcd", suffix=".z", size="600")), told="compressed data are damaged"),
    Case("compressed data with more behind them", blob(one(zlib.compress(PLAIN) + b"more", suffix=".z", size="600")), {"IMAGE.IMG": PLAIN, "IMAGE.IMG:format": ""}, saved=[PLAIN]),
    Case("compressed nothing", blob(one(zlib.compress(b""), suffix=".z", size="0")), {"IMAGE.IMG:format": ""}),
    Case("a format that is only .z", blob(one(zlib.compress(ABC), suffix=".z")), {"IMAGE.IMG": ABC}, saved=[ABC]),
    Case(".fits.fz is kept as it is", blob(one(suffix=".fits.fz", size="9000")), {"IMAGE.IMG": ABC, "IMAGE.IMG:format": ".fits.fz"}, saved=[ABC]),
    Case(".fits.fz filled up to its size", blob(one(b"abc\0\0\0", suffix=".fits.fz", more='len="3"')), {"IMAGE.IMG": ABC, "IMAGE.IMG:format": ".fits.fz"}, saved=[ABC]),
    Case(".fits.fz cut off", blob(one(suffix=".fits.fz", more='len="9"')), told="3 bytes came of 9"),
]  # fmt: skip

CASES: list[Case[World]] = [*NAMED, *SIZES, *ENCODED, *PACKED]
