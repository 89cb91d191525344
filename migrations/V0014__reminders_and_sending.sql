-- Reminders that come again, on a channel, for at most an amount. Whatever leaves the shop says how it goes and, where the
-- words depend on the moment, what is said.

ALTER TABLE reminders
    DROP CONSTRAINT reminders_status_check,
    ADD CONSTRAINT reminders_status_check CHECK (status IN ('scheduled', 'due', 'skipped', 'cancelled')),
    -- The first time, by which it comes again; NULL where it does not.
    ADD COLUMN begins_at   timestamptz,
    ADD COLUMN recurrence  text   NOT NULL DEFAULT 'once' CHECK (recurrence IN ('once', 'daily', 'weekly', 'monthly')),
    ADD COLUMN channel     text   NOT NULL DEFAULT 'whatsapp' CHECK (channel IN ('whatsapp', 'sms', 'email')),
    ADD COLUMN amount      bigint CHECK (amount > 0),
    ADD COLUMN last_due_at timestamptz;

CREATE INDEX reminders_by_time ON reminders (tenant_id, due_at, reminder_id);

GRANT UPDATE (due_at, begins_at, recurrence, channel, amount, message, status, last_due_at) ON reminders TO execora_app;

ALTER TABLE outbox
    DROP CONSTRAINT outbox_topic_check,
    ADD CONSTRAINT outbox_topic_check CHECK (topic IN ('entry', 'reminder', 'invoice')),
    ADD COLUMN invoice_id uuid,
    ADD COLUMN channel    text CHECK (channel IN ('whatsapp', 'sms', 'email')),
    ADD COLUMN message    text CHECK (char_length(message) BETWEEN 1 AND 2000),
    ADD CONSTRAINT outbox_invoice CHECK ((topic = 'invoice') = (invoice_id IS NOT NULL)),
    ADD FOREIGN KEY (tenant_id, invoice_id) REFERENCES invoices;
