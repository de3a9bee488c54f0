"""Vector panels and member fields: from a vector's values to painted rows. They know the model and no widget."""
