//! Access tokens: short-lived, signed with this server's key; the shop is what the token says and nothing else.

use super::hs256;
use execora_actors::identity::Role;
use execora_domain::ids::{TenantId, UserId};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use moka::sync::Cache;
use secrecy::{ExposeSecret as _, SecretString};
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// Whom tokens are from.
const ISSUER: &str = "execora";

/// Users who left lately and are remembered; beyond that the first are forgotten, and their tokens run out by themselves.
const ENDED_MAX: u64 = 10_000;

/// Makes and checks access tokens.
pub(crate) struct Tokens {
    sign: EncodingKey,
    check: DecodingKey,
    validation: Validation,
    life: Duration,
    /// Users who left while tokens of theirs may still live.
    ended: Cache<UserId, ()>,
}

/// Who is asking, as their token says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Who {
    /// Whose books.
    pub(crate) tenant: TenantId,
    /// Who.
    pub(crate) user: UserId,
    /// What they might do when the token was made.
    pub(crate) role: Role,
}

#[derive(Serialize, Deserialize)]
struct Claims {
    iss: String,
    sub: UserId,
    tid: TenantId,
    rol: Role,
    iat: u64,
    exp: u64,
}

impl Tokens {
    /// Tokens that are signed with this key and live so long.
    pub(crate) fn new(key: &SecretString, life: Duration) -> Self {
        hs256::install();
        let key = key.expose_secret().as_bytes();
        let mut validation = Validation::new(Algorithm::HS256);
        validation.set_issuer(&[ISSUER]);
        validation.set_required_spec_claims(&["iss", "sub", "exp"]);
        validation.leeway = 0;
        let ended = Cache::builder().max_capacity(ENDED_MAX).time_to_live(life).build();
        Self { ended, sign: EncodingKey::from_secret(key), check: DecodingKey::from_secret(key), validation, life }
    }

    /// How long a token lives, in seconds.
    pub(crate) fn life_s(&self) -> u64 {
        self.life.as_secs()
    }

    /// A token for this user, from `now` in seconds since 1970.
    pub(crate) fn issue(&self, who: &Who, now: u64) -> Option<String> {
        let exp = now.saturating_add(self.life_s());
        let claims = Claims { iss: ISSUER.to_owned(), sub: who.user, tid: who.tenant, rol: who.role, iat: now, exp };
        jsonwebtoken::encode(&Header::new(Algorithm::HS256), &claims, &self.sign).ok()
    }

    /// Who a token is for, if it is one of ours and still good.
    pub(crate) fn check(&self, token: &str) -> Option<Who> {
        let claims = jsonwebtoken::decode::<Claims>(token, &self.check, &self.validation).ok()?.claims;
        if self.ended.contains_key(&claims.sub) {
            return None;
        }
        Some(Who { tenant: claims.tid, user: claims.sub, role: claims.rol })
    }

    /// Refuses every token of this user from now on. Other servers of the same books take theirs until they run out.
    pub(crate) fn end(&self, user: UserId) {
        self.ended.insert(user, ());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use base64::Engine as _;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;
    use uuid::Uuid;

    const KEY: &str = "0123456789abcdef0123456789abcdef";

    fn tokens(key: &str) -> Tokens {
        Tokens::new(&key.into(), Duration::from_mins(15))
    }

    fn someone() -> Who {
        Who { tenant: TenantId::from_uuid(Uuid::now_v7()), user: UserId::from_uuid(Uuid::now_v7()), role: Role::Staff }
    }

    #[test]
    fn a_token_says_who_it_was_made_for() {
        let who = someone();
        let token = tokens(KEY).issue(&who, crate::clock::unix_seconds()).unwrap();
        assert_eq!(tokens(KEY).check(&token), Some(who));
    }

    #[test]
    fn a_token_of_another_key_or_time_is_refused() {
        let (who, now) = (someone(), crate::clock::unix_seconds());
        let other = tokens("another-key-another-key-another-").issue(&who, now).unwrap();
        assert_eq!(tokens(KEY).check(&other), None);
        let expired = tokens(KEY).issue(&who, now - 1_000).unwrap();
        assert_eq!(tokens(KEY).check(&expired), None);
    }

    #[test]
    fn a_token_of_somebody_who_left_is_refused_and_no_other() {
        let (tokens, gone, stays) = (tokens(KEY), someone(), someone());
        let of = |who: &Who| tokens.issue(who, crate::clock::unix_seconds()).unwrap();
        tokens.end(gone.user);
        assert_eq!(tokens.check(&of(&gone)), None);
        assert_eq!(tokens.check(&of(&stays)), Some(stays));
    }

    #[test]
    fn a_token_of_another_algorithm_is_neither_made_nor_taken() {
        let who = someone();
        let token = tokens(KEY).issue(&who, crate::clock::unix_seconds()).unwrap();
        let [_, claims, signature]: [&str; 3] = token.split('.').collect::<Vec<_>>().try_into().unwrap();
        for algorithm in [Algorithm::HS384, Algorithm::HS512] {
            let key = EncodingKey::from_secret(KEY.as_bytes());
            assert!(jsonwebtoken::encode(&Header::new(algorithm), &0, &key).is_err(), "{algorithm:?}");
            let header = URL_SAFE_NO_PAD.encode(format!(r#"{{"alg":"{algorithm:?}","typ":"JWT"}}"#));
            assert_eq!(tokens(KEY).check(&format!("{header}.{claims}.{signature}")), None, "{algorithm:?}");
        }
    }

    /// RFC 7515, appendix A.1: a signature that others make and check.
    #[test]
    fn the_signature_is_that_of_the_standard() {
        hs256::install();
        let key = "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow";
        let key = EncodingKey::from_base64_secret(&format!("{}==", key.replace('-', "+").replace('_', "/"))).unwrap();
        let message = "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";
        let signature = jsonwebtoken::crypto::sign(message.as_bytes(), &key, Algorithm::HS256).unwrap();
        assert_eq!(signature, "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");
    }

    #[test]
    fn an_unsigned_or_altered_token_is_refused() {
        let who = someone();
        let token = tokens(KEY).issue(&who, crate::clock::unix_seconds()).unwrap();
        let [_, claims, signature]: [&str; 3] = token.split('.').collect::<Vec<_>>().try_into().unwrap();
        let unsigned = URL_SAFE_NO_PAD.encode(r#"{"alg":"none","typ":"JWT"}"#);
        assert_eq!(tokens(KEY).check(&format!("{unsigned}.{claims}.")), None);
        assert_eq!(tokens(KEY).check(&format!("{unsigned}.{claims}.{signature}")), None);
        let text = String::from_utf8(URL_SAFE_NO_PAD.decode(claims).unwrap()).unwrap();
        let forged = text.replace(&who.tenant.to_string(), &Uuid::now_v7().to_string());
        let header = token.split('.').next().unwrap();
        assert_eq!(tokens(KEY).check(&format!("{header}.{}.{signature}", URL_SAFE_NO_PAD.encode(forged))), None);
    }
}
