"""The wire: INDI elements between bytes and frozen values. Pure: no input or output, no clock."""
