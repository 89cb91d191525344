//! Every statement about who signs in.

pub(super) const ADD_TENANT: &str =
    "INSERT INTO tenants (tenant_id, name, state_code, gstin, created_at) VALUES ($1, $2, $3, $4, $5)";

/// Nobody, where the shop has as many as it may have.
pub(super) const ADD_USER: &str = "INSERT INTO users \
     (tenant_id, user_id, name, login, role, password_hash, created_at, is_one_time) \
     SELECT $1::uuid, $2::uuid, $3::text, $4::text, $5::text, $6::text, $7::timestamptz, $8::boolean \
     WHERE (SELECT count(*) FROM users WHERE tenant_id = $1 AND retired_at IS NULL) < $9 RETURNING user_id";

pub(super) const ADD_LOGIN: &str = "INSERT INTO logins (login, tenant_id, user_id) \
     SELECT $1::text, tenant_id, user_id FROM users WHERE tenant_id = $2 AND user_id = $3";

pub(super) const FIND_LOGIN: &str = "SELECT tenant_id, user_id FROM logins WHERE login = $1";

pub(super) const FIND_USER: &str = "SELECT u.tenant_id, u.user_id, u.name AS user_name, u.login, u.role, \
     u.password_hash, u.is_one_time, t.name AS shop_name, t.state_code, t.gstin \
     FROM users u JOIN tenants t USING (tenant_id) WHERE u.tenant_id = $1 AND u.user_id = $2 AND u.retired_at IS NULL";

pub(super) const SET_PASSWORD: &str =
    "UPDATE users SET password_hash = $3, is_one_time = false WHERE tenant_id = $1 AND user_id = $2";

/// Another one of one's own; none is changed where it is not the one that was checked any more.
pub(super) const CHANGE_PASSWORD: &str = "UPDATE users SET password_hash = $4, is_one_time = false \
     WHERE tenant_id = $1 AND user_id = $2 AND password_hash = $3 AND retired_at IS NULL RETURNING user_id";

pub(super) const SET_ONE_TIME: &str = "UPDATE users SET password_hash = $3, is_one_time = true \
     WHERE tenant_id = $1 AND user_id = $2 AND retired_at IS NULL";

pub(super) const USE_ONE_TIME: &str = "UPDATE users SET password_hash = '', is_one_time = false \
     WHERE tenant_id = $1 AND user_id = $2 AND password_hash = $3 AND is_one_time RETURNING user_id";

macro_rules! members {
    ($rest:literal) => {
        concat!(
            "SELECT user_id, name AS user_name, login, role, created_at, retired_at, is_one_time FROM users \
             WHERE tenant_id = $1",
            $rest
        )
    };
}

pub(super) const FIND_USERS: &str = members!(" ORDER BY retired_at IS NOT NULL, created_at, user_id");

pub(super) const FIND_MEMBER: &str = members!(" AND user_id = $2");

/// In one order, so that those who change the shop's users take turns.
pub(super) const LOCK_OWNERS: &str = "SELECT user_id FROM users WHERE tenant_id = $1 AND role = 'owner' \
     AND retired_at IS NULL ORDER BY user_id FOR NO KEY UPDATE";

pub(super) const RETIRE: &str = "UPDATE users u SET retired_at = $3 WHERE tenant_id = $1 AND user_id = $2 \
     AND retired_at IS NULL AND (role <> 'owner' OR EXISTS (SELECT FROM users o WHERE o.tenant_id = $1 \
     AND o.role = 'owner' AND o.retired_at IS NULL AND o.user_id <> $2)) RETURNING user_id";

pub(super) const END_LOGIN: &str = "DELETE FROM logins l USING users u WHERE u.tenant_id = $1 AND u.user_id = $2 \
     AND u.retired_at IS NOT NULL AND l.login = u.login AND l.tenant_id = $1 AND l.user_id = $2";

/// A statement of its own: it sees the tokens that were made until the user's row was locked.
pub(super) const END_TOKENS_OF_RETIRED: &str = "DELETE FROM refresh_tokens WHERE tenant_id = $1 AND user_id = $2 \
     AND EXISTS (SELECT FROM users WHERE tenant_id = $1 AND user_id = $2 AND retired_at IS NOT NULL)";

pub(super) const END_TOKENS: &str = "DELETE FROM refresh_tokens WHERE tenant_id = $1 AND user_id = $2";

/// None for a user who left; the lock keeps one who is leaving from being missed.
pub(super) const ADD_TOKEN: &str = "INSERT INTO refresh_tokens (tenant_id, token_hash, user_id, family, expires_at) \
     SELECT tenant_id, $2::bytea, user_id, $4::uuid, $5::timestamptz FROM users \
     WHERE tenant_id = $1 AND user_id = $3 AND retired_at IS NULL FOR SHARE RETURNING user_id";

/// Uses a token and stores its successor, or finds what was used just now: the chance tells which successor it has. The
/// user's row is locked first, as it is by those who retire a user.
pub(super) const USE_TOKEN: &str = "WITH live AS ( \
     SELECT u.user_id FROM refresh_tokens t JOIN users u ON u.tenant_id = t.tenant_id AND u.user_id = t.user_id \
     WHERE t.tenant_id = $1 AND t.token_hash = $2 AND u.retired_at IS NULL FOR SHARE OF u), \
     used AS (UPDATE refresh_tokens t SET used_at = coalesce(t.used_at, $3), chance = coalesce(t.chance, $5) FROM live \
     WHERE t.tenant_id = $1 AND t.token_hash = $2 AND t.user_id = live.user_id AND t.expires_at > $3 \
     AND (t.used_at IS NULL OR (t.used_at > $4 AND t.chance IS NOT NULL)) RETURNING t.user_id, t.family, t.chance), \
     made AS (INSERT INTO refresh_tokens (tenant_id, token_hash, user_id, family, expires_at) \
     SELECT $1::uuid, $6::bytea, user_id, family, $7::timestamptz FROM used WHERE chance = $5) \
     SELECT user_id, chance FROM used";

/// What a token's successor was used with, where it was.
pub(super) const NEXT_CHANCE: &str = "SELECT chance FROM refresh_tokens WHERE tenant_id = $1 AND token_hash = $2";

pub(super) const END_FAMILY: &str = "DELETE FROM refresh_tokens WHERE tenant_id = $1 AND family = \
     (SELECT family FROM refresh_tokens WHERE tenant_id = $1 AND token_hash = $2)";

pub(super) const FORGET_EXPIRED: &str =
    "DELETE FROM refresh_tokens WHERE tenant_id = $1 AND user_id = $2 AND expires_at <= $3";
