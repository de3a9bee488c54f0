"""Files on disk: opened without waiting, replaced as a whole, written in a folder that cannot be exchanged."""
