-- Shops, those who sign in to them, and the roles that the server works under.
-- tenant_id is the first column of every key, so that a distributed PostgreSQL can keep each shop on one node.

DO $$
BEGIN
    -- The server's own role: it owns nothing, so row-level security holds for it.
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'execora_app') THEN
        CREATE ROLE execora_app NOLOGIN NOBYPASSRLS;
        EXECUTE format('GRANT execora_app TO %I', current_user);
    END IF;
    -- Reads what waits across shops: the outbox and the reminders, nothing else.
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'execora_relay') THEN
        CREATE ROLE execora_relay NOLOGIN NOBYPASSRLS;
        EXECUTE format('GRANT execora_relay TO %I', current_user);
    END IF;
END
$$;

GRANT USAGE ON SCHEMA public TO execora_app, execora_relay;

-- The shop of the current transaction; NULL, and so no shop, where none was set.
CREATE FUNCTION execora_tenant() RETURNS uuid
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN NULLIF(current_setting('execora.tenant', true), '')::uuid;

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% are never changed or removed: post a reversal', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END
$$;

CREATE TABLE tenants (
    tenant_id       uuid        PRIMARY KEY,
    name            text        NOT NULL CHECK (char_length(name) BETWEEN 1 AND 200),
    state_code      text        NOT NULL CHECK (state_code ~ '^[0-9]{2}$'),
    gstin           text        CHECK (gstin ~ '^[0-9]{2}[A-Z]{5}[0-9]{4}[A-Z][1-9A-Z]Z[0-9A-Z]$'),
    timezone        text        NOT NULL DEFAULT 'Asia/Kolkata',
    amount_max      bigint      NOT NULL DEFAULT 100000000 CHECK (amount_max BETWEEN 1 AND 1000000000000),
    quantity_max    bigint      NOT NULL DEFAULT 10000000 CHECK (quantity_max BETWEEN 1 AND 1000000000000),
    catalog_version bigint      NOT NULL DEFAULT 1,
    created_at      timestamptz NOT NULL
);

-- A phone or e-mail leads to one user of one shop. Read before the shop is known, so no policy and no secret here.
CREATE TABLE logins (
    login     text PRIMARY KEY CHECK (char_length(login) BETWEEN 3 AND 254),
    tenant_id uuid NOT NULL,
    user_id   uuid NOT NULL
);

CREATE TABLE users (
    tenant_id     uuid        NOT NULL REFERENCES tenants,
    user_id       uuid        NOT NULL,
    name          text        NOT NULL CHECK (char_length(name) BETWEEN 1 AND 200),
    login         text        NOT NULL,
    role          text        NOT NULL CHECK (role IN ('owner', 'staff', 'accountant')),
    password_hash text        NOT NULL,
    created_at    timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, user_id),
    UNIQUE (tenant_id, login)
);

ALTER TABLE logins ADD FOREIGN KEY (tenant_id, user_id) REFERENCES users DEFERRABLE INITIALLY DEFERRED;

-- Tokens are kept as SHA-256. One that comes back after it was used ends its whole family.
CREATE TABLE refresh_tokens (
    tenant_id  uuid        NOT NULL,
    token_hash bytea       NOT NULL CHECK (octet_length(token_hash) = 32),
    user_id    uuid        NOT NULL,
    family     uuid        NOT NULL,
    expires_at timestamptz NOT NULL,
    used_at    timestamptz,
    PRIMARY KEY (tenant_id, token_hash),
    FOREIGN KEY (tenant_id, user_id) REFERENCES users
);

CREATE INDEX refresh_tokens_family ON refresh_tokens (tenant_id, family);

ALTER TABLE tenants ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenants FORCE ROW LEVEL SECURITY;
CREATE POLICY shop ON tenants TO execora_app USING (tenant_id = (SELECT execora_tenant()));
ALTER TABLE users ENABLE ROW LEVEL SECURITY;
ALTER TABLE users FORCE ROW LEVEL SECURITY;
CREATE POLICY shop ON users TO execora_app USING (tenant_id = (SELECT execora_tenant()));
ALTER TABLE refresh_tokens ENABLE ROW LEVEL SECURITY;
ALTER TABLE refresh_tokens FORCE ROW LEVEL SECURITY;
CREATE POLICY shop ON refresh_tokens TO execora_app USING (tenant_id = (SELECT execora_tenant()));

GRANT SELECT, INSERT ON tenants, users, logins TO execora_app;
GRANT UPDATE (name, state_code, gstin, amount_max, quantity_max, catalog_version) ON tenants TO execora_app;
GRANT UPDATE (name, role, password_hash) ON users TO execora_app;
GRANT SELECT, INSERT, DELETE ON refresh_tokens TO execora_app;
GRANT UPDATE (used_at) ON refresh_tokens TO execora_app;
