-- A customer who is not served any more: nothing is written for them and nobody finds them by name, but what they bought
-- and paid stays. Their phone may be somebody else's.
ALTER TABLE parties ADD COLUMN is_active boolean NOT NULL DEFAULT true;

ALTER TABLE parties DROP CONSTRAINT parties_tenant_id_phone_key;
CREATE UNIQUE INDEX parties_phone ON parties (tenant_id, phone) WHERE is_active;
