-- What stands on a shop's bills, and how it wants its books kept.

ALTER TABLE tenants
    ADD COLUMN address        text    CHECK (char_length(address) BETWEEN 1 AND 300),
    ADD COLUMN phone          text    CHECK (phone ~ '^\+91[6-9][0-9]{9}$'),
    ADD COLUMN upi_id         text    CHECK (upi_id ~ '^[A-Za-z0-9._-]{2,256}@[A-Za-z0-9]{2,64}$'),
    ADD COLUMN upi_name       text    CHECK (char_length(upi_name) BETWEEN 1 AND 200),
    ADD COLUMN is_composition boolean NOT NULL DEFAULT false,
    ADD COLUMN series         text    NOT NULL DEFAULT 'INV' CHECK (series ~ '^[A-Z0-9]{1,3}$' AND series <> 'CN'),
    ADD COLUMN oversell       text    NOT NULL DEFAULT 'refuse' CHECK (oversell IN ('refuse', 'allow')),
    ADD COLUMN round_to       text    NOT NULL DEFAULT 'rupee' CHECK (round_to IN ('rupee', 'none')),
    ADD COLUMN low_stock      bigint  CHECK (low_stock >= 0),
    ADD CHECK (NOT is_composition OR gstin IS NOT NULL);

GRANT UPDATE (address, phone, upi_id, upi_name, is_composition, series, oversell, round_to, low_stock)
    ON tenants TO execora_app;
