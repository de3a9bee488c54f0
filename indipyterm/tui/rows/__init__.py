"""Vectors as lines of styled cells. They lay out what presentation says, and know no widget but the painter."""
