-- What a workspace did within a moment is one row: under load an index has one entry to take for many of the log's rows. "entries" is a JSON array, oldest first.
-- "activity" stays: silos of the version before go on writing into it while they are replaced, and what is in it is listed until it is too old.
CREATE TABLE activity_pages (
    position INTEGER PRIMARY KEY,
    org TEXT NOT NULL,
    id TEXT NOT NULL,
    workspace_id TEXT NOT NULL,
    activity_type TEXT NOT NULL,
    from_canvas INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    entries TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX activity_page_identity ON activity_pages (org, id);
CREATE INDEX activity_pages_of_workspace ON activity_pages (org, workspace_id, created_at);
