-- One row a delegation: the truth of it. Lists and the activity log make their rows of this. "due_at" is when somebody must look after it.
CREATE TABLE delegations (
    org text COLLATE "C" NOT NULL,
    source_id text COLLATE "C" NOT NULL,
    id text COLLATE "C" NOT NULL,
    target_id text COLLATE "C" NOT NULL,
    agent_run smallint NOT NULL,
    task text NOT NULL,
    idempotency_key text COLLATE "C",
    status text COLLATE "C" NOT NULL
        CHECK (status IN ('pending', 'dispatched', 'received', 'in_progress', 'queued', 'completed', 'failed')),
    attempts integer NOT NULL,
    error text,
    response text,
    queue_entry_id text COLLATE "C",
    via_queue smallint NOT NULL,
    created_at bigint NOT NULL,
    deadline_at bigint,
    queued_at bigint,
    result_at bigint,
    due_at bigint,
    PRIMARY KEY (org, source_id, id)
);
-- A key is free again once its delegation has failed.
CREATE UNIQUE INDEX delegations_once ON delegations (org, source_id, idempotency_key) WHERE idempotency_key IS NOT NULL AND status <> 'failed';
CREATE INDEX delegations_newest ON delegations (org, source_id, created_at);
CREATE INDEX delegations_results ON delegations (org, source_id, result_at) WHERE result_at IS NOT NULL;
CREATE INDEX delegations_due ON delegations (org, due_at) WHERE due_at IS NOT NULL;
CREATE INDEX delegations_finished ON delegations (result_at) WHERE status IN ('completed', 'failed');
