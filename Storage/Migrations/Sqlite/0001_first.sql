-- Times are microseconds since 1970 UTC.

-- What grains own: one document each. The columns beside it are what lists and conflicts are decided by.
CREATE TABLE records (
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    org TEXT NOT NULL,
    id TEXT NOT NULL,
    parent TEXT,
    status TEXT,
    due_at INTEGER,
    terminal INTEGER NOT NULL,
    version INTEGER NOT NULL,
    write_id INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    doc TEXT NOT NULL,
    PRIMARY KEY (kind, key)
) STRICT;
CREATE UNIQUE INDEX records_identity ON records (org, kind, id);
CREATE INDEX records_live ON records (org, kind, created_at, id) WHERE terminal = 0;
CREATE INDEX records_under ON records (org, kind, parent, created_at, id);
CREATE INDEX records_due ON records (org, kind, due_at) WHERE due_at IS NOT NULL;

-- The event log. The head gives out an org's numbers and is what appenders of one org queue up at.
CREATE TABLE event_heads (
    org TEXT NOT NULL PRIMARY KEY,
    last_sequence INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE events (
    org TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    id TEXT NOT NULL,
    type TEXT NOT NULL,
    workspace_id TEXT NOT NULL,
    at INTEGER NOT NULL,
    payload TEXT NOT NULL,
    PRIMARY KEY (org, sequence)
) STRICT;
CREATE UNIQUE INDEX events_identity ON events (org, id);
CREATE INDEX events_of_workspace ON events (org, workspace_id, sequence);

-- What each workspace did. "position" tells rows of one microsecond apart.
CREATE TABLE activity (
    position INTEGER PRIMARY KEY AUTOINCREMENT,
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
CREATE UNIQUE INDEX activity_identity ON activity (org, id);
CREATE INDEX activity_of_workspace ON activity (org, workspace_id, created_at, position);
CREATE INDEX activity_by_age ON activity (created_at);

-- Messages accepted for later.
CREATE TABLE a2a_queue (
    position INTEGER PRIMARY KEY AUTOINCREMENT,
    org TEXT NOT NULL,
    id TEXT NOT NULL,
    workspace_id TEXT NOT NULL,
    caller_kind TEXT NOT NULL,
    caller_id TEXT,
    caller_label TEXT,
    priority INTEGER NOT NULL,
    body BLOB NOT NULL,
    method TEXT,
    key TEXT,
    status TEXT NOT NULL CHECK (status IN ('queued', 'dispatched', 'completed', 'failed', 'dropped')),
    attempts INTEGER NOT NULL,
    last_error TEXT,
    enqueued_at INTEGER NOT NULL,
    dispatched_at INTEGER,
    finished_at INTEGER,
    expires_at INTEGER
) STRICT;
CREATE UNIQUE INDEX a2a_queue_identity ON a2a_queue (org, id);
CREATE UNIQUE INDEX a2a_queue_once ON a2a_queue (org, workspace_id, key) WHERE key IS NOT NULL AND status IN ('queued', 'dispatched');
CREATE INDEX a2a_queue_next ON a2a_queue (org, workspace_id, priority DESC, enqueued_at, position) WHERE status = 'queued';
CREATE INDEX a2a_queue_dispatched ON a2a_queue (org, workspace_id) WHERE status = 'dispatched';
CREATE INDEX a2a_queue_expiring ON a2a_queue (org, expires_at) WHERE status = 'queued' AND expires_at IS NOT NULL;
CREATE INDEX a2a_queue_finished ON a2a_queue (finished_at) WHERE finished_at IS NOT NULL;

-- Times that change with every heartbeat and every use.
CREATE TABLE last_seen (
    org TEXT NOT NULL,
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (org, kind, id)
) STRICT, WITHOUT ROWID;
