//! Which idempotency keys are being worked on, so that the same wish sent twice at once is told to wait.
//!
//! Of this server alone: on another one the shop's lock makes the second wait, and it is given the stored answer.

use super::problem::Failure;
use execora_actors::ledger::PostError;
use execora_domain::ids::TenantId;
use execora_domain::ledger::IdempotencyKey;
use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};

/// More writes than a server takes at once by far; beyond it a write is told to come again.
const KEYS_MAX: usize = 10_000;

/// The keys of the writes that are under way. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub(crate) struct InFlight {
    keys: Arc<Mutex<HashSet<(TenantId, IdempotencyKey)>>>,
}

/// A key that is being worked on; it is free again when this is dropped.
#[derive(Debug)]
pub(crate) struct Working {
    all: InFlight,
    key: (TenantId, IdempotencyKey),
}

impl InFlight {
    /// Takes a shop's key for as long as the answer lives.
    pub(crate) fn begin(&self, tenant: TenantId, key: IdempotencyKey) -> Result<Working, Failure> {
        let key = (tenant, key);
        let mut keys = self.keys.lock().unwrap_or_else(PoisonError::into_inner);
        if keys.len() >= KEYS_MAX {
            return Err(PostError::Overloaded.into());
        }
        if !keys.insert(key.clone()) {
            return Err(Failure::KeyInFlight);
        }
        Ok(Working { all: self.clone(), key })
    }
}

impl Drop for Working {
    fn drop(&mut self) {
        self.all.keys.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.key);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn begin(all: &InFlight, shop: u128, key: &str) -> Result<Working, Failure> {
        all.begin(TenantId::from_uuid(Uuid::from_u128(shop)), IdempotencyKey::new(key).unwrap())
    }

    #[test]
    fn a_key_that_is_being_worked_on_is_refused_to_its_shop_alone() {
        let all = InFlight::default();
        let first = begin(&all, 1, "wish").unwrap();
        assert_eq!(begin(&all, 1, "wish").unwrap_err(), Failure::KeyInFlight);
        assert!(begin(&all, 2, "wish").is_ok());
        assert!(begin(&all, 1, "another").is_ok());
        drop(first);
        assert!(begin(&all, 1, "wish").is_ok());
    }

    #[test]
    fn no_more_keys_are_held_than_there_is_room_for() {
        let all = InFlight::default();
        let held: Vec<_> = (0..KEYS_MAX).map(|number| begin(&all, 1, &number.to_string()).unwrap()).collect();
        assert_eq!(begin(&all, 1, "one more").unwrap_err(), Failure::Post(PostError::Overloaded));
        drop(held);
        assert!(begin(&all, 1, "one more").is_ok());
    }
}
