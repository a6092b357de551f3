"""Printed words into comparable values."""
