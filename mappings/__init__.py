"""Documents into records, records into quads."""
