# ruff: noqa: E501 - one line for each property
"""Cameras: their main chip, their guide chip, and video."""

from __future__ import annotations

from indipyterm.model.roles import ABORTS, ACTS, MEASURES, SETS, Standard

# fmt: off
PROPERTIES = {
    # camera
    "CCD_EXPOSURE": Standard(ACTS, "Starts an exposure of so many seconds, then counts down what is left of it.", verbs=("expose",)),
    "CCD_ABORT_EXPOSURE": Standard(ABORTS, "Ends the exposure at once, without an image."),
    "CCD_FRAME": Standard(SETS, "Part of the chip that is read out, in unbinned pixels: left, top, width, height."),
    "CCD_FRAME_RESET": Standard(ACTS, "Goes back to reading out the whole chip without binning."),
    "CCD_FRAME_TYPE": Standard(SETS, "Kind of the next frame: light, bias, dark or flat.", verbs=("frame", "dark", "flat")),
    "CCD_BINNING": Standard(SETS, "How many pixels are read out as one, across and down.", verbs=("bin",)),
    "CCD_TEMPERATURE": Standard(MEASURES, "Temperature of the chip in degrees Celsius; set it to cool to a target.", verbs=("cool",)),
    "CCD_TEMP_RAMP": Standard(SETS, "Fastest change while cooling in degrees Celsius per minute, and how near to the target is near enough."),
    "CCD_COOLER": Standard(SETS, "Turns the camera's cooler on or off.", verbs=("cooler",)),
    "CCD_COOLER_POWER": Standard(MEASURES, "How hard the camera's cooler is working, in percent."),
    "CCD_INFO": Standard(MEASURES, "Size of the chip in pixels, size of a pixel in micrometres, and bits per pixel."),
    "CCD_CAPTURE_FORMAT": Standard(SETS, "What the camera delivers, such as monochrome, raw colour or RGB, and at which depth."),
    "CCD_TRANSFER_FORMAT": Standard(SETS, "File format of images: FITS, the camera's own, or another that the driver offers."),
    "CCD_COMPRESSION": Standard(SETS, "Whether images are compressed before they are sent or saved."),
    "CCD_CFA": Standard(SETS, "Pattern of the colour filters over the chip (Bayer) and where it begins."),
    "CCD_ROTATION": Standard(SETS, "Angle of the camera on the sky in degrees from north to east, for the image header."),
    "CCD1": Standard(MEASURES, "The last image of the camera, sent as a file when its exposure is done."),
    "CCD2": Standard(MEASURES, "The last image of the camera's guide chip, sent as a file when its exposure is done."),
    "CCD#": Standard(MEASURES, "The last image of the camera's chip number #, sent as a file when its exposure is done."),
    "CCD_GAIN": Standard(SETS, "Gain of the camera's electronics, in the camera's own units.", verbs=("gain",)),
    "CCD_OFFSET": Standard(SETS, "Value added to every pixel to keep dark ones above zero, in the camera's own units.", verbs=("offset",)),
    "CCD_CONTROLS": Standard(SETS, "Settings that the camera offers itself, such as gain, offset and USB bandwidth."),
    "CCD_FAST_TOGGLE": Standard(SETS, "Whether the next exposure starts by itself while the last one is still being delivered."),
    "CCD_FAST_COUNT": Standard(SETS, "How many exposures are taken one after another in fast mode."),
    "CCD_FILE_PATH": Standard(MEASURES, "Where the last image was saved on the machine where the driver runs."),
    "UPLOAD_MODE": Standard(SETS, "Where images go: to the clients, to a folder on the driver's machine, or both."),
    "UPLOAD_SETTINGS": Standard(SETS, "Folder and beginning of the file names for images saved on the driver's machine."),
    "FITS_HEADER": Standard(SETS, "What goes into the header of the next images: observer and object, or a keyword with value and comment."),
    "WCS_CONTROL": Standard(SETS, "Whether position and scale on the sky are written into the header of each image."),
    "SCOPE_INFO": Standard(SETS, "Focal length and aperture of the telescope that the camera is on, in millimetres, for the image header."),
    "CCD_RAPID_GUIDE": Standard(SETS, "Whether the driver itself finds the guide star in each image and says where it is."),
    "CCD_RAPID_GUIDE_SETUP": Standard(SETS, "How rapid guiding goes on: exposing in a loop, sending each image, marking the star in it."),
    "CCD_RAPID_GUIDE_DATA": Standard(MEASURES, "Where rapid guiding found the guide star, in pixels, and how well it fits."),
    # guide chip
    "GUIDER_EXPOSURE": Standard(ACTS, "Starts an exposure of so many seconds on the guide chip, then counts down what is left of it.", verbs=("expose",)),
    "GUIDER_ABORT_EXPOSURE": Standard(ABORTS, "Ends the exposure of the guide chip at once, without an image."),
    "GUIDER_FRAME": Standard(SETS, "Part of the guide chip that is read out, in unbinned pixels: left, top, width, height."),
    "GUIDER_FRAME_TYPE": Standard(SETS, "Kind of the guide chip's next frame: light, bias, dark or flat."),
    "GUIDER_BINNING": Standard(SETS, "How many pixels of the guide chip are read out as one, across and down."),
    "GUIDER_INFO": Standard(MEASURES, "Size of the guide chip in pixels, size of a pixel in micrometres, and bits per pixel."),
    "GUIDER_COMPRESSION": Standard(SETS, "Whether images of the guide chip are compressed before they are sent or saved."),
    "GUIDER_RAPID_GUIDE": Standard(SETS, "Whether the driver itself finds the guide star in each image of the guide chip and says where it is."),
    "GUIDER_RAPID_GUIDE_SETUP": Standard(SETS, "How rapid guiding on the guide chip goes on: exposing in a loop, sending each image, marking the star."),
    "GUIDER_RAPID_GUIDE_DATA": Standard(MEASURES, "Where rapid guiding found the guide star on the guide chip, in pixels, and how well it fits."),
    # video
    "CCD_VIDEO_STREAM": Standard(ACTS, "Starts or stops sending video to the clients.", verbs=("stream",), stop="STREAM_OFF"),
    "CCD_STREAM_FRAME": Standard(SETS, "Part of the chip that the video shows, in unbinned pixels: left, top, width, height."),
    "CCD_STREAM_ENCODER": Standard(SETS, "How video frames are packed for sending: raw, or as JPEG, which takes less of the network."),
    "CCD_STREAM_RECORDER": Standard(SETS, "File format that video is recorded in, such as SER."),
    "STREAM_DELAY": Standard(SETS, "Delay of the video, in seconds."),
    "STREAM_FULL_DEPTH": Standard(SETS, "Whether video frames have 8 or 16 bits for each pixel."),
    "LIMITS": Standard(SETS, "Limits of the video: memory for frames in megabytes, and frames per second sent to the clients."),
    "STREAMING_EXPOSURE": Standard(SETS, "Exposure time of each video frame in seconds, and out of how many frames one is shown."),
    "FPS": Standard(MEASURES, "Frames per second of the video, just now and on average."),
    "RECORD_STREAM": Standard(ACTS, "Records video on the driver's machine, without end, for a time or for a number of frames.", stop="RECORD_OFF"),
    "RECORD_FILE": Standard(SETS, "Folder and file name for recorded video on the driver's machine."),
    "RECORD_OPTIONS": Standard(SETS, "How long a recording lasts in seconds, or how many frames it takes."),
}
