-- What stands on a shop's bills, and how it wants its books kept.

ALTER TABLE tenants
    ADD COLUMN address        text    CHECK (char_length(address) BETWEEN 1 AND 300),
    ADD COLUMN phone          text    CHECK (phone ~ '^\+91[6-9][0-9]{9}$'),
    ADD COLUMN upi_id         text    CHECK (upi_id ~ '^[A-Za-z0-9._-]{2,255}@[A-Za-z0-9]{2,64}$'),
    ADD COLUMN upi_name       text    CHECK (char_length(upi_name) BETWEEN 1 AND 200),
    ADD COLUMN is_composition boolean NOT NULL DEFAULT false,
    ADD COLUMN series         text    NOT NULL DEFAULT 'INV' CHECK (series ~ '^[A-Z0-9]{1,3}$' AND series <> 'CN'),
    ADD COLUMN oversell       text    NOT NULL DEFAULT 'refuse' CHECK (oversell IN ('refuse', 'allow')),
    ADD COLUMN round_to       text    NOT NULL DEFAULT 'rupee' CHECK (round_to IN ('rupee', 'none')),
    ADD COLUMN low_stock      bigint  CHECK (low_stock >= 0),
    ADD CHECK (NOT is_composition OR gstin IS NOT NULL);

GRANT UPDATE (address, phone, upi_id, upi_name, is_composition, series, oversell, round_to, low_stock)
    ON tenants TO execora_app;

-- A product's barcode, MRP and the tax rates to come; whether it is still sold, and whether its stock ever moved, for then
-- its unit stays.
ALTER TABLE products
    ADD COLUMN mrp       bigint  CHECK (mrp > 0),
    ADD COLUMN barcode   text    CHECK (barcode ~ '^([0-9]{8}|[0-9]{13})$'),
    ADD COLUMN tax_rates jsonb   NOT NULL DEFAULT '[]',
    ADD COLUMN is_active boolean NOT NULL DEFAULT true,
    ADD COLUMN is_moved  boolean NOT NULL DEFAULT false,
    ADD CHECK (price <= mrp),
    ALTER COLUMN created_at SET DEFAULT now(),
    -- Where the shop allows it, more is sold than there is: decided under the shop's lock, and verified as I13.
    DROP CONSTRAINT products_stock_check;

UPDATE products p SET is_moved = EXISTS (SELECT FROM stock_movements m WHERE m.tenant_id = p.tenant_id AND m.product_id = p.product_id);

-- What is sold no more leaves its name and its barcode to others.
DROP INDEX products_name;
CREATE UNIQUE INDEX products_name ON products (tenant_id, lower(name)) WHERE is_active;
CREATE UNIQUE INDEX products_barcode ON products (tenant_id, barcode) WHERE is_active AND barcode IS NOT NULL;
CREATE INDEX products_list ON products (tenant_id, lower(name), product_id);

-- What a product became, when and by whom: each row the whole product after the change, so that old and new are two rows.
CREATE TABLE product_changes (
    tenant_id  uuid        NOT NULL,
    product_id uuid        NOT NULL,
    change_id  uuid        NOT NULL,
    kind       text        NOT NULL CHECK (kind IN ('created', 'changed', 'counted')),
    product    jsonb       NOT NULL,
    quantity   bigint,
    reason     text        CHECK (char_length(reason) BETWEEN 1 AND 200),
    user_id    uuid,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, product_id, change_id),
    FOREIGN KEY (tenant_id, product_id) REFERENCES products
);

-- What every product was when its changes began to be kept.
INSERT INTO product_changes (tenant_id, product_id, change_id, kind, product, created_at)
SELECT tenant_id, product_id, product_id, 'created', jsonb_build_object(
    'id', product_id, 'name', name, 'unit', unit, 'pricePaise', price, 'mrpPaise', mrp, 'taxRateBp', tax_rate_bp,
    'taxRates', tax_rates, 'hsn', hsn, 'barcode', barcode, 'stockMilli', stock, 'lowStockMilli', low_stock,
    'packs', packs, 'aliases', aliases, 'active', is_active), created_at
FROM products;

-- The drawer as it was counted. `difference` is kept here and posted nowhere: the next day opens with what was counted.
-- `since` and the sums from there on tell the next close what this one has seen
-- already, whatever order transactions of that hour committed in.
CREATE TABLE day_closes (
    tenant_id       uuid        NOT NULL REFERENCES tenants,
    day             date        NOT NULL,
    close_id        uuid        NOT NULL,
    opening         bigint      NOT NULL,
    received        bigint      NOT NULL CHECK (received >= 0),
    paid_out        bigint      NOT NULL CHECK (paid_out >= 0),
    expected        bigint      NOT NULL CHECK (expected = opening + received - paid_out),
    counted         bigint      NOT NULL CHECK (counted >= 0),
    difference      bigint      NOT NULL CHECK (difference = counted - expected),
    denominations   jsonb       NOT NULL DEFAULT '{}',
    note            text        CHECK (char_length(note) BETWEEN 1 AND 500),
    since           uuid        NOT NULL,
    recent_received bigint      NOT NULL,
    recent_paid_out bigint      NOT NULL,
    user_id         uuid,
    created_at      timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, day),
    UNIQUE (tenant_id, close_id)
);

CREATE TRIGGER immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON product_changes
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON day_closes
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CALL guard_by_shop('product_changes');
CALL guard_by_shop('day_closes');
GRANT SELECT, INSERT ON product_changes, day_closes TO execora_app;
