-- What the answers of a workspace's agent cost, a row for each UTC day on which there were any.
CREATE TABLE token_usage (
    org TEXT NOT NULL,
    workspace_id TEXT NOT NULL,
    period_start INTEGER NOT NULL,
    input_tokens INTEGER NOT NULL,
    output_tokens INTEGER NOT NULL,
    calls INTEGER NOT NULL,
    cost_micro_usd INTEGER NOT NULL,
    PRIMARY KEY (org, workspace_id, period_start)
) STRICT, WITHOUT ROWID;
