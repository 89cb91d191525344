-- Entries, bills, stock movements. Nothing here is updated or deleted, but a bill's status.

-- One row for a customer's account: amount > 0 raises what the customer owes.
CREATE TABLE entries (
    tenant_id      uuid        NOT NULL,
    entry_id       uuid        NOT NULL,
    party_id       uuid        NOT NULL,
    kind           text        NOT NULL CHECK (kind IN ('opening', 'invoice', 'payment', 'credit', 'reversal')),
    sequence       bigint      NOT NULL CHECK (sequence > 0),
    amount         bigint      NOT NULL CHECK (amount <> 0),
    balance_after  bigint      NOT NULL,
    mode           text        CHECK (mode IN ('cash', 'upi', 'card', 'bank', 'cheque', 'other')),
    description    text        CHECK (char_length(description) <= 500),
    invoice_number text        CHECK (char_length(invoice_number) <= 16),
    reverses       uuid,
    created_at     timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, entry_id),
    UNIQUE (tenant_id, party_id, sequence),
    UNIQUE (tenant_id, reverses),
    FOREIGN KEY (tenant_id, party_id) REFERENCES parties,
    FOREIGN KEY (tenant_id, reverses) REFERENCES entries,
    CHECK ((kind = 'reversal') = (reverses IS NOT NULL))
);

CREATE TABLE postings (
    tenant_id uuid     NOT NULL,
    entry_id  uuid     NOT NULL,
    line      smallint NOT NULL,
    account   text     NOT NULL CHECK (account IN ('customer', 'sales', 'unbilled', 'cgst', 'sgst', 'igst', 'roundoff',
                                                   'opening', 'cash', 'upi', 'card', 'bank', 'cheque', 'other')),
    party_id  uuid     CHECK ((account = 'customer') = (party_id IS NOT NULL)),
    amount    bigint   NOT NULL CHECK (amount <> 0),
    PRIMARY KEY (tenant_id, entry_id, line),
    FOREIGN KEY (tenant_id, entry_id) REFERENCES entries
);

-- The postings of an entry come in one statement, so the sum is checked where it ends.
CREATE FUNCTION refuse_unbalanced() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM added GROUP BY tenant_id, entry_id HAVING sum(amount) <> 0) THEN
        RAISE EXCEPTION 'the postings of an entry sum to zero' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END
$$;

CREATE TRIGGER balanced AFTER INSERT ON postings REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_unbalanced();

-- The last bill number of each series and financial year.
CREATE TABLE invoice_series (
    tenant_id      uuid   NOT NULL REFERENCES tenants,
    series         text   NOT NULL,
    financial_year text   NOT NULL CHECK (financial_year ~ '^[0-9]{2}-[0-9]{2}$'),
    last_number    bigint NOT NULL CHECK (last_number > 0),
    PRIMARY KEY (tenant_id, series, financial_year)
) WITH (fillfactor = 50);

CREATE TABLE invoices (
    tenant_id      uuid        NOT NULL,
    invoice_id     uuid        NOT NULL,
    series         text        NOT NULL,
    financial_year text        NOT NULL,
    running_number bigint      NOT NULL CHECK (running_number > 0),
    number         text        NOT NULL CHECK (char_length(number) <= 16),
    status         text        NOT NULL CHECK (status IN ('confirmed', 'cancelled')),
    party_id       uuid        NOT NULL,
    party_name     text        NOT NULL,
    taxable        bigint      NOT NULL,
    cgst           bigint      NOT NULL,
    sgst           bigint      NOT NULL,
    round_off      bigint      NOT NULL CHECK (round_off BETWEEN -50 AND 50),
    total          bigint      NOT NULL CHECK (total > 0),
    notes          text        CHECK (char_length(notes) <= 500),
    entry_id       uuid        NOT NULL,
    balance_after  bigint      NOT NULL,
    created_at     timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, invoice_id),
    UNIQUE (tenant_id, series, financial_year, running_number),
    UNIQUE (tenant_id, entry_id),
    FOREIGN KEY (tenant_id, party_id) REFERENCES parties,
    FOREIGN KEY (tenant_id, entry_id) REFERENCES entries,
    CHECK (total = taxable + cgst + sgst + round_off),
    CHECK (cgst = sgst)
);

CREATE TABLE invoice_items (
    tenant_id   uuid     NOT NULL,
    invoice_id  uuid     NOT NULL,
    line        smallint NOT NULL,
    product_id  uuid     NOT NULL,
    name        text     NOT NULL,
    unit        text     NOT NULL,
    quantity    bigint   NOT NULL CHECK (quantity > 0),
    rate        bigint   NOT NULL CHECK (rate > 0),
    tax_rate_bp integer  NOT NULL CHECK (tax_rate_bp BETWEEN 0 AND 10000),
    taxable     bigint   NOT NULL,
    cgst        bigint   NOT NULL,
    sgst        bigint   NOT NULL,
    total       bigint   NOT NULL,
    PRIMARY KEY (tenant_id, invoice_id, line),
    FOREIGN KEY (tenant_id, invoice_id) REFERENCES invoices,
    FOREIGN KEY (tenant_id, product_id) REFERENCES products,
    CHECK (total = taxable + cgst + sgst),
    CHECK (cgst = sgst)
);

CREATE TABLE stock_movements (
    tenant_id   uuid        NOT NULL,
    movement_id uuid        NOT NULL,
    product_id  uuid        NOT NULL,
    quantity    bigint      NOT NULL CHECK (quantity <> 0),
    reason      text        NOT NULL CHECK (char_length(reason) BETWEEN 1 AND 200),
    entry_id    uuid,
    created_at  timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, movement_id),
    FOREIGN KEY (tenant_id, product_id) REFERENCES products,
    FOREIGN KEY (tenant_id, entry_id) REFERENCES entries
);

CREATE INDEX stock_movements_entry ON stock_movements (tenant_id, entry_id) WHERE entry_id IS NOT NULL;

-- What a command came to, under the key that named it: asking again gives this again.
CREATE TABLE idempotency (
    tenant_id    uuid        NOT NULL REFERENCES tenants,
    key          text        NOT NULL CHECK (char_length(key) BETWEEN 1 AND 255),
    request_hash bytea       NOT NULL CHECK (octet_length(request_hash) = 32),
    response     jsonb       NOT NULL,
    created_at   timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, key)
);

CREATE TRIGGER immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON entries
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON postings
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON invoice_items
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON stock_movements
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER immutable BEFORE DELETE OR TRUNCATE ON invoices
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['entries', 'postings', 'invoice_series', 'invoices', 'invoice_items', 'stock_movements', 'idempotency']
    LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
        EXECUTE format('CREATE POLICY shop ON %I TO execora_app USING (tenant_id = (SELECT execora_tenant()))', name);
        EXECUTE format('GRANT SELECT, INSERT ON %I TO execora_app', name);
    END LOOP;
END
$$;

GRANT UPDATE (status) ON invoices TO execora_app;
GRANT UPDATE (last_number) ON invoice_series TO execora_app;
