"""How pages and results are cited: version, lasting address, checksums, ready citations."""
