-- A batch writes for several shops in one transaction, and sees those and no other: the setting is a list. Readers set a
-- list of one.

-- The shops of the current transaction; NULL, and so no shop, where none was set.
CREATE FUNCTION execora_tenants() RETURNS uuid[]
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN NULLIF(current_setting('execora.tenants', true), '')::uuid[];

-- What every table of a shop has. IS TRUE keeps the planner from looking into an index once for every shop of the batch:
-- statements name the shop, the policy only checks it.
CREATE PROCEDURE guard_by_shop(guarded regclass) LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', guarded);
    EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', guarded);
    EXECUTE format('DROP POLICY IF EXISTS shop ON %s', guarded);
    EXECUTE format('CREATE POLICY shop ON %s TO execora_app USING ((tenant_id = ANY ((SELECT execora_tenants())::uuid[])) IS TRUE)', guarded);
END
$$;

DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['tenants', 'users', 'refresh_tokens', 'parties', 'products', 'entries', 'postings',
                                'invoice_series', 'invoices', 'invoice_items', 'stock_movements', 'idempotency', 'outbox', 'reminders']
    LOOP
        CALL guard_by_shop(name::regclass);
    END LOOP;
END
$$;

DROP FUNCTION execora_tenant();

-- Raised by every batch that writes the shop's books, in the same transaction. The row changes with every batch.
ALTER TABLE tenants ADD COLUMN books_version bigint NOT NULL DEFAULT 1;
ALTER TABLE tenants SET (fillfactor = 50);
GRANT UPDATE (books_version) ON tenants TO execora_app;

-- Who wished for it; NULL where the server did. Not a foreign key: it is checked nowhere else on the way of a bill, and the
-- token that named the user was signed here.
ALTER TABLE idempotency ADD COLUMN user_id uuid;
