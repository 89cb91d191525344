//! What marks a cursor as one that this shop got, from this list, with these filters.

use super::request::Request;
use execora_actors::hex;
use execora_domain::ids::TenantId;
use secrecy::{ExposeSecret as _, SecretString};
use sha2::{Digest as _, Sha256};
use std::sync::Arc;

/// Letters of the mark: 64 bits, which nobody guesses at the pace that a shop may ask.
const MARK: usize = 16;

/// Whose cursors are marked, and with which secret.
#[derive(Clone, Debug)]
pub(crate) struct CursorKey {
    pub(crate) secret: Arc<SecretString>,
    pub(crate) tenant: TenantId,
}

/// Marks the cursors of one list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Seal([u8; 32]);

impl Seal {
    /// The seal of the list that is asked for; none where nobody is signed in.
    pub(crate) fn of(request: &Request) -> Option<Self> {
        let CursorKey { secret, tenant } = request.cursor_key.as_ref()?;
        let mut filters: Vec<_> =
            request.query.iter().filter(|(name, _)| !matches!(name.as_str(), "cursor" | "limit")).collect();
        filters.sort_unstable();
        let mut hash = Sha256::new();
        hash.update(secret.expose_secret());
        hash.update(tenant.uuid().as_bytes());
        // The lengths keep one text from running into the next.
        let texts = filters.into_iter().flat_map(|(name, value)| [name, value]);
        for text in std::iter::once(&request.path).chain(texts) {
            hash.update(text.len().to_le_bytes());
            hash.update(text);
        }
        Some(Self(hash.finalize().into()))
    }

    /// A cursor with its mark.
    pub(crate) fn close(&self, cursor: &str) -> String {
        format!("{}{cursor}", self.mark(cursor))
    }

    /// The cursor, if it has this seal's mark.
    pub(crate) fn open(&self, sealed: &str) -> Option<String> {
        let (mark, cursor) = sealed.split_at_checked(MARK)?;
        (mark == self.mark(cursor)).then(|| cursor.to_owned())
    }

    fn mark(&self, cursor: &str) -> String {
        let mut hash = Sha256::new();
        hash.update(self.0);
        hash.update(cursor);
        let mut mark = hex::write(&hash.finalize());
        mark.truncate(MARK);
        mark
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::request::{asking, parameters};
    use uuid::Uuid;

    fn seal(shop: u128, path: &str, query: &str) -> Seal {
        let tenant = TenantId::from_uuid(Uuid::from_u128(shop));
        let cursor_key = Some(CursorKey { secret: Arc::new("secret".into()), tenant });
        Seal::of(&Request { cursor_key, query: parameters(query), ..asking("GET", path) }).unwrap()
    }

    #[test]
    fn a_cursor_is_good_for_the_list_shop_and_filters_that_gave_it_out() {
        let sealed = seal(1, "/customers", "q=asha&limit=2").close("6161");
        assert_eq!(seal(1, "/customers", "limit=9&q=asha&cursor=x").open(&sealed).as_deref(), Some("6161"));
        for other in [seal(2, "/customers", "q=asha"), seal(1, "/products", "q=asha"), seal(1, "/customers", "q=ash")] {
            assert_eq!(other.open(&sealed), None);
        }
        assert_eq!(seal(1, "/customers", "q=asha").open(&format!("{}00", &sealed[..16])), None);
        assert_eq!(seal(1, "/customers", "").open("é"), None);
    }
}
