"""SHACL shape packs, the audit and its reports."""
