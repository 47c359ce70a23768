"""How fast it is, measured on the real services: `python -m benchmarks`."""
