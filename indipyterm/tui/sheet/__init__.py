"""One device as a sheet of rows: where each stands, the cursor, and the editor over a row."""
