"""Pictures that people upload: re-encoded, kept as files, and shown with events, facilitators and the studio."""
