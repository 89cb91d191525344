-- What leaves the shop: written with the entry that it tells of, handed over later by the messenger.

CREATE TABLE outbox (
    tenant_id      uuid        NOT NULL REFERENCES tenants,
    outbox_id      uuid        NOT NULL,
    topic          text        NOT NULL CHECK (topic IN ('entry', 'reminder')),
    entry_id       uuid,
    reminder_id    uuid,
    attempts       integer     NOT NULL DEFAULT 0 CHECK (attempts >= 0),
    handed_over_at timestamptz,
    created_at     timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, outbox_id),
    UNIQUE (tenant_id, entry_id),
    FOREIGN KEY (tenant_id, entry_id) REFERENCES entries,
    CHECK ((topic = 'entry') = (entry_id IS NOT NULL)),
    CHECK ((topic = 'reminder') = (reminder_id IS NOT NULL))
);

CREATE INDEX outbox_pending ON outbox (created_at) WHERE handed_over_at IS NULL;

CREATE TABLE reminders (
    tenant_id   uuid        NOT NULL,
    reminder_id uuid        NOT NULL,
    party_id    uuid        NOT NULL,
    due_at      timestamptz NOT NULL,
    message     text        CHECK (char_length(message) BETWEEN 1 AND 500),
    status      text        NOT NULL CHECK (status IN ('scheduled', 'due', 'cancelled')),
    created_at  timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, reminder_id),
    FOREIGN KEY (tenant_id, party_id) REFERENCES parties
);

CREATE INDEX reminders_due ON reminders (due_at) WHERE status = 'scheduled';

ALTER TABLE outbox ADD FOREIGN KEY (tenant_id, reminder_id) REFERENCES reminders;

ALTER TABLE outbox ENABLE ROW LEVEL SECURITY;
ALTER TABLE outbox FORCE ROW LEVEL SECURITY;
CREATE POLICY shop ON outbox TO execora_app USING (tenant_id = (SELECT execora_tenant()));
CREATE POLICY relay ON outbox TO execora_relay USING (true);
ALTER TABLE reminders ENABLE ROW LEVEL SECURITY;
ALTER TABLE reminders FORCE ROW LEVEL SECURITY;
CREATE POLICY shop ON reminders TO execora_app USING (tenant_id = (SELECT execora_tenant()));
CREATE POLICY relay ON reminders TO execora_relay USING (true);

GRANT SELECT, INSERT ON outbox, reminders TO execora_app;
GRANT UPDATE (status) ON reminders TO execora_app;
GRANT SELECT, INSERT ON outbox TO execora_relay;
GRANT UPDATE (attempts, handed_over_at) ON outbox TO execora_relay;
GRANT SELECT ON reminders TO execora_relay;
GRANT UPDATE (status) ON reminders TO execora_relay;
