"""The images of a session on the screen: one as large as it goes, and the table of the night."""
