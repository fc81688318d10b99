-- What the answers of a workspace's agent cost, a row for each UTC day on which there were any.
CREATE TABLE token_usage (
    org text COLLATE "C" NOT NULL,
    workspace_id text COLLATE "C" NOT NULL,
    period_start bigint NOT NULL,
    input_tokens bigint NOT NULL,
    output_tokens bigint NOT NULL,
    calls bigint NOT NULL,
    cost_micro_usd bigint NOT NULL,
    PRIMARY KEY (org, workspace_id, period_start)
);
