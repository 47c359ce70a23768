"""Requests that wait for an admin's decision (new customers and repairs), and the records a decision creates."""
