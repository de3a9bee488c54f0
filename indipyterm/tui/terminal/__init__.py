"""All that reaches into Textual's internals or knows a terminal's quirks: the app's base, driver, input, signals."""
