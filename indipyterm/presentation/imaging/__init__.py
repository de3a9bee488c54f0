"""Pictures from cameras: from the bytes of a FITS file to numbers and words."""
