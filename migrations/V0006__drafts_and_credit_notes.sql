-- Bills by kind, with integrated tax and discounts; credit notes; drafts, which are not in the books yet.

ALTER TABLE entries
    DROP CONSTRAINT entries_kind_check,
    ADD CONSTRAINT entries_kind_check CHECK (kind IN ('opening', 'invoice', 'credit_note', 'payment', 'credit', 'write_off', 'refund', 'reversal'));

-- Bills from before are tax invoices within the shop's State: there was nothing else.
ALTER TABLE invoices
    DROP CONSTRAINT invoices_check,
    DROP CONSTRAINT invoices_check1,
    ADD COLUMN kind             text   NOT NULL DEFAULT 'tax_invoice' CHECK (kind IN ('tax_invoice', 'bill_of_supply', 'bill', 'credit_note')),
    ADD COLUMN customer_gstin   text   CHECK (customer_gstin ~ '^[0-9]{2}[A-Z]{5}[0-9]{4}[A-Z][1-9A-Z]Z[0-9A-Z]$'),
    ADD COLUMN place_of_supply  text   CHECK (place_of_supply ~ '^[0-9]{2}$'),
    ADD COLUMN discount         bigint NOT NULL DEFAULT 0 CHECK (discount >= 0),
    ADD COLUMN igst             bigint NOT NULL DEFAULT 0 CHECK (igst >= 0),
    -- What was paid at once, [{mode, amountPaise}], and the entry that posted it.
    ADD COLUMN payments         jsonb  NOT NULL DEFAULT '[]',
    ADD COLUMN payment_entry_id uuid,
    -- What a credit note takes back.
    ADD COLUMN original_id      uuid,
    ADD CONSTRAINT invoices_sum CHECK (total = taxable + cgst + sgst + igst + round_off),
    ADD CONSTRAINT invoices_tax CHECK (cgst = sgst AND (igst = 0 OR cgst = 0)),
    ADD CONSTRAINT invoices_original CHECK ((kind = 'credit_note') = (original_id IS NOT NULL)),
    ADD FOREIGN KEY (tenant_id, original_id) REFERENCES invoices,
    ADD FOREIGN KEY (tenant_id, payment_entry_id) REFERENCES entries;

CREATE INDEX invoices_party ON invoices (tenant_id, party_id, entry_id);
CREATE INDEX invoices_original ON invoices (tenant_id, original_id) WHERE original_id IS NOT NULL;

ALTER TABLE invoice_items
    DROP CONSTRAINT invoice_items_check,
    DROP CONSTRAINT invoice_items_check1,
    ADD COLUMN hsn           text     CHECK (hsn ~ '^([0-9]{4}|[0-9]{6}|[0-9]{8})$'),
    ADD COLUMN tax_included  boolean  NOT NULL DEFAULT true,
    ADD COLUMN discount      bigint   NOT NULL DEFAULT 0 CHECK (discount >= 0),
    ADD COLUMN bill_discount bigint   NOT NULL DEFAULT 0 CHECK (bill_discount >= 0),
    ADD COLUMN igst          bigint   NOT NULL DEFAULT 0 CHECK (igst >= 0),
    ADD COLUMN original_line smallint CHECK (original_line > 0),
    ADD CONSTRAINT invoice_items_sum CHECK (total = taxable + cgst + sgst + igst),
    ADD CONSTRAINT invoice_items_tax CHECK (cgst = sgst AND (igst = 0 OR cgst = 0));

-- A draft has the identity of the bill that it will be. `wish` is what was asked for, `bill` what it comes to.
CREATE TABLE drafts (
    tenant_id  uuid        NOT NULL,
    invoice_id uuid        NOT NULL,
    party_id   uuid        NOT NULL,
    version    bigint      NOT NULL CHECK (version > 0),
    wish       jsonb       NOT NULL,
    bill       jsonb       NOT NULL,
    expires_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, invoice_id),
    FOREIGN KEY (tenant_id, party_id) REFERENCES parties ON DELETE CASCADE
);

CREATE INDEX drafts_expiry ON drafts (tenant_id, expires_at);

CALL guard_by_shop('drafts');
GRANT SELECT, INSERT, UPDATE, DELETE ON drafts TO execora_app;
