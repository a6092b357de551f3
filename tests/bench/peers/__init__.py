"""The servers that are measured: ours and its peers, each started on loopback with the same data."""
