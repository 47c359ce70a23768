"""What waits for a person's decision: new customers and repair requests, and the records a decision makes."""
