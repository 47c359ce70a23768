PRAGMA busy_timeout = 15000;
PRAGMA journal_mode = WAL;
PRAGMA synchronous = NORMAL; -- a power cut can lose the last payments, but damages nothing
CREATE TABLE IF NOT EXISTS checkouts (
    number INTEGER PRIMARY KEY,
    ref TEXT NOT NULL UNIQUE,
    payment_id INTEGER NOT NULL,
    order_id INTEGER NOT NULL,
    amount_cents INTEGER NOT NULL,
    currency TEXT NOT NULL,
    description TEXT NOT NULL,
    ends_at TEXT NOT NULL,
    success_url TEXT NOT NULL,
    cancel_url TEXT NOT NULL,
    state TEXT NOT NULL, -- open, completed, expired
    loses_answer INTEGER NOT NULL DEFAULT 0 -- the next response about it is an error
);
CREATE INDEX IF NOT EXISTS ix_checkouts_order ON checkouts (order_id, number);
CREATE INDEX IF NOT EXISTS ix_checkouts_payment ON checkouts (payment_id, number);
CREATE TABLE IF NOT EXISTS charges (
    number INTEGER PRIMARY KEY,
    ref TEXT NOT NULL UNIQUE,
    checkout_ref TEXT NOT NULL REFERENCES checkouts (ref),
    amount_cents INTEGER NOT NULL,
    currency TEXT NOT NULL,
    state TEXT NOT NULL, -- captured, failed
    created_at TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS ix_charges_checkout ON charges (checkout_ref, number);
CREATE INDEX IF NOT EXISTS ix_charges_time ON charges (created_at);
CREATE TABLE IF NOT EXISTS refunds (
    number INTEGER PRIMARY KEY,
    ref TEXT NOT NULL UNIQUE,
    charge_ref TEXT NOT NULL REFERENCES charges (ref),
    refund_id INTEGER, -- the merchant's
    amount_cents INTEGER NOT NULL,
    kind TEXT NOT NULL, -- refund, dispute
    outcome TEXT NOT NULL, -- initiated (an open dispute), processed, failed
    settles_at TEXT NOT NULL -- until then it is initiated
);
CREATE INDEX IF NOT EXISTS ix_refunds_charge ON refunds (charge_ref, number);
CREATE TABLE IF NOT EXISTS keys (
    name TEXT PRIMARY KEY,
    request TEXT NOT NULL,
    response TEXT NOT NULL,
    used_at TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS events (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    body TEXT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    due_at TEXT -- null once it was delivered or given up
);
CREATE INDEX IF NOT EXISTS ix_events_due ON events (due_at) WHERE due_at IS NOT NULL;
