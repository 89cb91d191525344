//! Refresh tokens: the shop and 256 random bits, so that the shop is known before the table is read.

use super::IdentityError;
use execora_domain::ids::TenantId;
use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// A sign-in that is not used for so long ends.
const LIFETIME: jiff::SignedDuration = jiff::SignedDuration::from_hours(30 * 24);
/// For so long a token that comes again gets what it got: two tabs, or an answer that was lost on the way.
const AGAIN: jiff::SignedDuration = jiff::SignedDuration::from_secs(30);
/// Sixteen bytes of the shop and thirty-two of chance, in hexadecimal.
const TEXT_LEN: usize = 96;

#[derive(Clone)]
pub(super) struct RefreshToken {
    tenant: TenantId,
    text: String,
}

impl RefreshToken {
    pub(super) fn new(tenant: TenantId) -> Result<Self, IdentityError> {
        Ok(Self { tenant, text: format!("{}{}", tenant.uuid().simple(), random_hex()?) })
    }

    /// The one that follows this one, with this chance.
    pub(super) fn successor(&self, chance: &[u8]) -> Self {
        let digest = Sha256::new().chain_update(self.text.as_bytes()).chain_update(chance).finalize();
        Self { tenant: self.tenant, text: format!("{}{}", self.tenant.uuid().simple(), crate::hex::write(&digest)) }
    }

    pub(super) fn parse(text: &SecretString) -> Option<Self> {
        let text = text.expose_secret();
        let is_hex = text.len() == TEXT_LEN && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        let tenant = text.get(..32).filter(|_| is_hex)?;
        Some(Self { tenant: TenantId::from_uuid(Uuid::try_parse(tenant).ok()?), text: text.to_owned() })
    }

    pub(super) const fn tenant(&self) -> TenantId {
        self.tenant
    }

    /// What is stored.
    pub(super) fn hash(&self) -> Vec<u8> {
        Sha256::digest(self.text.as_bytes()).to_vec()
    }

    pub(super) fn text(&self) -> SecretString {
        self.text.clone().into()
    }
}

pub(super) fn expiry(now: jiff::Timestamp) -> jiff::Timestamp {
    now.checked_add(LIFETIME).unwrap_or(jiff::Timestamp::MAX)
}

/// A token that was used before this moment has no successor to give.
pub(super) fn again_since(now: jiff::Timestamp) -> jiff::Timestamp {
    now.checked_sub(AGAIN).unwrap_or(jiff::Timestamp::MIN)
}

/// 256 random bits.
pub(super) fn random_hex() -> Result<String, IdentityError> {
    chance().map(|bytes| crate::hex::write(&bytes))
}

/// 256 random bits, as bytes.
pub(super) fn chance() -> Result<[u8; 32], IdentityError> {
    let mut bytes = [0_u8; 32];
    getrandom::fill(&mut bytes).map_err(|error| {
        tracing::error!(%error, "the system gave no random bytes");
        IdentityError::Unavailable
    })?;
    Ok(bytes)
}
