# ruff: noqa: E501 - one line for each property
"""Radio receivers and other sensors, and what tells how a telescope is turned."""

from __future__ import annotations

from indipyterm.model.roles import ABORTS, ACTS, MEASURES, SETS, Standard

# fmt: off
PROPERTIES = {
    # sensor
    "SENSOR_INTEGRATION": Standard(ACTS, "Starts a measurement of so many seconds, then counts down what is left of it."),
    "SENSOR_ABORT_INTEGRATION": Standard(ABORTS, "Ends the measurement at once, without data."),
    "SENSOR": Standard(MEASURES, "The last measurement, sent as a file when it is done."),
    "SENSOR_DATA_STREAM": Standard(ACTS, "Starts or stops sending measurements to the clients without a break.", verbs=("stream",), stop="STREAM_OFF"),
    "SENSOR_STREAM_ENCODER": Standard(SETS, "How streamed measurements are packed for sending."),
    "SENSOR_STREAM_RECORDER": Standard(SETS, "File format that streamed measurements are recorded in."),
    "SENSOR_TEMPERATURE": Standard(MEASURES, "Temperature of the sensor in degrees Celsius; set it to cool to a target."),
    "SENSOR_FILE_PATH": Standard(MEASURES, "Where the last measurement was saved on the machine where the driver runs."),
    "DETECTOR_SETTINGS": Standard(SETS, "Settings of the detector: resolution in nanoseconds, and how strong a pulse is counted, in percent."),
    "CORRELATOR_SETTINGS": Standard(SETS, "Settings of the correlator: baseline and wavelength in metres, bandwidth in hertz."),
    "SPECTROGRAPH_SETTINGS": Standard(SETS, "Settings of the spectrograph, in the units that their labels give."),
    "RECEIVER_SETTINGS": Standard(SETS, "Settings of the radio receiver: gain, frequency and bandwidth in hertz, sample rate and depth, antenna."),
    # inertial measurement unit
    "ORIENTATION": Standard(MEASURES, "How the sensor is turned: roll, pitch and yaw in degrees, and a quaternion."),
    "ORIENTATION_ADJUSTMENTS": Standard(SETS, "What the sensor's angles are multiplied by, and the degrees that are then added to them."),
    "ACCELERATION": Standard(MEASURES, "Acceleration along the sensor's three axes, in metres per second squared."),
    "GYROSCOPE": Standard(MEASURES, "How fast the sensor turns about its three axes, in radians per second."),
    "MAGNETOMETER": Standard(MEASURES, "Magnetic field along the sensor's three axes, in microteslas."),
    "CALIBRATION_STATUS": Standard(MEASURES, "How well each part of the sensor is calibrated: Ok is fully, Busy is partly, Alert is not."),
    "CALIBRATION_CONTROL": Standard(ACTS, "Starts the calibration of the sensor, or saves, loads or resets it.", finishes=True),
    "POWER_MODE": Standard(SETS, "Whether the sensor works normally, saves power or sleeps."),
    "OPERATION_MODE": Standard(SETS, "Which of its parts the sensor combines into its angles."),
    "UPDATE_RATE": Standard(SETS, "How many readings the sensor gives in a second (hertz)."),
    "UNITS": Standard(SETS, "Units that readings are given in: metric or imperial, degrees or radians."),
    "OFFSETS": Standard(SETS, "Corrections that are added to the readings, one for each axis."),
    "DEVICE_INFO": Standard(MEASURES, "What the hardware says of itself, such as its chip, its firmware version and its state."),
    "TEMPERATURE": Standard(MEASURES, "Temperature in or at the device, in degrees Celsius unless its label says otherwise."),
    "SENSOR_FUSION": Standard(SETS, "Whether the driver itself works out the sensor's angles from its raw readings."),
    "FUSION_TYPE": Standard(SETS, "Method by which the driver works out the sensor's angles: Madgwick's or Mahony's."),
    "FUSION_PARAMS": Standard(SETS, "Gains of the method by which the driver works out the sensor's angles."),
    "STABILITY_MONITORING": Standard(MEASURES, "How strongly the sensor vibrates, and from which strength on it counts as unstable."),
    "MAGNETIC_DECLINATION": Standard(SETS, "Angle between magnetic and true north at the observatory, in degrees."),
    "IMU_FRAME": Standard(SETS, "Which way the sensor's axes point when its angles are 0, such as east, north and up."),
    "TELESCOPE_VECTOR": Standard(SETS, "Direction that the telescope looks in, along the sensor's three axes."),
    "SYNC_AXIS": Standard(ACTS, "Declares the telescope to point at these two coordinates, in degrees."),
    "COORDINATES": Standard(MEASURES, "Where the telescope points by its sensor, in degrees: hour angle and declination, or azimuth and altitude."),
    "COORDS_TYPE": Standard(SETS, "Whether the sensor gives hour angle and declination, or azimuth and altitude."),
}
