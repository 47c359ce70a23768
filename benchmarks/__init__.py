"""Measures how fast the real services are: `python -m benchmarks`."""
