"""The versioned store: write, open, query, export."""
