-- Users who left stay, for what they asked for names them; their phone or e-mail may sign in anew. A password that works
-- once is gone after it was used: then the user has none until they choose one.

ALTER TABLE users
    ADD COLUMN retired_at  timestamptz,
    ADD COLUMN is_one_time boolean NOT NULL DEFAULT false,
    DROP CONSTRAINT users_tenant_id_login_key;

CREATE UNIQUE INDEX users_login ON users (tenant_id, login) WHERE retired_at IS NULL;
CREATE INDEX refresh_tokens_user ON refresh_tokens (tenant_id, user_id);

GRANT UPDATE (retired_at, is_one_time) ON users TO execora_app;
GRANT DELETE ON logins TO execora_app;
