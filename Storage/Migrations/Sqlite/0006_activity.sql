-- The activity log is written with every message: two indexes instead of three, because what is too old is found by its position; and positions that need no
-- counter, which was one more write for each row.
CREATE TABLE activity_log (
    position INTEGER PRIMARY KEY,
    org TEXT NOT NULL,
    id TEXT NOT NULL,
    workspace_id TEXT NOT NULL,
    activity_type TEXT NOT NULL,
    source_id TEXT,
    target_id TEXT,
    caller_label TEXT,
    method TEXT,
    summary TEXT,
    request_body TEXT,
    response_body TEXT,
    tool_trace TEXT,
    duration_ms INTEGER,
    status TEXT NOT NULL,
    error_detail TEXT,
    created_at INTEGER NOT NULL
) STRICT;
INSERT INTO activity_log SELECT * FROM activity ORDER BY position;
DROP TABLE activity;
ALTER TABLE activity_log RENAME TO activity;
CREATE UNIQUE INDEX activity_identity ON activity (org, id);
CREATE INDEX activity_of_workspace ON activity (org, workspace_id, created_at);
