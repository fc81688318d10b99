-- What is kept for some days after its end is found by that end, not by looking at all there is.
CREATE INDEX records_ended ON records (kind, updated_at) WHERE terminal = 1 AND due_at IS NULL;
