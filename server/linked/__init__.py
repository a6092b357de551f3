"""Linked data: where things, terms and what is said of them answer, and how."""
