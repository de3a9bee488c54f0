"""The web face: the same instruments in a browser, for people who log in."""
