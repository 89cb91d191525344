-- Each command that was posted is a link of its shop's chain: the hash of what it came to and of the link before. The
-- links stand beside the stored answers, the newest one with the shop.

ALTER TABLE idempotency
    ADD COLUMN audit_sequence bigint CHECK (audit_sequence > 0),
    ADD COLUMN audit_hash     bytea  CHECK (octet_length(audit_hash) = 32);

CREATE UNIQUE INDEX idempotency_audit ON idempotency (tenant_id, audit_sequence) WHERE audit_sequence IS NOT NULL;

CREATE TRIGGER immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON idempotency
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

ALTER TABLE entries ADD COLUMN audit_sequence bigint;
ALTER TABLE stock_movements ADD COLUMN audit_sequence bigint;

ALTER TABLE tenants
    ADD COLUMN audit_sequence bigint NOT NULL DEFAULT 0 CHECK (audit_sequence >= 0),
    ADD COLUMN audit_hash     bytea  NOT NULL DEFAULT decode(repeat('00', 32), 'hex') CHECK (octet_length(audit_hash) = 32);

GRANT UPDATE (audit_sequence, audit_hash) ON tenants TO execora_app;
