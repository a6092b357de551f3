"""One module a file format: a file into a Document."""
