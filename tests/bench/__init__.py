"""Synthetic plans with planted findings, and the measurements that are made on them."""
