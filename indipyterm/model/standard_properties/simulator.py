# ruff: noqa: E501 - one line for each property
"""What only simulators have, and what libindi makes of images."""

from __future__ import annotations

from indipyterm.model.roles import ACTS, MEASURES, MOVES, SETS, Standard

# fmt: off
PROPERTIES = {
    # simulators
    "SIMULATOR_SETTINGS": Standard(SETS, "What the simulated camera is like: chip, noise, limiting magnitude, polar alignment and gear errors."),
    "SIM_FOCUSING": Standard(SETS, "Where the simulated star is in focus and how steady the air is (seeing, in arcseconds)."),
    "SIM_PIER_SIDE": Standard(SETS, "Whether the simulated mount tells which side of its pier it is on."),
    "SIMULATE_BAYER": Standard(SETS, "Whether the simulated camera has a colour chip."),
    "SIMULATE_RGB": Standard(SETS, "Whether the simulated camera delivers colour images."),
    "SIM_TESTS": Standard(ACTS, "Tests with the simulated camera: a colour chip, a crash of its driver, an exposure that times out."),
    "SIM_TILT": Standard(SETS, "How far the simulated chip is tilted, left to right and top to bottom, in arcseconds."),
    "CCD_RESOLUTION": Standard(SETS, "Size of the chip in pixels, from a list."),
    "PLANET_MODE": Standard(SETS, "Whether the simulated camera shows a planet."),
    "PLANET_SELECT": Standard(SETS, "Which planet the simulated camera shows."),
    "PLANET_SETTINGS": Standard(SETS, "Minutes after which the simulated planet is drawn anew, and its size in arcseconds; 0 means its own."),
    "PLANET_PATHS": Standard(SETS, "Where xplanet and its configuration are on the driver's machine, to draw the simulated planet."),
    "CCD_DIRECTORY_LOCATION": Standard(SETS, "Folder on the driver's machine whose images the simulated camera delivers in place of its own."),
    "CCD_DIRECTORY_TOGGLE": Standard(SETS, "Whether the simulated camera delivers images from a folder."),
    "CCD_SIMULATE_CRASH": Standard(ACTS, "Makes the simulated camera's driver crash, to see what server and clients do then.", asked=("*",)),
    "EQUATORIAL_PE": Standard(MEASURES, "Where the simulated telescope really points, errors included: RA in hours, declination in degrees."),
    "MOUNT_TYPE": Standard(SETS, "Kind of mount: altazimuth, fork or German equatorial."),
    "MOUNT_AXES": Standard(MOVES, "Positions of the mount's two axes."),
    "MOUNT_MODEL": Standard(SETS, "Errors that the simulated mount points with, such as zero points, cone and polar alignment."),
    "FLIP_HA": Standard(SETS, "Hour angle at which the simulated mount changes sides of its pier, in degrees."),
    "FWHM": Standard(MEASURES, "Width of a star's image (FWHM), in arcseconds."),
    "SEEING_SETTINGS": Standard(SETS, "How unsteady the simulated air is, in arcseconds."),
    "WEATHER_CONTROL": Standard(SETS, "The readings that the simulated weather station is to report."),
    "DSP_ACTIVATE_CONVOLUTION": Standard(SETS, "Whether each image is also delivered convolved with a matrix."),
    "DSP_ACTIVATE_DFT": Standard(SETS, "Whether each image is also delivered as its Fourier transform."),
    "DSP_ACTIVATE_IDFT": Standard(SETS, "Whether each image is also delivered as its inverse Fourier transform."),
    "DSP_ACTIVATE_SPECTRUM": Standard(SETS, "Whether each image is also delivered as its spectrum."),
    "DSP_ACTIVATE_HISTOGRAM": Standard(SETS, "Whether each image is also delivered as its histogram."),
    "DSP_ACTIVATE_WAVELETS": Standard(SETS, "Whether each image is also delivered filtered by wavelets."),
}
