"""The INDI wire protocol: parsing bytes into frozen messages and encoding them. Pure: no input or output, no clock."""
