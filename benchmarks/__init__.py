"""Measurements of the product, each a script that writes a table."""
