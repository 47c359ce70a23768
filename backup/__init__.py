"""Backups of an installation: both databases, and the keys and files of DATA_DIR, in one file.

`python -m launcher backup` and `restore` run this package, and the workers at night. It alone may import both services.
"""
