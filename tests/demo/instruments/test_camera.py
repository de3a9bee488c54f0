import zlib

import pytest

from indipyterm.demo.clock import ManualClock
from indipyterm.demo.instruments import Camera
from indipyterm.protocol.messages import BlobPolicy, EnableBlob, OneBlob, State
from tests.demo.client import DemoClient

INSTRUMENT = Camera
CAMERA = "CCD"
EXPOSE = "CCD_EXPOSURE"


async def until(client: DemoClient, clock: ManualClock, seconds: float) -> None:
    await clock.advance(seconds)
    await client.receive_all()


async def image(client: DemoClient, clock: ManualClock, seconds: float) -> OneBlob:
    await client.send(EnableBlob(BlobPolicy.ALSO, CAMERA, "CCD1"))
    await client.request(CAMERA, EXPOSE, CCD_EXPOSURE_VALUE=seconds)
    await until(client, clock, seconds)
    blob = client.sets(CAMERA, "CCD1")[-1].members[0]
    assert isinstance(blob, OneBlob)
    return blob


def header(data: bytes) -> dict[str, str]:
    """The cards of a FITS file up to END, by keyword; comments are cut."""
    text = data[: data.index(b"END".ljust(80))].decode("ascii")
    lines = [text[place : place + 80] for place in range(0, len(text), 80)]
    return {line[:8].strip(): line[10:].split(" / ")[0].strip() for line in lines}


async def test_an_exposure_counts_down_and_ends_with_an_image(client: DemoClient, clock: ManualClock) -> None:
    await client.send(EnableBlob(BlobPolicy.ALSO, CAMERA))
    await client.request(CAMERA, EXPOSE, CCD_EXPOSURE_VALUE=2.5)
    assert client.state(CAMERA, "CCD1") is State.BUSY
    left = []
    while client.state(CAMERA, EXPOSE) is State.BUSY:
        left.append(client.number(CAMERA, EXPOSE, "CCD_EXPOSURE_VALUE"))
        assert not [each for each in client.sets(CAMERA, "CCD1") if each.members]
        await until(client, clock, 0.5)
    assert left == [2.5, 2.5, 1.5, 1.5, 0.5]
    assert client.state(CAMERA, EXPOSE) is State.OK
    assert client.number(CAMERA, EXPOSE, "CCD_EXPOSURE_VALUE") == 0
    assert client.state(CAMERA, "CCD1") is State.OK
    assert client.messages(CAMERA)[-1] == "[INFO] Download complete."


async def test_the_image_conforms_to_fits(client: DemoClient, clock: ManualClock) -> None:
    await client.request(CAMERA, "FITS_HEADER", FITS_OBSERVER="O'Neil", FITS_OBJECT="M42")
    blob = await image(client, clock, 2)
    data = blob.data.decode()
    assert (blob.format, blob.size) == (".fits", len(data))
    assert len(data) % 2880 == 0
    cards = header(data)
    assert list(cards)[:5] == ["SIMPLE", "BITPIX", "NAXIS", "NAXIS1", "NAXIS2"]
    assert [cards[each] for each in ("SIMPLE", "BITPIX", "NAXIS", "NAXIS1", "NAXIS2")] == ["T", "16", "2", "640", "480"]
    assert (cards["BZERO"], cards["BSCALE"]) == ("32768", "1")
    assert cards["DATE-OBS"] == "'2026-11-22T22:43:07.000'"
    assert (cards["EXPTIME"], cards["OBJECT"], cards["OBSERVER"]) == ("2.0", "'M42     '", "'O''Neil '")
    start = -(-(data.index(b"END".ljust(80)) + 80) // 2880) * 2880
    pixels = data[start : start + 640 * 480 * 2]
    assert len(data) == start + -(-len(pixels) // 2880) * 2880
    assert not data[start + len(pixels) :].strip(b"\0")
    sky = int.from_bytes(pixels[:2], "big", signed=True) + 32768
    assert 400 < sky < 900


async def test_frame_binning_and_type_shape_the_image(client: DemoClient, clock: ManualClock) -> None:
    await client.request(CAMERA, "CCD_FRAME", X=100, Y=50, WIDTH=200, HEIGHT=100)
    await client.request(CAMERA, "CCD_BINNING", HOR_BIN=2, VER_BIN=2)
    await client.request(CAMERA, "CCD_FRAME_TYPE", FRAME_DARK=True)
    cards = header((await image(client, clock, 0.01)).data.decode())
    assert (cards["NAXIS1"], cards["NAXIS2"], cards["XBINNING"]) == ("100", "50", "2")
    assert cards["IMAGETYP"] == "'Dark Frame'"
    await client.request(CAMERA, "CCD_FRAME_RESET", RESET=True)
    assert client.number(CAMERA, "CCD_FRAME", "WIDTH") == 640


async def test_a_frame_beyond_the_sensor_is_refused(client: DemoClient) -> None:
    await client.request(CAMERA, "CCD_FRAME", X=600, Y=0, WIDTH=100, HEIGHT=100)
    assert client.state(CAMERA, "CCD_FRAME") is State.ALERT
    assert client.messages(CAMERA) == ["[ERROR] The frame goes beyond the sensor of 640 x 480 pixels."]


async def test_compressed_it_is_the_same_image_with_the_size_of_the_whole(
    client: DemoClient, clock: ManualClock
) -> None:
    await client.request(CAMERA, "CCD_COMPRESSION", INDI_ENABLED=True)
    blob = await image(client, clock, 1)
    packed = blob.data.decode()
    data = zlib.decompress(packed)
    assert (blob.format, blob.size) == (".fits.z", len(data))
    assert len(packed) < len(data)
    assert header(data)["NAXIS1"] == "640"


async def test_an_exposure_can_be_aborted(client: DemoClient, clock: ManualClock) -> None:
    await client.send(EnableBlob(BlobPolicy.ALSO, CAMERA))
    await client.request(CAMERA, EXPOSE, CCD_EXPOSURE_VALUE=100)
    await until(client, clock, 5)
    await client.request(CAMERA, "CCD_ABORT_EXPOSURE", ABORT=True)
    assert client.state(CAMERA, EXPOSE) is State.IDLE
    assert client.value(CAMERA, "CCD_ABORT_EXPOSURE", "ABORT") == "Off"
    await until(client, clock, 100)
    assert not [each for each in client.sets(CAMERA, "CCD1") if each.members]


async def test_a_second_exposure_is_refused_and_does_not_harm_the_first(client: DemoClient, clock: ManualClock) -> None:
    await client.request(CAMERA, EXPOSE, CCD_EXPOSURE_VALUE=3)
    await client.request(CAMERA, EXPOSE, CCD_EXPOSURE_VALUE=1)
    assert client.state(CAMERA, EXPOSE) is State.ALERT
    assert "abort it first" in client.messages(CAMERA)[-1]
    await until(client, clock, 1)
    assert client.state(CAMERA, EXPOSE) is State.BUSY
    await until(client, clock, 2)
    assert client.state(CAMERA, EXPOSE) is State.OK


async def test_the_temperature_drifts_to_its_goal(client: DemoClient, clock: ManualClock) -> None:
    await client.request(CAMERA, "CCD_TEMPERATURE", CCD_TEMPERATURE_VALUE=-15)
    assert client.state(CAMERA, "CCD_TEMPERATURE") is State.BUSY
    assert client.number(CAMERA, "CCD_TEMPERATURE", "CCD_TEMPERATURE_VALUE") == -10
    await until(client, clock, 5)
    assert client.number(CAMERA, "CCD_TEMPERATURE", "CCD_TEMPERATURE_VALUE") == pytest.approx(-12.5, abs=0.05)
    await until(client, clock, 5)
    assert client.state(CAMERA, "CCD_TEMPERATURE") is State.OK
    assert client.number(CAMERA, "CCD_TEMPERATURE", "CCD_TEMPERATURE_VALUE") == pytest.approx(-15, abs=0.05)
    assert client.number(CAMERA, "CCD_COOLER_POWER", "CCD_COOLER_VALUE") == 60


async def test_without_the_cooler_it_warms_to_the_air(client: DemoClient, clock: ManualClock) -> None:
    await client.request(CAMERA, "CCD_COOLER", COOLER_OFF=True)
    await until(client, clock, 1)
    assert client.state(CAMERA, "CCD_TEMPERATURE") is State.BUSY
    assert client.number(CAMERA, "CCD_COOLER_POWER", "CCD_COOLER_VALUE") == 0
    await until(client, clock, 60)
    assert client.number(CAMERA, "CCD_TEMPERATURE", "CCD_TEMPERATURE_VALUE") == pytest.approx(12, abs=0.05)
    await client.request(CAMERA, "CCD_TEMPERATURE", CCD_TEMPERATURE_VALUE=0)
    assert client.value(CAMERA, "CCD_COOLER", "COOLER_ON") == "On"
    await client.request(CAMERA, "CCD_TEMPERATURE", CCD_TEMPERATURE_VALUE=30)
    assert client.state(CAMERA, "CCD_TEMPERATURE") is State.ALERT
