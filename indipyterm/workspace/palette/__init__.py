"""What is typed into the palette, understood: verbs, and every property found by name. Pure: no widget."""
