"""The sky: named objects, coordinates of a date, altitude. Pure: no file, no clock."""
