-- Exempt goods and nil-rated ones are told apart, and a bill that has them has its own kind. What was billed before stays as it
-- was: its lines say no reason, and count as nil-rated.

ALTER TABLE products ADD COLUMN tax_free text CHECK (tax_free IN ('nil_rated', 'exempt'));

ALTER TABLE invoice_items
    ADD COLUMN tax_free text CHECK (tax_free IN ('nil_rated', 'exempt')),
    ADD CONSTRAINT invoice_items_tax_free CHECK (tax_free IS NULL OR tax_rate_bp = 0);

ALTER TABLE invoices
    DROP CONSTRAINT invoices_kind_check,
    ADD CONSTRAINT invoices_kind_check CHECK (kind IN ('tax_invoice', 'invoice_cum_bill_of_supply', 'bill_of_supply', 'bill', 'credit_note'));
