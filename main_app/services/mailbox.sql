PRAGMA busy_timeout = 15000;
PRAGMA cache_size = -200; -- kilobytes
PRAGMA synchronous = NORMAL; -- a power cut can lose the last mails, but damages nothing
CREATE TABLE IF NOT EXISTS mails (
    id INTEGER PRIMARY KEY, -- when it was received: nanoseconds since 1970
    channel TEXT NOT NULL,
    source BLOB NOT NULL
);
