"""Every format that is shown with the extra, and FITS of every kind, against astropy and Pillow."""

from __future__ import annotations

import gzip
import warnings
import zlib
from io import BytesIO
from pathlib import Path

import astropy.io.fits.tests
import lz4.block
import numpy as np
import pytest
from astropy.io import fits
from PIL import Image

from indipyterm.decoding.opening import measured, open_picture
from indipyterm.decoding.pixels import Array
from indipyterm.decoding.process import Decoder
from indipyterm.exceptions import NotAnImage
from indipyterm.presentation.imaging.picture import Picture
from indipyterm.presentation.imaging.sampling import Area
from indipyterm.presentation.imaging.summary import figures
from tests.decoding.sky import star_field

DATA = Path(astropy.io.fits.tests.__file__).parent / "data"


def shown(data: bytes, name: str, decoder: Decoder) -> tuple[Picture, Picture, list[int]]:
    """The picture as it is read, as it is measured, and the codes of its first pixels."""
    opened = open_picture(BytesIO(data), name, (), decoder)
    picture = opened.picture()
    area = Area(0, 0, min(5, picture.width), 1)
    return picture, measured(picture, opened, decoder), list(picture.samples(opened.file, area, 1).codes)


def encoded(pixels: Array, kind: str) -> bytes:
    """A file of Pillow's."""
    file = BytesIO()
    Image.fromarray(pixels).save(file, kind)
    return file.getvalue()


@pytest.mark.parametrize("kind", ["PNG", "TIFF", "PPM", "BMP", "JPEG"])
def test_pictures_of_8_bits(decoder: Decoder, kind: str) -> None:
    pixels = (np.arange(48 * 64).reshape(48, 64) // 16 % 256).astype(np.uint8)
    data = encoded(pixels, kind)
    picture, exact, _ = shown(data, f"a.{kind.lower()}", decoder)
    assert (picture.width, picture.height, picture.kind, picture.frame.top_down) == (64, 48, "u8", True)
    assert exact.figures.median == np.median(np.asarray(Image.open(BytesIO(data)))[..., :])


def test_a_tiff_of_16_bits_and_a_picture_in_colours(decoder: Decoder) -> None:
    pixels = (np.arange(48 * 64, dtype=np.uint16) * 20).reshape(48, 64)
    picture, exact, codes = shown(encoded(pixels, "TIFF"), "a.tif", decoder)
    assert (picture.kind, codes, exact.figures.maximum) == ("u16", [0, 20, 40, 60, 80], pixels.max())
    colours = np.dstack([np.full((4, 6), value, np.uint8) for value in (10, 20, 30)])
    picture, exact, codes = shown(encoded(colours, "PNG"), "a.png", decoder)
    assert (picture.planes, codes, exact.figures.median) == (3, [20] * 5, 20), "green is measured"


@pytest.mark.parametrize("kind", ["RICE_1", "GZIP_2"])
def test_compressed_fits(decoder: Decoder, kind: str) -> None:
    pixels = star_field(2.0)
    file = BytesIO()
    header = fits.Header({"FILTER": "Ha", "ROWORDER": "TOP-DOWN"})
    fits.HDUList([fits.PrimaryHDU(), fits.CompImageHDU(pixels, header, compression_type=kind)]).writeto(file)
    picture, exact, codes = shown(file.getvalue(), "a.fits.fz", decoder)
    assert (picture.filter, picture.kind, picture.frame.top_down) == ("Ha", "u16", True)
    assert (codes, exact.figures.median) == (pixels[0, :5].tolist(), np.median(pixels))
    assert picture.format == "compressed FITS (.fz)"


def xisf(pixels: Array, sample: str, compression: str, data: bytes) -> bytes:
    """One picture of one plane."""
    height, width = pixels.shape
    keyword = '<FITSKeyword name="EXPTIME" value="2.5" comment="seconds"/><ColorFilterArray pattern="RGGB"/>'
    text = (
        f'<?xml version="1.0"?><xisf version="1.0" xmlns="http://www.pixinsight.com/xisf"><Image '
        f'geometry="{width}:{height}:1" sampleFormat="{sample}" {compression} '
        f'location="attachment:2048:{len(data)}">{keyword}</Image></xisf>'
    ).encode()
    return b"XISF0100" + len(text).to_bytes(4, "little") + bytes(4) + text.ljust(2032, b"\0") + data


def shuffled(data: bytes, size: int) -> bytes:
    """All first bytes, all second ones, …"""
    return b"".join(data[place::size] for place in range(size))


@pytest.mark.parametrize("codec", ["", "zlib", "zlib+sh", "lz4", "lz4hc+sh"])
def test_xisf(decoder: Decoder, codec: str) -> None:
    pixels = star_field(2.0)
    plain = data = pixels.astype("<u2").tobytes()
    if "+sh" in codec:
        data = shuffled(data, 2)
    compression = f'compression="{codec}:{len(plain)}{":2" if "+sh" in codec else ""}"' if codec else ""
    if codec:
        data = zlib.compress(data) if codec.startswith("zlib") else lz4.block.compress(data, store_size=False)
    picture, exact, codes = shown(xisf(pixels, "UInt16", compression, data), "a.xisf", decoder)
    assert (codes, exact.figures.median) == (pixels[0, :5].tolist(), np.median(pixels))
    assert (picture.exposure, picture.bayer) == (2.5, "RGGB")


def reference(path: Path) -> Array | None:
    """The first picture in a file as astropy reads it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            with fits.open(path) as parts:
                for part in parts:
                    picture = isinstance(part, fits.PrimaryHDU | fits.ImageHDU | fits.CompImageHDU)
                    groups = isinstance(part, fits.GroupsHDU)
                    if picture and not groups and part.data is not None and part.data.size:
                        data: Array = np.array(part.data)
                        data = data.reshape((-1, *data.shape[-2:])) if data.ndim > 1 else data.reshape(1, 1, -1)
                        found: Array = data[1 if len(data) == 3 else 0]
                        return found
        except (OSError, ValueError, TypeError, IndexError, ImportError):
            return None
    return None


def checked(path: Path, decoder: Decoder) -> bool:
    """Whether the picture in a file is shown; its figures are those of astropy, or there is none."""
    expected = reference(path)
    values = np.zeros(0) if expected is None else expected[np.isfinite(expected)]
    if not values.size:
        with pytest.raises(NotAnImage, match=r"\w"):
            shown(path.read_bytes(), path.name, decoder)
        return False
    picture, exact, _ = shown(path.read_bytes(), path.name, decoder)
    found = exact.figures
    assert found.exact
    assert "1 in" not in figures(exact)
    assert (found.median, found.minimum, found.maximum) == pytest.approx(
        (np.median(values), values.min(), values.max()), rel=0 if values.dtype.kind in "iu" else 1e-6
    )
    assert abs(picture.figures.median - np.median(values)) <= 0.3 * found.sigma + 0.5
    assert ("1 in" in figures(picture)) == (picture.figures.sampled > 1)
    return True


def test_files_of_astropy(decoder: Decoder) -> None:
    found = [path.name for path in sorted(DATA.glob("*.fits*")) if checked(path, decoder)]
    assert {"arange.fits", "test0.fits", "scale.fits", "fixed-1890.fits", "o4sp040b0_raw.fits", "comp.fits"} <= {*found}


@pytest.mark.parametrize("kind", ["u1", "i2", "u2", "i4", "u4", "i8", "u8", "f4", "f8"])
def test_every_type_of_pixels_and_blank(kind: str, tmp_path: Path, decoder: Decoder) -> None:
    pixels = np.clip(np.random.default_rng(2).normal(100, 9, (3, 30, 40)), 0, 200).astype(kind)
    part = fits.ImageHDU(pixels[0] if kind == "i2" else pixels)
    table = fits.BinTableHDU.from_columns([fits.Column("A", "J", array=[1, 2, 3])])
    if kind == "i2":
        pixels[0, :9, :9] = part.data[:9, :9] = -32768
        part.header["BLANK"] = -32768
    path = tmp_path / "a.fits"
    fits.HDUList([fits.PrimaryHDU(), table, fits.ImageHDU(), part]).writeto(path, output_verify="ignore")
    assert checked(path, decoder)


def test_a_compressed_file_with_a_plain_picture_in_it(decoder: Decoder) -> None:
    data = (DATA / "test0.fits").read_bytes()
    picture, exact, _ = shown(gzip.compress(data), "a.fits.gz", decoder)
    assert (picture.figures.median, exact.figures.median) == (313, 313)
    with pytest.raises(NotAnImage, match="cut short"):
        open_picture(BytesIO(gzip.compress(data)[:-30]), "a.fits.gz")
    with pytest.raises(NotAnImage, match="damaged"):
        open_picture(BytesIO(gzip.compress(data)[:100] + bytes(1000)), "a.fits.gz")


def test_without_the_extra_the_screen_says_what_to_install() -> None:
    with pytest.raises(NotAnImage, match=r"compressed FITS \(.fz\).*pip install 'indipyterm\[images\]'"):
        open_picture(BytesIO((DATA / "comp.fits").read_bytes()), "a.fits.fz")
