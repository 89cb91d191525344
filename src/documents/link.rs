//! Signed links: whoever holds one may see one bill, until it expires, and nothing else.
//!
//! A token is 53 bytes in base64url: version, shop, bill, the second it expires at, and the first half of an HMAC-SHA256
//! over all of that. Nothing is stored, so a link cannot be guessed, changed or listed; it ends by expiring.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use execora_domain::ids::{InvoiceId, TenantId};
use hmac::{Hmac, KeyInit as _, Mac as _};
use secrecy::{ExposeSecret as _, SecretString};
use sha2::{Digest as _, Sha256};
use std::time::Duration;
use uuid::Uuid;

/// How long a link leads to its bill: a quarter of a year, as long as anybody pays a bill late.
const LIFE: Duration = Duration::from_hours(90 * 24);
/// The first byte of a token; another layout gets another.
const VERSION: u8 = 1;
/// Makes the key of links another one than that of access tokens, which has the same root.
const PURPOSE: &[u8] = b"execora public bill link 1";

const CLAIM_BYTES: usize = 1 + 16 + 16 + 8;
/// 128 bits: nobody guesses one in a lifetime of guessing.
const MAC_BYTES: usize = 16;

/// Makes and reads tokens.
pub(crate) struct Links {
    mac: Hmac<Sha256>,
}

/// What a token shows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Shown {
    pub(crate) tenant: TenantId,
    pub(crate) invoice: InvoiceId,
}

/// Why a token shows nothing.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub(crate) enum LinkError {
    /// Not made here, or changed.
    #[error("this link leads to no bill")]
    NotOurs,
    /// Made here, too long ago.
    #[error("this link has expired: ask the shop for a new one")]
    Expired,
}

impl Links {
    /// Links that are signed with a key made from the server's.
    pub(crate) fn new(key: &SecretString) -> Self {
        let root = Sha256::digest(key.expose_secret().as_bytes());
        let own = keyed(root.into()).chain_update(PURPOSE).finalize().into_bytes();
        Self { mac: keyed(own.into()) }
    }

    /// A token for this bill, and when it expires; `now` in seconds since 1970.
    pub(crate) fn make(&self, shown: Shown, now: u64) -> (String, u64) {
        let expires = now.saturating_add(LIFE.as_secs());
        let mut bytes = claim(shown, expires);
        let mac = self.mac.clone().chain_update(&bytes).finalize().into_bytes();
        bytes.extend(mac.iter().take(MAC_BYTES));
        (URL_SAFE_NO_PAD.encode(bytes), expires)
    }

    /// What a token shows now. The comparison takes as long for a near miss as for any other.
    ///
    /// # Errors
    /// [`LinkError`].
    pub(crate) fn read(&self, token: &str, now: u64) -> Result<Shown, LinkError> {
        let bytes = URL_SAFE_NO_PAD.decode(token).map_err(|_| LinkError::NotOurs)?;
        let (claim, mac) = bytes.split_at_checked(CLAIM_BYTES).ok_or(LinkError::NotOurs)?;
        let is_signed = self.mac.clone().chain_update(claim).verify_truncated_left(mac).is_ok();
        if mac.len() != MAC_BYTES || !is_signed {
            return Err(LinkError::NotOurs);
        }
        let (version, tenant, invoice, expires) = parts(claim).ok_or(LinkError::NotOurs)?;
        if version != VERSION {
            return Err(LinkError::NotOurs);
        }
        if now >= expires {
            return Err(LinkError::Expired);
        }
        Ok(Shown { tenant: TenantId::from_uuid(tenant), invoice: InvoiceId::from_uuid(invoice) })
    }
}

/// An HMAC with this key, which is shorter than its block: the rest of that is zeros.
fn keyed(key: [u8; 32]) -> Hmac<Sha256> {
    let mut block = [0_u8; 64];
    let (front, _) = block.split_at_mut(key.len());
    front.copy_from_slice(&key);
    Hmac::new(&block.into())
}

fn claim(shown: Shown, expires: u64) -> Vec<u8> {
    let (tenant, invoice) = (shown.tenant.uuid(), shown.invoice.uuid());
    [&[VERSION][..], tenant.as_bytes(), invoice.as_bytes(), &expires.to_be_bytes()].concat()
}

fn parts(claim: &[u8]) -> Option<(u8, Uuid, Uuid, u64)> {
    let (version, rest) = claim.split_first()?;
    let (tenant, rest) = rest.split_first_chunk::<16>()?;
    let (invoice, rest) = rest.split_first_chunk::<16>()?;
    let expires = u64::from_be_bytes(rest.try_into().ok()?);
    Some((*version, Uuid::from_bytes(*tenant), Uuid::from_bytes(*invoice), expires))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: u64 = 1_795_000_000;

    fn links(key: &str) -> Links {
        Links::new(&key.into())
    }

    fn some_bill() -> Shown {
        Shown { tenant: TenantId::from_uuid(Uuid::now_v7()), invoice: InvoiceId::from_uuid(Uuid::now_v7()) }
    }

    #[test]
    fn a_link_leads_to_its_bill_until_it_expires() {
        let (links, bill) = (links("key"), some_bill());
        let (token, expires) = links.make(bill, NOW);
        assert_eq!(expires - NOW, 90 * 24 * 3_600);
        assert_eq!(links.read(&token, NOW), Ok(bill));
        assert_eq!(links.read(&token, expires - 1), Ok(bill));
        assert_eq!(links.read(&token, expires), Err(LinkError::Expired));
    }

    #[test]
    fn a_link_of_another_key_leads_nowhere() {
        let (token, _) = links("one key").make(some_bill(), NOW);
        assert_eq!(links("another key").read(&token, NOW), Err(LinkError::NotOurs));
    }

    #[test]
    fn a_link_with_any_bit_changed_leads_nowhere() {
        let (links, bill) = (links("key"), some_bill());
        let bytes = URL_SAFE_NO_PAD.decode(links.make(bill, NOW).0).unwrap();
        for bit in 0..bytes.len() * 8 {
            let mut changed = bytes.clone();
            changed[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(links.read(&URL_SAFE_NO_PAD.encode(changed), NOW), Err(LinkError::NotOurs), "bit {bit}");
        }
    }

    #[test]
    fn a_link_that_is_cut_or_lengthened_leads_nowhere() {
        let (links, bill) = (links("key"), some_bill());
        let (token, _) = links.make(bill, NOW);
        let bytes = URL_SAFE_NO_PAD.decode(&token).unwrap();
        for length in 0..bytes.len() {
            let cut = URL_SAFE_NO_PAD.encode(&bytes[..length]);
            assert_eq!(links.read(&cut, NOW), Err(LinkError::NotOurs), "{length} bytes");
        }
        for forged in
            [format!("{token}A"), format!("{token}AAAA"), format!("{token}="), token.to_lowercase(), "é".into()]
        {
            assert_eq!(links.read(&forged, NOW), Err(LinkError::NotOurs), "{forged}");
        }
    }

    #[test]
    fn an_expired_link_cannot_be_given_another_day() {
        let (links, bill) = (links("key"), some_bill());
        let (token, expires) = links.make(bill, NOW);
        let mac = URL_SAFE_NO_PAD.decode(&token).unwrap().split_off(CLAIM_BYTES);
        let later = [claim(bill, expires + 1), mac].concat();
        assert_eq!(links.read(&URL_SAFE_NO_PAD.encode(later), expires), Err(LinkError::NotOurs));
    }
}
