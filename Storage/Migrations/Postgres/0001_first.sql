-- Times are microseconds since 1970 UTC. Identities compare byte by byte, as they do in SQLite. Documents are text, not jsonb: they come back as they
-- were written, may hold \u0000, and nothing looks into them here.

-- What grains own: one document each. The columns beside it are what lists and conflicts are decided by.
CREATE TABLE records (
    kind text COLLATE "C" NOT NULL,
    key text COLLATE "C" NOT NULL,
    org text COLLATE "C" NOT NULL,
    id text COLLATE "C" NOT NULL,
    parent text COLLATE "C",
    status text COLLATE "C",
    due_at bigint,
    terminal smallint NOT NULL,
    version bigint NOT NULL,
    write_id bigint NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    doc text NOT NULL,
    PRIMARY KEY (kind, key)
);
CREATE UNIQUE INDEX records_identity ON records (org, kind, id);
CREATE INDEX records_live ON records (org, kind, created_at, id) WHERE terminal = 0;
CREATE INDEX records_under ON records (org, kind, parent, created_at, id);
CREATE INDEX records_due ON records (org, kind, due_at) WHERE due_at IS NOT NULL;

-- The event log. The head gives out an org's numbers and is what appenders of one org queue up at.
CREATE TABLE event_heads (
    org text COLLATE "C" NOT NULL PRIMARY KEY,
    last_sequence bigint NOT NULL
);

CREATE TABLE events (
    org text COLLATE "C" NOT NULL,
    sequence bigint NOT NULL,
    id text COLLATE "C" NOT NULL,
    type text COLLATE "C" NOT NULL,
    workspace_id text COLLATE "C" NOT NULL,
    at bigint NOT NULL,
    payload text NOT NULL,
    PRIMARY KEY (org, sequence)
);
CREATE UNIQUE INDEX events_identity ON events (org, id);
CREATE INDEX events_of_workspace ON events (org, workspace_id, sequence);

-- What each workspace did. "position" tells rows of one microsecond apart.
CREATE TABLE activity (
    position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    org text COLLATE "C" NOT NULL,
    id text COLLATE "C" NOT NULL,
    workspace_id text COLLATE "C" NOT NULL,
    activity_type text COLLATE "C" NOT NULL,
    source_id text COLLATE "C",
    target_id text COLLATE "C",
    caller_label text,
    method text,
    summary text,
    request_body text,
    response_body text,
    tool_trace text,
    duration_ms bigint,
    status text COLLATE "C" NOT NULL,
    error_detail text,
    created_at bigint NOT NULL
);
CREATE UNIQUE INDEX activity_identity ON activity (org, id);
CREATE INDEX activity_of_workspace ON activity (org, workspace_id, created_at, position);
CREATE INDEX activity_by_age ON activity (created_at);

-- Messages accepted for later.
CREATE TABLE a2a_queue (
    position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    org text COLLATE "C" NOT NULL,
    id text COLLATE "C" NOT NULL,
    workspace_id text COLLATE "C" NOT NULL,
    caller_kind text COLLATE "C" NOT NULL,
    caller_id text COLLATE "C",
    caller_label text,
    priority integer NOT NULL,
    body bytea NOT NULL,
    method text,
    key text COLLATE "C",
    status text COLLATE "C" NOT NULL CHECK (status IN ('queued', 'dispatched', 'completed', 'failed', 'dropped')),
    attempts integer NOT NULL,
    last_error text,
    enqueued_at bigint NOT NULL,
    dispatched_at bigint,
    finished_at bigint,
    expires_at bigint
);
CREATE UNIQUE INDEX a2a_queue_identity ON a2a_queue (org, id);
CREATE UNIQUE INDEX a2a_queue_once ON a2a_queue (org, workspace_id, key) WHERE key IS NOT NULL AND status IN ('queued', 'dispatched');
CREATE INDEX a2a_queue_next ON a2a_queue (org, workspace_id, priority DESC, enqueued_at, position) WHERE status = 'queued';
CREATE INDEX a2a_queue_dispatched ON a2a_queue (org, workspace_id) WHERE status = 'dispatched';
CREATE INDEX a2a_queue_expiring ON a2a_queue (org, expires_at) WHERE status = 'queued' AND expires_at IS NOT NULL;
CREATE INDEX a2a_queue_finished ON a2a_queue (finished_at) WHERE finished_at IS NOT NULL;

-- Times that change with every heartbeat and every use: room in each page keeps the rewrites out of the index.
CREATE TABLE last_seen (
    org text COLLATE "C" NOT NULL,
    kind text COLLATE "C" NOT NULL,
    id text COLLATE "C" NOT NULL,
    at bigint NOT NULL,
    PRIMARY KEY (org, kind, id)
) WITH (fillfactor = 70);
