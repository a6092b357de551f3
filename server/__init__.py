"""The Flask application: SPARQL protocol and linked-data pages."""
