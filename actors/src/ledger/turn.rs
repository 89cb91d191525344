//! A shop's turn: the moment of what is posted, and the identities made in it.
//!
//! Both are taken under the shop's lock and follow those of the turn before, whichever server had it. So in one shop the
//! order of identities, of moments and of numbers is the order of posting.

use jiff::{SignedDuration, Timestamp};
use uuid::{NoContext, Uuid};

/// By how much the clocks of two servers may differ: so far a clock that is behind is overruled. One that is further
/// behind is believed, for then it was the other that was wrong.
const SKEW_MAX: SignedDuration = SignedDuration::from_mins(1);
/// Clear where a turn's identities begin, so that counting on never reaches the bits that tell their kind.
const ROOM: u128 = 1 << 61;

/// One shop's turn to be written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Turn {
    now: Timestamp,
    last: Uuid,
}

impl Turn {
    /// The turn that begins now, after the one whose newest identity was `last`. Its moment is a whole millisecond, as
    /// identities tell it.
    pub(super) fn after(last: Uuid, now: Timestamp) -> Self {
        let before = moment(last);
        let is_behind = now <= before && before.duration_since(now) <= SKEW_MAX;
        let now = if is_behind { before } else { moment(first_identity(now)) };
        let fresh = fresh(now);
        Self { now, last: if is_behind { fresh.max(last) } else { fresh } }
    }

    /// The moment of all that is posted in it.
    pub(super) const fn now(&self) -> Timestamp {
        self.now
    }

    /// An identity after every other of the shop.
    pub(super) fn identity(&mut self) -> Uuid {
        self.last = Uuid::from_u128(self.last.as_u128().saturating_add(1));
        self.last
    }

    /// The newest identity.
    pub(super) const fn last(&self) -> Uuid {
        self.last
    }
}

/// Before every identity that is made from `now` on.
pub(super) fn first_identity(now: Timestamp) -> Uuid {
    Uuid::from_u128(u128::try_from(now.as_millisecond()).unwrap_or(0) << 80)
}

/// When an identity was made.
fn moment(id: Uuid) -> Timestamp {
    let milliseconds = i64::try_from(id.as_u128() >> 80).unwrap_or(0);
    Timestamp::from_millisecond(milliseconds).unwrap_or_default()
}

/// A random identity of this moment.
fn fresh(now: Timestamp) -> Uuid {
    let milliseconds = u64::try_from(now.as_millisecond()).unwrap_or(0);
    let nanoseconds = u32::try_from(milliseconds % 1_000).unwrap_or(0).saturating_mul(1_000_000);
    let fresh = Uuid::new_v7(uuid::Timestamp::from_unix(NoContext, milliseconds / 1_000, nanoseconds));
    Uuid::from_u128(fresh.as_u128() & !ROOM)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn identities_rise_within_a_turn_and_from_turn_to_turn_of_one_millisecond() {
        let now = at("2026-11-22T12:00:00.250Z");
        let mut last = Uuid::nil();
        for _ in 0..100 {
            let mut turn = Turn::after(last, now);
            assert_eq!(turn.now(), now);
            for _ in 0..10 {
                let next = turn.identity();
                assert!(next > last && moment(next) == now, "{next} after {last}");
                assert_eq!((next.get_version_num(), next.get_variant()), (7, uuid::Variant::RFC4122));
                last = next;
            }
            assert_eq!(turn.last(), last);
        }
    }

    #[test]
    fn a_clock_that_is_a_little_behind_is_overruled() {
        let mut ahead = Turn::after(Uuid::nil(), at("2026-11-22T12:00:05.123456Z"));
        assert_eq!(ahead.now(), at("2026-11-22T12:00:05.123Z"));
        let last = ahead.identity();
        let mut behind = Turn::after(last, at("2026-11-22T12:00:01Z"));
        assert_eq!(behind.now(), ahead.now());
        assert!(behind.identity() > last);
    }

    #[test]
    fn a_clock_that_is_far_behind_is_believed() {
        let wrong = Turn::after(Uuid::nil(), at("2036-11-22T12:00:00Z")).identity();
        let right = at("2026-11-22T12:00:00Z");
        let mut turn = Turn::after(wrong, right);
        assert_eq!((turn.now(), moment(turn.identity())), (right, right));
    }

    #[test]
    fn the_first_identity_of_a_moment_is_before_all_that_are_made_in_it() {
        let now = at("2026-11-22T12:00:00Z");
        assert!(first_identity(now) < Turn::after(Uuid::nil(), now).identity());
        assert!(Turn::after(Uuid::nil(), at("2026-11-22T11:59:59.999Z")).identity() < first_identity(now));
    }
}
