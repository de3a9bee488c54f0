"""Pictures from cameras: from the bytes of a FITS file to numbers, words and cells. No widgets."""
