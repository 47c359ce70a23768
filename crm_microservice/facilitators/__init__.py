"""The facilitator's pages: bookings, sessions and guests, kept up to date from the stored notifications."""
