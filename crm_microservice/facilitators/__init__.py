"""The facilitator's view: who is booked on what, kept up to date from the stored notifications."""
