"""Named SPARQL queries, one file each, and the catalogue that reads them."""
