-- A code that goes to the shop's owner: nothing stands behind it, it is worth nothing after its time, and its text is
-- forgotten once it was handed over.
ALTER TABLE outbox
    DROP CONSTRAINT outbox_topic_check,
    ADD CONSTRAINT outbox_topic_check CHECK (topic IN ('entry', 'reminder', 'invoice', 'code')),
    ADD COLUMN expires_at timestamptz,
    ADD CHECK (topic <> 'code' OR expires_at IS NOT NULL);

-- How many went to one shop of late: more than a few are somebody's phone ringing all day.
CREATE INDEX outbox_codes ON outbox (tenant_id, created_at) WHERE topic = 'code';

GRANT UPDATE (message) ON outbox TO execora_relay;
