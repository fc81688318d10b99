-- Reminders of the embedded engine. They only wake grains; what is due is in the grains' own records.
CREATE TABLE reminders (
    grain_id TEXT NOT NULL,
    name TEXT NOT NULL,
    first_due_at INTEGER NOT NULL,
    period INTEGER NOT NULL,
    etag TEXT NOT NULL,
    PRIMARY KEY (grain_id, name)
) STRICT, WITHOUT ROWID;
