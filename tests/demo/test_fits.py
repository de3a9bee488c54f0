import pytest

from indipyterm.demo.fits import BLOCK, card, image_file


@pytest.mark.parametrize(
    ("keyword", "value", "expected"),
    [
        ("SIMPLE", True, "SIMPLE  =                    T"),
        ("NAXIS1", 640, "NAXIS1  =                  640"),
        ("EXPTIME", 1.0, "EXPTIME =                  1.0"),
        ("EXPTIME", 0.01, "EXPTIME =                 0.01"),
        ("TINY", 1e-9, "TINY    =                1E-09"),
        ("OBJECT", "M42", "OBJECT  = 'M42     '"),
        ("OBJECT", "Barnard's Größe", "OBJECT  = 'Barnard''s Gr??e'"),
        ("OBJECT", "", "OBJECT  = '        '"),
    ],
)
def test_cards_are_in_fixed_format(keyword: str, value: bool | int | float | str, expected: str) -> None:
    assert card(keyword, value) == expected.ljust(80).encode()


def test_a_comment_follows_a_slash() -> None:
    assert card("BITPIX", 16, "bits").decode().rstrip() == "BITPIX  =                   16 / bits"
    assert card("OBJECT", "M42", "target").decode().rstrip() == "OBJECT  = 'M42     '           / target"


@pytest.mark.parametrize("text", ["x" * 100, "'" * 100, "x" * 67 + "''"])
def test_what_is_too_long_is_cut_but_stays_a_string(text: str) -> None:
    line = card("OBJECT", text, "comment")
    assert len(line) == 80
    inner = line[11:].rstrip().split(b" /")[0]
    assert inner.endswith(b"'")
    assert inner[:-1].count(b"'") % 2 == 0


def test_header_and_data_fill_blocks() -> None:
    data = image_file(2, 1, b"\x80\x00\x7f\xff", [card("OBJECT", "M42")])
    assert len(data) == 2 * BLOCK
    assert data[BLOCK : BLOCK + 4] == b"\x80\x00\x7f\xff"
    assert not data[BLOCK + 4 :].strip(b"\0")
    lines = [data[place : place + 80].decode() for place in range(0, BLOCK, 80)]
    keywords = [line[:8].strip() for line in lines]
    assert keywords[:9] == ["SIMPLE", "BITPIX", "NAXIS", "NAXIS1", "NAXIS2", "BZERO", "BSCALE", "OBJECT", "END"]
    assert not "".join(lines[9:]).strip()
