//! A code that goes to the owner and comes back as digits: made by chance, compared in constant time, three tries,
//! five minutes.

use super::books::Books;
use execora_domain::dialogue::CodeVerdict;
use execora_domain::ids::TenantId;
use execora_domain::turn::SessionTime;
use std::sync::{Mutex, PoisonError};

/// How long a code counts.
const LIFE_MS: u64 = 300_000;
/// How often one may be tried.
const TRIES_MAX: u8 = 3;
/// So many codes in one conversation; more would be somebody else's phone ringing all day.
const CODES_MAX: u8 = 5;
/// A code has six digits.
const CODES: u32 = 1_000_000;

/// The code of one conversation, if one was sent.
#[derive(Default)]
pub(super) struct OwnersCode {
    held: Mutex<Held>,
}

#[derive(Default)]
struct Held {
    sent: u8,
    code: Option<Code>,
}

struct Code {
    digits: String,
    until: SessionTime,
    tries: u8,
}

impl OwnersCode {
    /// Makes a new code and sends it; an older one counts no more. Whether it is on its way.
    pub(super) async fn send(&self, books: &dyn Books, tenant: TenantId, now: SessionTime) -> bool {
        let Some(digits) = self.make(now) else { return false };
        let is_sent = books.send_code(tenant, digits).await.is_ok();
        if !is_sent {
            self.forget();
        }
        is_sent
    }

    /// Compares digits with the code. The right ones use it up.
    pub(super) fn check(&self, digits: &str, now: SessionTime) -> CodeVerdict {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(code) = held.code.as_mut().filter(|code| now < code.until) else {
            held.code = None;
            return CodeVerdict::Spent;
        };
        code.tries += 1;
        let (is_right, is_last) = (is_same(digits.as_bytes(), code.digits.as_bytes()), code.tries >= TRIES_MAX);
        if is_right || is_last {
            held.code = None;
        }
        match (is_right, is_last) {
            (true, _) => CodeVerdict::Right,
            (false, true) => CodeVerdict::Spent,
            (false, false) => CodeVerdict::Wrong,
        }
    }

    fn make(&self, now: SessionTime) -> Option<String> {
        let number = chance()?;
        let digits = format!("{number:06}");
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        if held.sent >= CODES_MAX {
            return None;
        }
        held.sent += 1;
        held.code = Some(Code { digits: digits.clone(), until: now + LIFE_MS, tries: 0 });
        Some(digits)
    }

    fn forget(&self) {
        self.held.lock().unwrap_or_else(PoisonError::into_inner).code = None;
    }
}

/// A number below [`CODES`], each as likely as the others.
fn chance() -> Option<u32> {
    let fair = u32::MAX - u32::MAX % CODES;
    for _ in 0..64 {
        let mut bytes = [0; 4];
        getrandom::fill(&mut bytes).ok()?;
        let number = u32::from_le_bytes(bytes);
        if number < fair {
            return Some(number % CODES);
        }
    }
    None
}

/// Whether both are the same, in a time that does not tell where they differ.
fn is_same(left: &[u8], right: &[u8]) -> bool {
    let differing = left.iter().zip(right).fold(0, |differing, (one, other)| differing | (one ^ other));
    left.len() == right.len() && std::hint::black_box(differing) == 0
}
