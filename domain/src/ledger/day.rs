//! The close of a day: the drawer is counted, and what it should hold is known.

use super::field::{self, NOTE_MAX, invalid};
use super::{Posting, Refusal};
use crate::ids::{CloseId, EntryId};
use crate::ledger::{AccountKind, PaymentMode};
use crate::money::{Money, OutOfRange};
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// India's notes and coins, in rupees; ₹2,000 notes are legal tender still.
pub const DENOMINATIONS: [i64; 10] = [1, 2, 5, 10, 20, 50, 100, 200, 500, 2_000];
/// The most of one note or coin: more than a drawer holds.
const PIECES_MAX: i64 = 1_000_000;

/// A wish to close a day.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct DayCount {
    /// The day, India time.
    pub day: Date,
    /// What was in the drawer.
    pub counted: Money,
    /// How many of each note and coin, where they were counted apart: rupees → pieces.
    pub denominations: BTreeMap<i64, i64>,
    /// A remark.
    pub note: Option<String>,
}

/// A day that was closed. Never changed; what is posted later falls to the next day.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct DayClose {
    /// The close.
    pub id: CloseId,
    /// The day, India time.
    pub date: Date,
    /// What the drawer was left with when the day before was closed.
    #[serde(rename = "openingPaise")]
    pub opening: Money,
    /// Cash that came in since.
    #[serde(rename = "inPaise")]
    pub received: Money,
    /// Cash that went out since.
    #[serde(rename = "outPaise")]
    pub paid_out: Money,
    /// What the books say is in the drawer: `opening + in − out`.
    #[serde(rename = "expectedPaise")]
    pub expected: Money,
    /// What was in it.
    #[serde(rename = "countedPaise")]
    pub counted: Money,
    /// `counted − expected`: posted, so that the books have in the drawer what was counted.
    #[serde(rename = "differencePaise")]
    pub difference: Money,
    /// The entry that posted the difference; none where there was none.
    #[serde(default)]
    pub entry_id: Option<EntryId>,
    /// How many of each note and coin: rupees → pieces.
    pub denominations: BTreeMap<i64, i64>,
    /// A remark.
    pub note: Option<String>,
    /// When it was closed.
    pub created_at: jiff::Timestamp,
}

/// The drawer, as the books have it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Drawer {
    /// The last day that was closed.
    pub closed: Option<Date>,
    /// What it was left with then.
    pub opening: Money,
    /// Cash in since.
    pub received: Money,
    /// Cash out since.
    pub paid_out: Money,
    /// Of the cash in, and of all before, what came in the last hour: the next close knows by it what this one saw.
    pub recent_received: Money,
    /// The same of the cash out.
    pub recent_paid_out: Money,
}

impl Drawer {
    /// What it should hold.
    ///
    /// # Errors
    /// [`OutOfRange`] where 64 bits of paise do not hold it.
    pub fn expected(&self) -> Result<Money, OutOfRange> {
        self.opening.plus(self.received)?.minus(self.paid_out)
    }

    /// The drawer after these postings.
    pub(super) fn add(&mut self, postings: &[Posting]) {
        for posting in postings.iter().filter(|one| one.account == AccountKind::Received(PaymentMode::Cash)) {
            let (side, recent) = if posting.amount > Money::ZERO {
                (&mut self.received, &mut self.recent_received)
            } else {
                (&mut self.paid_out, &mut self.recent_paid_out)
            };
            let magnitude = posting.amount.max(posting.amount.negated().unwrap_or(posting.amount));
            *side = side.plus(magnitude).unwrap_or(*side);
            *recent = recent.plus(magnitude).unwrap_or(*recent);
        }
    }
}

impl DayCount {
    /// The close that this count comes to, on `today`.
    pub(super) fn close(
        &self,
        drawer: &Drawer,
        today: Date,
        id: CloseId,
        now: jiff::Timestamp,
    ) -> Result<DayClose, Refusal> {
        if self.day > today {
            return Err(invalid("/date", "must not be a day to come"));
        }
        if let Some(day) = drawer.closed.filter(|closed| *closed >= self.day) {
            return Err(Refusal::DayClosed { day });
        }
        let too_much = |_: OutOfRange| invalid("/countedCashPaise", "is more than a drawer holds");
        if self.counted < Money::ZERO {
            return Err(invalid("/countedCashPaise", "must not be below zero"));
        }
        if !self.denominations.is_empty() && self.pieces()? != self.counted {
            let problem = format!("come to {}, not {}", self.pieces()?, self.counted);
            return Err(invalid("/denominations", &problem));
        }
        let expected = drawer.expected().map_err(too_much)?;
        Ok(DayClose {
            id,
            date: self.day,
            opening: drawer.opening,
            received: drawer.received,
            paid_out: drawer.paid_out,
            expected,
            counted: self.counted,
            difference: self.counted.minus(expected).map_err(too_much)?,
            entry_id: None,
            denominations: self.denominations.clone(),
            note: field::optional("/note", self.note.as_deref(), NOTE_MAX)?,
            created_at: now,
        })
    }

    /// What the notes and coins come to.
    fn pieces(&self) -> Result<Money, Refusal> {
        let mut sum = Money::ZERO;
        for (rupees, pieces) in &self.denominations {
            let pointer = format!("/denominations/{rupees}");
            if !DENOMINATIONS.contains(rupees) {
                return Err(invalid(&pointer, "is no note or coin"));
            }
            if !(0..=PIECES_MAX).contains(pieces) {
                return Err(invalid(&pointer, &format!("must be from 0 to {PIECES_MAX}")));
            }
            let paise = Money::from_paise(100).ratio(rupees.saturating_mul(*pieces), 1);
            sum = paise.and_then(|paise| sum.plus(paise)).map_err(|_| invalid(&pointer, "is too much"))?;
        }
        Ok(sum)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use uuid::Uuid;

    const TODAY: Date = date(2026, 11, 22);

    fn count(day: Date, paise: i64) -> DayCount {
        DayCount { day, counted: Money::from_paise(paise), denominations: BTreeMap::new(), note: None }
    }

    fn close(count: &DayCount, drawer: &Drawer) -> Result<DayClose, Refusal> {
        count.close(drawer, TODAY, CloseId::from_uuid(Uuid::nil()), jiff::Timestamp::UNIX_EPOCH)
    }

    fn drawer() -> Drawer {
        let [opening, received, paid_out] = [50_000, 120_000, 20_000].map(Money::from_paise);
        Drawer { closed: Some(date(2026, 11, 21)), opening, received, paid_out, ..Drawer::default() }
    }

    #[test]
    fn a_close_tells_what_the_drawer_should_hold_and_what_it_lacks() {
        let closed = close(&count(TODAY, 149_500), &drawer()).unwrap();
        assert_eq!((closed.expected.paise(), closed.difference.paise()), (150_000, -500));
    }

    #[test]
    fn a_day_is_closed_once_and_never_before_it_comes() {
        let closed = close(&count(date(2026, 11, 21), 0), &drawer());
        assert_eq!(closed, Err(Refusal::DayClosed { day: date(2026, 11, 21) }));
        let early = close(&count(date(2026, 11, 23), 0), &drawer());
        assert!(matches!(early, Err(Refusal::InvalidField { field, .. }) if field == "/date"));
    }

    #[test]
    fn notes_and_coins_come_to_what_was_counted() {
        let with = |pieces: &[(i64, i64)], paise: i64| {
            let count = DayCount { denominations: pieces.iter().copied().collect(), ..count(TODAY, paise) };
            close(&count, &drawer()).map_err(|refusal| {
                let Refusal::InvalidField { field, .. } = refusal else { panic!("{refusal:?}") };
                field
            })
        };
        assert!(with(&[(500, 3), (1, 5)], 150_500).is_ok());
        assert_eq!(with(&[(500, 3)], 150_100), Err("/denominations".to_owned()));
        assert_eq!(with(&[(7, 3)], 2_100), Err("/denominations/7".to_owned()));
        assert_eq!(with(&[(500, -3)], 0), Err("/denominations/500".to_owned()));
        assert_eq!(with(&[(2_000, i64::MAX)], 0), Err("/denominations/2000".to_owned()));
        assert_eq!(with(&[], -1), Err("/countedCashPaise".to_owned()));
    }
}
