-- The newest identity that was made for the shop's books: under the shop's lock, so that identities and moments rise with
-- the order of posting, whichever server posts.
ALTER TABLE tenants ADD COLUMN last_id uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000';
UPDATE tenants t SET last_id = e.entry_id
FROM (SELECT DISTINCT ON (tenant_id) tenant_id, entry_id FROM entries ORDER BY tenant_id, entry_id DESC) e
WHERE e.tenant_id = t.tenant_id;
GRANT UPDATE (last_id) ON tenants TO execora_app;
