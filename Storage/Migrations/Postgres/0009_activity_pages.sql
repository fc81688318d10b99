-- What a workspace did within a moment is one row: under load an index has one entry to take for many of the log's rows. "entries" is a JSON array, oldest first.
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
INSERT INTO activity_pages (org, id, workspace_id, activity_type, from_canvas, created_at, entries)
SELECT org, id, workspace_id, activity_type, (source_id IS NULL)::int, created_at,
    '[{"id":' || to_json(id)::text || ',"created_at":' || created_at || ',"status":' || to_json(status)::text
    || coalesce(',"source_id":' || to_json(source_id)::text, '')
    || coalesce(',"target_id":' || to_json(target_id)::text, '')
    || coalesce(',"caller_label":' || to_json(caller_label)::text, '')
    || coalesce(',"method":' || to_json(method)::text, '')
    || coalesce(',"summary":' || to_json(summary)::text, '')
    || coalesce(',"request_body":' || request_body, '')
    || coalesce(',"response_body":' || response_body, '')
    || coalesce(',"tool_trace":' || to_json(tool_trace)::text, '')
    || coalesce(',"duration_ms":' || duration_ms, '')
    || coalesce(',"error_detail":' || to_json(error_detail)::text, '')
    || '}]'
FROM activity ORDER BY position;
DROP TABLE activity;
CREATE UNIQUE INDEX activity_page_identity ON activity_pages (org, id);
CREATE INDEX activity_pages_of_workspace ON activity_pages (org, workspace_id, created_at, position);
