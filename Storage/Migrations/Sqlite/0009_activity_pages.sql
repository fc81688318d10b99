-- What a workspace did within a moment is one row: under load an index has one entry to take for many of the log's rows. "entries" is a JSON array, oldest first.
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
INSERT INTO activity_pages (position, org, id, workspace_id, activity_type, from_canvas, created_at, entries)
SELECT position, org, id, workspace_id, activity_type, source_id IS NULL, created_at,
    '[{"id":' || json_quote(id) || ',"created_at":' || created_at || ',"status":' || json_quote(status)
    || coalesce(',"source_id":' || nullif(json_quote(source_id), 'null'), '')
    || coalesce(',"target_id":' || nullif(json_quote(target_id), 'null'), '')
    || coalesce(',"caller_label":' || nullif(json_quote(caller_label), 'null'), '')
    || coalesce(',"method":' || nullif(json_quote(method), 'null'), '')
    || coalesce(',"summary":' || nullif(json_quote(summary), 'null'), '')
    || coalesce(',"request_body":' || request_body, '')
    || coalesce(',"response_body":' || response_body, '')
    || coalesce(',"tool_trace":' || nullif(json_quote(tool_trace), 'null'), '')
    || coalesce(',"duration_ms":' || duration_ms, '')
    || coalesce(',"error_detail":' || nullif(json_quote(error_detail), 'null'), '')
    || '}]'
FROM activity ORDER BY position;
DROP TABLE activity;
CREATE UNIQUE INDEX activity_page_identity ON activity_pages (org, id);
CREATE INDEX activity_pages_of_workspace ON activity_pages (org, workspace_id, created_at);
