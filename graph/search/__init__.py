"""Full text search in a version: an index in SQLite FTS5, written by the build, and what it can be asked."""
