"""Tests in a real browser against the real services, and the command that makes the README's pictures."""
