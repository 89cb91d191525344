-- The newest identity that was made for the shop's books: under the shop's lock, so that identities and moments rise with
-- the order of posting, whichever server posts.
ALTER TABLE tenants ADD COLUMN last_id uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000';
UPDATE tenants t SET last_id = e.entry_id
FROM (SELECT DISTINCT ON (tenant_id) tenant_id, entry_id FROM entries ORDER BY tenant_id, entry_id DESC) e
WHERE e.tenant_id = t.tenant_id;
GRANT UPDATE (last_id) ON tenants TO execora_app;

-- Few entries reverse another: the others need no place in this index.
ALTER TABLE entries DROP CONSTRAINT entries_tenant_id_reverses_key;
CREATE UNIQUE INDEX entries_reverses ON entries (tenant_id, reverses) WHERE reverses IS NOT NULL;

-- An entry's notice goes by the entry's identity, so the primary key keeps it single; a notice's shop is that of its entry
-- or of its reminder, and one of them it has.
ALTER TABLE outbox
    DROP CONSTRAINT outbox_tenant_id_entry_id_key,
    DROP CONSTRAINT outbox_tenant_id_fkey,
    ADD CONSTRAINT outbox_identity CHECK (outbox_id = entry_id);

-- What all customers owe: kept by every batch, for nobody can add up 100,000 balances whenever it is asked.
ALTER TABLE tenants ADD COLUMN receivable bigint NOT NULL DEFAULT 0 CHECK (receivable >= 0);
UPDATE tenants t SET receivable = p.owed
FROM (SELECT tenant_id, sum(balance) AS owed FROM parties WHERE balance > 0 GROUP BY tenant_id) p WHERE p.tenant_id = t.tenant_id;
GRANT UPDATE (receivable) ON tenants TO execora_app;
