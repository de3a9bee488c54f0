"""What numbers were over time: kept, reduced to what can be drawn, in words, as CSV."""
