//! What is to be said to a customer later, and what leaves the shop for a customer.

use super::Patch;
use crate::ids::{InvoiceId, PartyId, ReminderId};
use crate::money::Money;
use jiff::{Timestamp, ToSpan};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How a message reaches a customer.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Channel {
    /// WhatsApp.
    #[default]
    Whatsapp,
    /// A short message.
    Sms,
    /// Electronic mail.
    Email,
}

impl Channel {
    /// The channel's short name, as stored and sent.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Whatsapp => "whatsapp",
            Self::Sms => "sms",
            Self::Email => "email",
        }
    }

    /// The channel of this short name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Whatsapp, Self::Sms, Self::Email].into_iter().find(|channel| channel.as_str() == name)
    }
}

/// How often a reminder comes again.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Recurrence {
    /// It does not.
    #[default]
    Once,
    /// Every day.
    Daily,
    /// Every seven days.
    Weekly,
    /// Every month, on the day of the month on which it began; on its last day where the month is shorter.
    Monthly,
}

impl Recurrence {
    /// The recurrence's short name, as stored and sent.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Once => "once",
            Self::Daily => "daily",
            Self::Weekly => "weekly",
            Self::Monthly => "monthly",
        }
    }

    /// When it comes again, at the same time of day in India: the first time after `now` of those that begin at `first`.
    /// What was missed meanwhile is not made up for one by one.
    #[must_use]
    pub fn after(self, first: Timestamp, now: Timestamp) -> Option<Timestamp> {
        let begin = super::decide::india_time(first);
        let days_gone = begin.date().until(super::decide::india_day(now)).map_or(0, |span| i64::from(span.get_days()));
        let (step, skipped): (fn(i64) -> jiff::Span, i64) = match self {
            Self::Once => return None,
            Self::Daily => (|count| count.days(), days_gone),
            Self::Weekly => (|count| count.weeks(), days_gone / 7),
            Self::Monthly => (|count| count.months(), days_gone / 31),
        };
        let from = skipped.max(1);
        (from..from.saturating_add(70)).find_map(|count| {
            let next = super::decide::india_moment(begin.checked_add(step(count)).ok()?)?;
            (next > now).then_some(next)
        })
    }
}

/// Where a reminder stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum ReminderStatus {
    /// Its time is to come.
    Scheduled,
    /// Its time came and its message was made.
    Due,
    /// Its time came and nothing was owed.
    Skipped,
    /// It was called off.
    Cancelled,
}

impl ReminderStatus {
    /// The status's short name, as stored and sent.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Scheduled => "scheduled",
            Self::Due => "due",
            Self::Skipped => "skipped",
            Self::Cancelled => "cancelled",
        }
    }
}

/// Something to be said to a customer later.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Reminder {
    /// The reminder.
    pub id: ReminderId,
    /// To whom.
    pub customer_id: PartyId,
    /// Their name.
    pub customer_name: String,
    /// When; the next time, where it comes again.
    pub send_at: Timestamp,
    /// The first time, by which it comes again.
    pub begins_at: Timestamp,
    /// How often.
    pub recurrence: Recurrence,
    /// In which way.
    pub channel: Channel,
    /// The most that is asked for; all that is owed at that moment, where it was not said.
    #[serde(rename = "amountPaise")]
    pub amount: Option<Money>,
    /// What is said instead of asking for what is owed.
    pub message: Option<String>,
    /// Where it stands.
    pub status: ReminderStatus,
    /// When it was due last, where it was.
    pub last_due_at: Option<Timestamp>,
    /// When it was made.
    pub created_at: Timestamp,
}

/// A reminder to be.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct NewReminder {
    /// To whom.
    pub party: PartyId,
    /// When.
    pub send_at: Timestamp,
    /// How often.
    pub recurrence: Recurrence,
    /// In which way.
    pub channel: Channel,
    /// The most that is asked for.
    pub amount: Option<Money>,
    /// What is said instead; 1 to 500 characters.
    pub message: Option<String>,
}

impl NewReminder {
    /// Asks once, on the usual channel, for all that is owed then.
    #[must_use]
    pub const fn new(party: PartyId, send_at: Timestamp) -> Self {
        let (recurrence, channel) = (Recurrence::Once, Channel::Whatsapp);
        Self { party, send_at, recurrence, channel, amount: None, message: None }
    }
}

/// A wish to change a reminder; what is left out stays.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[expect(missing_docs, reason = "each is the field of the same name of the reminder")]
pub struct ReminderChange {
    pub send_at: Option<Timestamp>,
    pub recurrence: Option<Recurrence>,
    pub channel: Option<Channel>,
    pub amount: Patch<Money>,
    pub message: Patch<String>,
}

/// A wish about a reminder.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum ReminderWish {
    /// Make one.
    Schedule(NewReminder),
    /// Change one that is to come.
    Change {
        /// Which.
        reminder: ReminderId,
        /// What becomes different.
        change: ReminderChange,
    },
    /// Call one off.
    Cancel {
        /// Which.
        reminder: ReminderId,
    },
}

/// A bill that was given to the messenger.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Sending {
    /// The bill.
    pub invoice_id: InvoiceId,
    /// Its number.
    pub number: String,
    /// To whom.
    pub customer_id: PartyId,
    /// Their name.
    pub customer_name: String,
    /// In which way.
    pub channel: Channel,
    /// When it was handed to the messenger.
    pub queued_at: Timestamp,
}

/// What a reminder finds when its time has come.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DueReminder {
    /// The shop's name.
    pub shop: String,
    /// The customer's name.
    pub customer: String,
    /// What they owe at this moment.
    pub balance: Money,
    /// When it was to be said.
    pub send_at: Timestamp,
    /// The first time, by which it comes again.
    pub begins_at: Timestamp,
    /// How often it comes.
    pub recurrence: Recurrence,
    /// The most that is asked for.
    pub amount: Option<Money>,
    /// What is said instead.
    pub message: Option<String>,
}

/// What becomes of a reminder whose time has come.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FellDue {
    /// What is said to the customer; nothing where nothing is owed.
    pub text: Option<String>,
    /// How it stands now.
    pub status: ReminderStatus,
    /// When it is due next; as it was, where it is not.
    pub send_at: Timestamp,
}

impl DueReminder {
    /// What is said now, and what becomes of the reminder. A late one is said once, however much of it was missed.
    #[must_use]
    pub fn fall_due(&self, now: Timestamp) -> FellDue {
        let asked = self.amount.map_or(self.balance, |amount| amount.min(self.balance));
        let text = match &self.message {
            Some(own) => Some(own.clone()),
            None if asked > Money::ZERO => Some(asks_for(asked, &self.customer, &self.shop)),
            None => None,
        };
        let over = if text.is_some() { ReminderStatus::Due } else { ReminderStatus::Skipped };
        match self.recurrence.after(self.begins_at, now) {
            Some(send_at) => FellDue { text, status: ReminderStatus::Scheduled, send_at },
            None => FellDue { text, status: over, send_at: self.send_at },
        }
    }
}

/// The usual words, in Hindi and English: what language a customer reads is not known.
fn asks_for(owed: Money, customer: &str, shop: &str) -> String {
    format!(
        "नमस्ते {customer} जी, {shop} में आपके {owed} बाकी हैं। कृपया समय मिलने पर दे दीजिए।\n\
         Dear {customer}, {owed} is due at {shop}. Please pay when you can."
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn due(recurrence: Recurrence, paise: i64) -> DueReminder {
        DueReminder {
            shop: "Sharma Kirana".into(),
            customer: "Suresh".into(),
            balance: Money::from_paise(paise),
            send_at: at("2026-01-31T09:00:00+05:30"),
            begins_at: at("2026-01-31T09:00:00+05:30"),
            recurrence,
            amount: None,
            message: None,
        }
    }

    #[test]
    fn it_comes_again_at_the_same_time_of_day_in_india() {
        let first = at("2026-01-31T09:00:00+05:30");
        let now = at("2026-01-31T09:00:01+05:30");
        assert_eq!(Recurrence::Once.after(first, now), None);
        assert_eq!(Recurrence::Daily.after(first, now), Some(at("2026-02-01T09:00:00+05:30")));
        assert_eq!(Recurrence::Weekly.after(first, now), Some(at("2026-02-07T09:00:00+05:30")));
        assert_eq!(Recurrence::Monthly.after(first, now), Some(at("2026-02-28T09:00:00+05:30")));
    }

    #[test]
    fn what_was_missed_is_not_made_up_for_one_by_one() {
        let now = at("2029-05-10T12:00:00+05:30");
        for recurrence in [Recurrence::Daily, Recurrence::Weekly, Recurrence::Monthly] {
            let fell = due(recurrence, 100).fall_due(now);
            assert_eq!(fell.status, ReminderStatus::Scheduled);
            let wait = fell.send_at.duration_since(now);
            assert!(wait.as_hours() >= 0 && wait.as_hours() <= 31 * 24, "{recurrence:?}: {}", fell.send_at);
            assert!(fell.send_at > now);
        }
    }

    #[test]
    fn the_words_take_the_balance_of_the_moment_and_there_are_none_where_nothing_is_owed() {
        let now = at("2026-02-01T00:00:00+05:30");
        let fell = due(Recurrence::Once, 50_000).fall_due(now);
        assert!(fell.text.as_ref().is_some_and(|text| text.contains("₹500 is due at Sharma Kirana")), "{fell:?}");
        assert_eq!(fell.status, ReminderStatus::Due);
        for paise in [0, -100] {
            let fell = due(Recurrence::Once, paise).fall_due(now);
            assert_eq!((fell.text, fell.status), (None, ReminderStatus::Skipped));
        }
        let some = DueReminder { amount: Some(Money::from_paise(20_000)), ..due(Recurrence::Once, 50_000) };
        assert!(some.fall_due(now).text.is_some_and(|text| text.contains("₹200 is due")));
        let own = DueReminder { message: Some("your order is here".into()), ..due(Recurrence::Once, 0) };
        assert_eq!(own.fall_due(now).text.as_deref(), Some("your order is here"));
    }
}
