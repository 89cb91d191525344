//! Passwords: argon2id, a few at a time, off the threads that serve.

use super::IdentityError;
use argon2::Argon2;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use secrecy::{ExposeSecret, SecretString};
use std::sync::Arc;
use tokio::sync::Semaphore;

/// How many passwords are hashed at once: each takes 19 MiB and a processor for some 20 ms.
const AT_ONCE_MAX: usize = 2;
const LENGTH_MIN: usize = 8;
/// Longer ones are refused, not cut off.
const LENGTH_MAX: usize = 200;
/// The hash of nothing that anybody can type, made with today's parameters: an unknown login costs what a known one does.
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5bm9ib2R5bm9ib2R5$\
     AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

#[derive(Clone, Debug)]
pub(super) struct Passwords {
    places: Arc<Semaphore>,
}

impl Default for Passwords {
    fn default() -> Self {
        Self { places: Arc::new(Semaphore::new(AT_ONCE_MAX)) }
    }
}

impl Passwords {
    pub(super) async fn hash(&self, password: &SecretString) -> Result<String, IdentityError> {
        let password = password.clone();
        let hashed = move || Argon2::default().hash_password(password.expose_secret().as_bytes());
        self.apart(hashed).await?.map(|hash| hash.to_string()).map_err(|error| {
            tracing::error!(%error, "a password could not be hashed");
            IdentityError::Unavailable
        })
    }

    /// Whether the password has this hash; without one it takes as long and is wrong.
    pub(super) async fn verify(&self, password: &SecretString, hash: Option<String>) -> Result<bool, IdentityError> {
        let password = password.clone();
        self.apart(move || {
            let (hash, is_somebody) = hash.map_or_else(|| (NOBODY.to_owned(), false), |hash| (hash, true));
            let password = password.expose_secret().as_bytes();
            PasswordVerifier::<str>::verify_password(&Argon2::default(), password, &hash).is_ok() && is_somebody
        })
        .await
    }

    async fn apart<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, IdentityError> {
        let place = Arc::clone(&self.places).acquire_owned().await.map_err(|_| IdentityError::Unavailable)?;
        let done = tokio::task::spawn_blocking(move || {
            let done = work();
            drop(place);
            done
        });
        done.await.map_err(|error| {
            tracing::error!(%error, "the hashing of a password ended early");
            IdentityError::Unavailable
        })
    }
}

pub(super) fn check(password: &SecretString) -> Result<(), IdentityError> {
    let length = password.expose_secret().chars().count();
    if (LENGTH_MIN..=LENGTH_MAX).contains(&length) {
        return Ok(());
    }
    Err(IdentityError::InvalidField { field: "/password", problem: "must have 8 to 200 characters" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_fits_its_own_hash_alone() {
        let passwords = Passwords::default();
        let hash = passwords.hash(&"chawal-50-kilo".into()).await.unwrap();
        assert!(hash.starts_with("$argon2id$"));
        assert!(passwords.verify(&"chawal-50-kilo".into(), Some(hash.clone())).await.unwrap());
        assert!(!passwords.verify(&"chawal-51-kilo".into(), Some(hash)).await.unwrap());
        assert!(!passwords.verify(&"".into(), None).await.unwrap());
    }

    #[test]
    fn the_hash_of_nobody_is_one_that_argon2_works_on() {
        let refused = PasswordVerifier::<str>::verify_password(&Argon2::default(), b"x", NOBODY);
        assert_eq!(refused, Err(argon2::password_hash::Error::PasswordInvalid));
    }
}
