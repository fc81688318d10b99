-- Reminders of the embedded engine. They only wake grains; what is due is in the grains' own records.
CREATE TABLE reminders (
    grain_id text COLLATE "C" NOT NULL,
    name text COLLATE "C" NOT NULL,
    first_due_at bigint NOT NULL,
    period bigint NOT NULL,
    etag text COLLATE "C" NOT NULL,
    PRIMARY KEY (grain_id, name)
);
