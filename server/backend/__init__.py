"""Another SPARQL 1.1 service in the place of the embedded store."""
