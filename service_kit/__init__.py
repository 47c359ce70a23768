"""What every service is made of. Imports no service and knows no business term."""
