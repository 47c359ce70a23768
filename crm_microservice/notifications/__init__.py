"""Notifications: received from the main API, stored once, listed, searched and streamed."""
