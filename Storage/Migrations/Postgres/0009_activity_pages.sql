-- What a workspace did within a moment is one row: under load an index has one entry to take for many of the log's rows. "entries" is a JSON array, oldest first.
-- "activity" stays: silos of the version before go on writing into it while they are replaced, and what is in it is listed until it is too old.
CREATE TABLE activity_pages (
    position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    org text COLLATE "C" NOT NULL,
    id text COLLATE "C" NOT NULL,
    workspace_id text COLLATE "C" NOT NULL,
    activity_type text COLLATE "C" NOT NULL,
    from_canvas smallint NOT NULL,
    created_at bigint NOT NULL,
    entries text NOT NULL
);
CREATE UNIQUE INDEX activity_page_identity ON activity_pages (org, id);
CREATE INDEX activity_pages_of_workspace ON activity_pages (org, workspace_id, created_at, position);
