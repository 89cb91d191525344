//! The only reader of the wall clock.

use jiff::civil::{Date, DateTime};
use jiff::tz::{Offset, TimeZone};
use jiff::{Timestamp, Zoned};

/// India is five and a half hours ahead, the whole year.
const INDIA_OFFSET_S: i32 = 19_800;

/// This moment.
pub(crate) fn now() -> Timestamp {
    Timestamp::now()
}

/// This moment, as a shop's wall shows it.
pub(crate) fn now_in_india() -> Zoned {
    now().to_zoned(india())
}

/// What a shop's wall showed at that moment.
pub(crate) fn in_india(moment: Timestamp) -> DateTime {
    moment.to_zoned(india()).datetime()
}

/// Today, India time.
pub(crate) fn today() -> Date {
    now_in_india().date()
}

/// Seconds since 1970, for tokens.
pub(crate) fn unix_seconds() -> u64 {
    u64::try_from(now().as_second()).unwrap_or(0)
}

fn india() -> TimeZone {
    let fixed = || Offset::from_seconds(INDIA_OFFSET_S).map_or(TimeZone::UTC, TimeZone::fixed);
    TimeZone::get("Asia/Kolkata").unwrap_or_else(|_| fixed())
}
