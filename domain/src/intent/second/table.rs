//! The learnt weights.

use super::Topic;
use crate::intent::Intent;

/// How many topics are told apart.
pub const TOPICS: usize = 16;
/// How many places signs are hashed to: a power of two.
pub const PLACES: usize = 1 << 14;
/// So many of the table's steps are one nat of log-odds.
pub const SCALE: i32 = 32;
/// What the table was made from: eight bytes before the weights.
const HEAD: usize = 8;

/// The head, then for each place a signed byte for each topic.
static TABLE: &[u8; HEAD + PLACES * TOPICS] = include_bytes!("table.bin");

/// The table as it is stored: the fingerprint of what it was made from, then the weights.
#[must_use]
pub fn bytes() -> (&'static [u8], &'static [u8]) {
    TABLE.split_at(HEAD)
}

/// The topic of a place in each row.
#[must_use]
pub const fn topic_at(at: usize) -> Topic {
    match at {
        1 => Topic::Several,
        2 => Topic::Look,
        3 => Topic::Answer,
        4 => Topic::Command(Intent::CreateInvoice),
        5 => Topic::Command(Intent::RecordPayment),
        6 => Topic::Command(Intent::AddCredit),
        7 => Topic::Command(Intent::ScheduleReminder),
        8 => Topic::Command(Intent::CancelReminder),
        9 => Topic::Command(Intent::CreateCustomer),
        10 => Topic::Command(Intent::UpdateCustomer),
        11 => Topic::Command(Intent::DeleteCustomer),
        12 => Topic::Command(Intent::AddProduct),
        13 => Topic::Command(Intent::UpdateStock),
        14 => Topic::Command(Intent::UpdatePrice),
        15 => Topic::Command(Intent::CancelInvoice),
        _ => Topic::Nothing,
    }
}

/// What speaks for each topic, in [`SCALE`]ths of a nat; only their differences mean anything.
pub(super) fn weigh(signs: &[usize]) -> [i32; TOPICS] {
    let mut sums = [0; TOPICS];
    for sign in signs {
        let from = HEAD + sign * TOPICS;
        for (sum, weight) in sums.iter_mut().zip(TABLE.get(from..from + TOPICS).unwrap_or_default()) {
            *sum += i32::from(weight.cast_signed());
        }
    }
    sums
}
