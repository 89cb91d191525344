//! Which hour of the day a clock time is.

use crate::intent::frame::Daypart;
use jiff::civil::Time;

/// The clock time that was said, on a 24-hour clock: a bare hour means the shop's hours.
pub(in crate::intent) fn time(hour: i8, minute: i8, afternoon: Option<bool>, part: Option<Daypart>) -> Option<Time> {
    let hour = match (hour, afternoon, part) {
        (13..=23 | 0, _, _) => hour,
        (12, Some(false), _) | (12, None, Some(Daypart::Night)) => 0,
        (12, _, _) | (_, Some(false), _) | (_, None, Some(Daypart::Morning)) => hour,
        (_, Some(true), _) | (_, None, Some(Daypart::Evening)) => hour + 12,
        (_, None, Some(Daypart::Afternoon)) => {
            if hour <= 6 {
                hour + 12
            } else {
                hour
            }
        }
        (_, None, Some(Daypart::Night)) => {
            if hour >= 6 {
                hour + 12
            } else {
                hour
            }
        }
        (1..=7, None, None) => hour + 12,
        (_, None, None) => hour,
    };
    Time::new(hour, minute, 0, 0).ok()
}
