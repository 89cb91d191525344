-- Customers and what the shop sells. Money is BIGINT paise, quantities are BIGINT thousandths.

CREATE TABLE parties (
    tenant_id     uuid        NOT NULL REFERENCES tenants,
    party_id      uuid        NOT NULL,
    name          text        NOT NULL CHECK (char_length(name) BETWEEN 1 AND 200),
    phone         text        CHECK (phone ~ '^\+91[6-9][0-9]{9}$'),
    nickname      text        CHECK (char_length(nickname) BETWEEN 1 AND 200),
    landmark      text        CHECK (char_length(landmark) BETWEEN 1 AND 200),
    email         text        CHECK (char_length(email) BETWEEN 3 AND 254),
    balance       bigint      NOT NULL DEFAULT 0,
    last_sequence bigint      NOT NULL DEFAULT 0 CHECK (last_sequence >= 0),
    credit_limit  bigint      CHECK (credit_limit >= 0),
    created_at    timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, party_id),
    UNIQUE (tenant_id, phone)
) WITH (fillfactor = 70);

CREATE INDEX parties_name ON parties (tenant_id, name, party_id);

CREATE TABLE products (
    tenant_id   uuid        NOT NULL REFERENCES tenants,
    product_id  uuid        NOT NULL,
    name        text        NOT NULL CHECK (char_length(name) BETWEEN 1 AND 200),
    unit        text        NOT NULL CHECK (unit IN ('kg', 'l', 'm', 'pc', 'pkt', 'bag')),
    price       bigint      NOT NULL CHECK (price > 0),
    tax_rate_bp integer     NOT NULL CHECK (tax_rate_bp BETWEEN 0 AND 10000),
    hsn         text        CHECK (hsn ~ '^([0-9]{4}|[0-9]{6}|[0-9]{8})$'),
    stock       bigint      NOT NULL DEFAULT 0 CHECK (stock >= 0),
    low_stock   bigint      CHECK (low_stock >= 0),
    packs       jsonb       NOT NULL DEFAULT '{}',
    aliases     text[]      NOT NULL DEFAULT '{}',
    created_at  timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, product_id)
) WITH (fillfactor = 70);

CREATE UNIQUE INDEX products_name ON products (tenant_id, lower(name));

ALTER TABLE parties ENABLE ROW LEVEL SECURITY;
ALTER TABLE parties FORCE ROW LEVEL SECURITY;
CREATE POLICY shop ON parties TO execora_app USING (tenant_id = (SELECT execora_tenant()));
ALTER TABLE products ENABLE ROW LEVEL SECURITY;
ALTER TABLE products FORCE ROW LEVEL SECURITY;
CREATE POLICY shop ON products TO execora_app USING (tenant_id = (SELECT execora_tenant()));

GRANT SELECT, INSERT, UPDATE ON parties, products TO execora_app;
