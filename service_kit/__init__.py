"""What both services share. Imports no service and knows no business rule."""
