-- One row a delegation: the truth of it. Lists and the activity log make their rows of this. "due_at" is when somebody must look after it.
CREATE TABLE delegations (
    org TEXT NOT NULL,
    source_id TEXT NOT NULL,
    id TEXT NOT NULL,
    target_id TEXT NOT NULL,
    agent_run INTEGER NOT NULL,
    task TEXT NOT NULL,
    idempotency_key TEXT,
    status TEXT NOT NULL
        CHECK (status IN ('pending', 'dispatched', 'received', 'in_progress', 'queued', 'completed', 'failed')),
    attempts INTEGER NOT NULL,
    error TEXT,
    response TEXT,
    queue_entry_id TEXT,
    via_queue INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    deadline_at INTEGER,
    queued_at INTEGER,
    result_at INTEGER,
    due_at INTEGER,
    PRIMARY KEY (org, source_id, id)
) STRICT;
-- A key is free again once its delegation has failed.
CREATE UNIQUE INDEX delegations_once ON delegations (org, source_id, idempotency_key) WHERE idempotency_key IS NOT NULL AND status <> 'failed';
CREATE INDEX delegations_newest ON delegations (org, source_id, created_at);
CREATE INDEX delegations_results ON delegations (org, source_id, result_at) WHERE result_at IS NOT NULL;
CREATE INDEX delegations_due ON delegations (org, due_at) WHERE due_at IS NOT NULL;
CREATE INDEX delegations_finished ON delegations (result_at) WHERE status IN ('completed', 'failed');
