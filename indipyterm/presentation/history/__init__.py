"""What numbers were over time: kept, plotted in cells, written as CSV. No widgets."""
