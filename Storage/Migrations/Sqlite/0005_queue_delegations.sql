-- The delegation that a message carries hears of it when the message is dropped.
ALTER TABLE a2a_queue ADD COLUMN delegation_id TEXT;
