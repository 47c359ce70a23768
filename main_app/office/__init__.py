"""What admins do in the office that belongs to no single feature."""
