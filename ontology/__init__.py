"""The OWL ontology, its vocabularies, and their names in Python."""
