"""Saved images for browsers: which there are, read by one thread, as PNG or as samples that the browser stretches."""
