"""The camera's properties."""

from __future__ import annotations

from indipyterm.demo.definitions import (
    CONFIG,
    CONNECTION,
    DEBUG,
    POLLING,
    blob,
    blob_vector,
    button,
    driver_info,
    number,
    number_vector,
    switch,
    switch_vector,
    text,
    text_vector,
)
from indipyterm.demo.starfield import SENSOR_HEIGHT, SENSOR_WIDTH
from indipyterm.protocol.messages import Perm, State

MAIN = "Main Control"
SETTINGS = "Image Settings"

ALWAYS_DEFINED = (
    CONNECTION,
    driver_info("CCD Demo", "indipyterm", 2),
    DEBUG,
    POLLING,
    CONFIG,
    text_vector(
        "ACTIVE_DEVICES",
        "Snoop devices",
        "Options",
        text("ACTIVE_TELESCOPE", "Telescope", "Telescope"),
        text("ACTIVE_FOCUSER", "Focuser", "Focuser"),
        text("ACTIVE_FILTER", "Filter", "Filter Wheel"),
    ),
)

DEFINED_WHEN_CONNECTED = (
    number_vector(
        "CCD_EXPOSURE", "Expose", MAIN, number("CCD_EXPOSURE_VALUE", "Duration (s)", 1, "%5.2f", 0.01, 3600, 1)
    ),
    button("CCD_ABORT_EXPOSURE", "Abort", MAIN, "ABORT", "Abort"),
    number_vector(
        "CCD_TEMPERATURE",
        "Temperature",
        MAIN,
        number("CCD_TEMPERATURE_VALUE", "Temperature (C)", -10, "%5.2f", -50, 50),
        state=State.OK,
    ),
    switch_vector(
        "CCD_COOLER",
        "Cooler",
        MAIN,
        switch("COOLER_ON", "ON", on=True),
        switch("COOLER_OFF", "OFF"),
        state=State.OK,
    ),
    number_vector(
        "CCD_COOLER_POWER",
        "Cooling Power",
        MAIN,
        number("CCD_COOLER_VALUE", "Cooling Power (%)", 49, "%.f", 0, 100, 1),
        perm=Perm.RO,
        state=State.OK,
    ),
    number_vector("CCD_GAIN", "Gain", MAIN, number("GAIN", "Gain", 90, "%.f", 0, 100, 10)),
    number_vector("CCD_OFFSET", "Offset", MAIN, number("OFFSET", "Offset", 0, "%.f", 0, 6000, 500)),
    number_vector(
        "CCD_FRAME",
        "Frame",
        SETTINGS,
        number("X", "Left", 0, "%4.0f", 0, SENSOR_WIDTH - 1),
        number("Y", "Top", 0, "%4.0f", 0, SENSOR_HEIGHT - 1),
        number("WIDTH", "Width", SENSOR_WIDTH, "%4.0f", 1, SENSOR_WIDTH),
        number("HEIGHT", "Height", SENSOR_HEIGHT, "%4.0f", 1, SENSOR_HEIGHT),
    ),
    button("CCD_FRAME_RESET", "Frame Values", SETTINGS, "RESET", "Reset"),
    number_vector(
        "CCD_BINNING",
        "Binning",
        SETTINGS,
        number("HOR_BIN", "X", 1, "%2.0f", 1, 4, 1),
        number("VER_BIN", "Y", 1, "%2.0f", 1, 4, 1),
    ),
    switch_vector(
        "CCD_FRAME_TYPE",
        "Type",
        SETTINGS,
        switch("FRAME_LIGHT", "Light", on=True),
        switch("FRAME_BIAS", "Bias"),
        switch("FRAME_DARK", "Dark"),
        switch("FRAME_FLAT", "Flat"),
    ),
    switch_vector(
        "CCD_COMPRESSION",
        "Compression",
        SETTINGS,
        switch("INDI_ENABLED", "Enabled"),
        switch("INDI_DISABLED", "Disabled", on=True),
    ),
    number_vector(
        "CCD_INFO",
        "CCD Information",
        "Image Info",
        number("CCD_MAX_X", "Max. Width", SENSOR_WIDTH, "%.f", 1, 16000),
        number("CCD_MAX_Y", "Max. Height", SENSOR_HEIGHT, "%.f", 1, 16000),
        number("CCD_PIXEL_SIZE", "Pixel size (um)", 5.2, "%.2f", 1, 40),
        number("CCD_PIXEL_SIZE_X", "Pixel size X", 5.2, "%.2f", 1, 40),
        number("CCD_PIXEL_SIZE_Y", "Pixel size Y", 5.2, "%.2f", 1, 40),
        number("CCD_BITSPERPIXEL", "Bits per pixel", 16, "%.f", 8, 64),
        perm=Perm.RO,
    ),
    blob_vector("CCD1", "Image Data", "Image Info", blob("CCD1", "Image")),
    text_vector(
        "FITS_HEADER",
        "FITS Header",
        "General Info",
        text("FITS_OBSERVER", "Observer", "Unknown"),
        text("FITS_OBJECT", "Object", "Unknown"),
    ),
)
