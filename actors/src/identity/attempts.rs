//! How often a login or an address was tried lately.

use super::IdentityError;
use moka::sync::Cache;
use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

/// A window begins with the first attempt.
const WINDOW: Duration = Duration::from_mins(15);
const BY_LOGIN_MAX: u32 = 10;
/// Many may share an address: a market behind one router.
const BY_ADDRESS_MAX: u32 = 100;
/// Windows kept at once; beyond it the least used are forgotten.
const WINDOWS_MAX: u64 = 100_000;

#[derive(Clone, Debug)]
pub(super) struct Attempts {
    by_login: Cache<String, Arc<AtomicU32>>,
    by_address: Cache<IpAddr, Arc<AtomicU32>>,
}

impl Default for Attempts {
    fn default() -> Self {
        Self {
            by_login: Cache::builder().max_capacity(WINDOWS_MAX).time_to_live(WINDOW).build(),
            by_address: Cache::builder().max_capacity(WINDOWS_MAX).time_to_live(WINDOW).build(),
        }
    }
}

impl Attempts {
    /// Counts an attempt before it is made, so that many at once are not too many.
    pub(super) fn count(&self, login: &str, address: IpAddr) -> Result<(), IdentityError> {
        let login = self.by_login.get_with(login.to_owned(), Arc::default).fetch_add(1, Ordering::Relaxed);
        let address = self.by_address.get_with(address, Arc::default).fetch_add(1, Ordering::Relaxed);
        if login >= BY_LOGIN_MAX || address >= BY_ADDRESS_MAX {
            return Err(IdentityError::TooManyAttempts { seconds: WINDOW.as_secs() });
        }
        Ok(())
    }

    /// The right password ends the login's window; the address's goes on.
    pub(super) fn forgive(&self, login: &str) {
        self.by_login.invalidate(login);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::Ipv4Addr;

    const HOME: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);

    #[test]
    fn the_eleventh_guess_at_one_login_is_refused() {
        let attempts = Attempts::default();
        for _ in 0..BY_LOGIN_MAX {
            attempts.count("+919810010001", HOME).unwrap();
        }
        assert!(attempts.count("+919810010001", HOME).is_err());
        attempts.count("+919810010002", HOME).unwrap();
        attempts.forgive("+919810010001");
        attempts.count("+919810010001", HOME).unwrap();
    }

    #[test]
    fn one_address_cannot_try_every_login() {
        let attempts = Attempts::default();
        let refused = (0..=BY_ADDRESS_MAX).filter(|n| attempts.count(&n.to_string(), HOME).is_err()).count();
        assert_eq!(refused, 1);
    }
}
