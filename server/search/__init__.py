"""The search pages: what was found, what it can be narrowed down by, and the same as CSV and JSON."""
