//! Every statement about who signs in.

pub(super) const ADD_TENANT: &str =
    "INSERT INTO tenants (tenant_id, name, state_code, gstin, created_at) VALUES ($1, $2, $3, $4, $5)";

pub(super) const ADD_USER: &str = "INSERT INTO users \
     (tenant_id, user_id, name, login, role, password_hash, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7)";

pub(super) const ADD_LOGIN: &str = "INSERT INTO logins (login, tenant_id, user_id) VALUES ($1, $2, $3)";

pub(super) const FIND_LOGIN: &str = "SELECT tenant_id, user_id FROM logins WHERE login = $1";

pub(super) const FIND_USER: &str = "SELECT u.tenant_id, u.user_id, u.name AS user_name, u.login, u.role, \
     u.password_hash, t.name AS shop_name, t.state_code, t.gstin \
     FROM users u JOIN tenants t USING (tenant_id) WHERE u.tenant_id = $1 AND u.user_id = $2";

pub(super) const SET_PASSWORD: &str = "UPDATE users SET password_hash = $3 WHERE tenant_id = $1 AND user_id = $2";

pub(super) const ADD_TOKEN: &str = "INSERT INTO refresh_tokens (tenant_id, token_hash, user_id, family, expires_at) \
     VALUES ($1, $2, $3, $4, $5)";

pub(super) const USE_TOKEN: &str = "UPDATE refresh_tokens SET used_at = $3 \
     WHERE tenant_id = $1 AND token_hash = $2 AND used_at IS NULL AND expires_at > $3 RETURNING user_id, family";

pub(super) const END_FAMILY: &str = "DELETE FROM refresh_tokens WHERE tenant_id = $1 AND family = \
     (SELECT family FROM refresh_tokens WHERE tenant_id = $1 AND token_hash = $2)";

pub(super) const FORGET_EXPIRED: &str =
    "DELETE FROM refresh_tokens WHERE tenant_id = $1 AND user_id = $2 AND expires_at <= $3";
