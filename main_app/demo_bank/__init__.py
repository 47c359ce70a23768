"""A test bank: a page with buttons, a ledger of its own, an API and signed events. No money moves."""
