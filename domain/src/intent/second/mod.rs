//! A second reading of the whole utterance, which knows topics and nothing of slots.
//!
//! The grammar's evidence is weighed by hand; what it does wrongly with money it does where words stand together in a
//! way that nobody thought of. This reading knows nothing of the grammar's rules. It learnt from the stored sets of
//! commands which topic goes with which words, each by itself and beside its neighbours, where names, things, figures
//! and days stand for themselves ([`signs()`]). Where the grammar would move money and another topic is likelier by more
//! than `DOUBT`, the speaker is asked which of both it is. Where the grammar reads one payment or debt of one person and
//! only does not understand some words of it, and this reading is surer of the same than `SURE`, nothing is asked.
//!
//! The method is multinomial logistic regression over hashed signs: the hashing of Weinberger, Dasgupta, Langford,
//! Smola and Attenberg, "Feature Hashing for Large Scale Multitask Learning" (ICML 2009), the steps of Duchi, Hazan and
//! Singer, "Adaptive Subgradient Methods" (JMLR 12, 2011), the left-out signs of Srivastava, Hinton, Krizhevsky, Sutskever
//! and Salakhutdinov, "Dropout" (JMLR 15, 2014). The weights are log-odds in [`SCALE`]ths, whole numbers, in
//! `table.bin`. `domain/tests/understanding/second.rs` makes the table from the open sets and holds that it is theirs.

mod signs;
mod table;

use super::entity::Entity;
use super::frame::{Candidate, Clarify, Intent, Parse, Reason};
use super::guard;
use super::lexicon::Lexicon;
use super::parse::prepare;
use super::slots::Clause;
use super::token::Token;
use super::trace::{Trace, rules};
pub use table::{PLACES, SCALE, TOPICS, bytes, topic_at};

/// So much likelier must another topic be, in [`SCALE`]ths of a nat, before money waits for an answer.
const DOUBT: i32 = 80;
/// So much likelier than any other must the grammar's own reading be before a doubt of the grammar's is dropped.
const SURE: i32 = 96;

/// What an utterance is about, as far as this reading tells it apart.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Topic {
    /// Nothing may be done, or nobody can tell which.
    Nothing,
    /// Several commands.
    Several,
    /// Something is only looked at, sent or said.
    Look,
    /// What was read back is answered.
    Answer,
    /// One command of this kind.
    Command(Intent),
}

impl Topic {
    /// The topic of a single command.
    #[must_use]
    pub fn of(intent: Intent) -> Self {
        match intent {
            Intent::Unknown => Self::Nothing,
            Intent::CheckBalance
            | Intent::ListReminders
            | Intent::GetCustomerInfo
            | Intent::CheckStock
            | Intent::DailySummary
            | Intent::TopDebtors
            | Intent::SendInvoice
            | Intent::SwitchLanguage
            | Intent::Help
            | Intent::Stop => Self::Look,
            Intent::Confirm | Intent::Deny | Intent::Correct => Self::Answer,
            Intent::ModifyReminder => Self::Command(Intent::CancelReminder),
            Intent::CreateInvoice
            | Intent::RecordPayment
            | Intent::AddCredit
            | Intent::ScheduleReminder
            | Intent::CancelReminder
            | Intent::CreateCustomer
            | Intent::UpdateCustomer
            | Intent::DeleteCustomer
            | Intent::AddProduct
            | Intent::UpdateStock
            | Intent::UpdatePrice
            | Intent::CancelInvoice => Self::Command(intent),
        }
    }

    /// What is asked about where this is likelier.
    const fn intent(self) -> Intent {
        match self {
            Self::Command(intent) => intent,
            Self::Nothing | Self::Several | Self::Look | Self::Answer => Intent::Unknown,
        }
    }
}

/// The places in the table of all that this reading sees in a text, each once, in order.
#[must_use]
pub fn signs(text: &str, lexicon: &Lexicon) -> Vec<usize> {
    let (tokens, entities) = prepare(text, lexicon);
    signs::of(&tokens, &entities)
}

/// What one utterance is about, as it was weighed once.
pub(super) struct Second {
    /// In [`SCALE`]ths of a nat, by [`topic_at`].
    weights: [i32; TOPICS],
}

impl Second {
    /// Looks at the whole utterance.
    pub(super) fn of(tokens: &[Token], entities: &[Entity]) -> Self {
        Self { weights: table::weigh(&signs::of(tokens, entities)) }
    }

    /// Whether money of one person is so surely meant this way that nothing needs to be asked: one known customer, one
    /// amount, nothing taken back, one clause.
    pub(super) fn settles(&self, clause: &Clause<'_>, intent: Intent) -> bool {
        let whole = clause.range == (0..clause.tokens.len()) && !clause.struck;
        let facts = clause.facts;
        let simple = (facts.customers, facts.known, facts.amounts, facts.products) == (1, 1, 1, 0);
        let money = matches!(intent, Intent::RecordPayment | Intent::AddCredit);
        money && whole && simple && self.against(&[Topic::of(intent)]).is_some_and(|(lead, _)| lead < -SURE)
    }

    /// Asks where money would be moved and another topic is much likelier; tells in the trace what it sees.
    pub(super) fn look(&self, words: usize, mut parse: Parse) -> Parse {
        let own: Vec<Topic> = parse.frames.iter().map(|frame| Topic::of(frame.intent)).collect();
        let Some((lead, topic)) = self.against(&own) else { return parse };
        let rule = if lead > DOUBT { rules::DOUBTED } else { rules::SECOND };
        let says = Some(topic).filter(|_| lead > 0).or(own.first().copied()).unwrap_or(topic);
        parse.trace.push(Trace { words: 0..words, text: format!("{says:?}"), rule, weight: lead });
        let moving = parse.frames.iter().enumerate().find(|(_, frame)| guard::moves(frame.intent));
        if let (true, None, Some((at, frame))) = (lead > DOUBT, &parse.clarify, moving) {
            let candidates = vec![Candidate::Intent(frame.intent), Candidate::Intent(topic.intent())];
            let reason = Reason::AmbiguousIntent;
            parse.clarify = Some(Clarify { reason, frame: at, slot: None, candidates, heard: None });
        }
        parse
    }

    /// The likeliest topic that is none of these, and how far it is ahead of the likeliest of them.
    fn against(&self, own: &[Topic]) -> Option<(i32, Topic)> {
        let is_own = |topic: &Topic| own.contains(topic) || (own.len() > 1 && *topic == Topic::Several);
        let all = || self.weights.iter().enumerate().map(|(at, weight)| (*weight, topic_at(at)));
        let believed = all().filter(|(_, topic)| is_own(topic)).map(|(weight, _)| weight).max()?;
        let (most, topic) = all().filter(|(_, topic)| !is_own(topic)).max_by_key(|(weight, _)| *weight)?;
        Some((most - believed, topic))
    }
}

#[cfg(test)]
mod tests {
    use super::{Candidate, DOUBT, Intent, Lexicon, Parse, Second, prepare, rules};
    use crate::intent::{Frame, Slots, World};

    /// What is made of `text` if the grammar took it for these commands.
    fn looked(text: &str, taken: &[Intent]) -> Parse {
        let worlds: std::collections::BTreeMap<String, World> =
            serde_json::from_str(include_str!("../../../tests/understanding/worlds.json")).unwrap();
        let lexicon = Lexicon::new(&worlds["P1"]);
        let (tokens, entities) = prepare(text, &lexicon);
        let frames = taken.iter().map(|intent| Frame { intent: *intent, slots: Slots::default() }).collect();
        let (clarify, trace, source) = (None, vec![], crate::intent::Source::Grammar);
        let parse = Parse { frames, clarify, confidence: 1_000, margin: 100, source, trace };
        Second::of(&tokens, &entities).look(tokens.len(), parse)
    }

    fn asked(text: &str, taken: &[Intent]) -> Option<Vec<Candidate>> {
        looked(text, taken).clarify.map(|clarify| clarify.candidates)
    }

    #[test]
    fn money_that_the_grammar_moves_the_wrong_way_is_asked_about_with_both_ways() {
        let both = |one, other| Some(vec![Candidate::Intent(one), Candidate::Intent(other)]);
        let (paid, lent) = ("Amit ne paanch sau rupaye diye", "Amit ke khaate mein paanch sau udhaar likho");
        assert_eq!(asked(paid, &[Intent::AddCredit]), both(Intent::AddCredit, Intent::RecordPayment));
        assert_eq!(asked(lent, &[Intent::RecordPayment]), both(Intent::RecordPayment, Intent::AddCredit));
        assert_eq!(asked(paid, &[Intent::RecordPayment]), None);
        assert_eq!(asked(lent, &[Intent::AddCredit]), None);
    }

    #[test]
    fn money_is_asked_about_where_nothing_may_be_done() {
        let asks = "agar Amit ne paanch sau diye hote to kya hota?";
        assert_eq!(
            asked(asks, &[Intent::RecordPayment]),
            Some(vec![Candidate::Intent(Intent::RecordPayment), Candidate::Intent(Intent::Unknown)])
        );
    }

    #[test]
    fn what_moves_no_money_is_never_asked_about() {
        assert_eq!(asked("Amit ne paanch sau rupaye diye", &[Intent::CheckBalance]), None);
        assert_eq!(asked("Amit ne paanch sau rupaye diye", &[Intent::ScheduleReminder]), None);
    }

    #[test]
    fn what_a_second_reading_says_is_told_in_the_trace() {
        let parse = looked("Amit ne paanch sau rupaye diye", &[Intent::AddCredit]);
        let told = parse.trace.iter().find(|step| step.rule == rules::DOUBTED).unwrap();
        assert!(told.text.contains("RecordPayment") && told.weight > DOUBT, "{told}");
    }

    #[test]
    fn a_payment_that_the_grammar_only_doubts_is_taken_where_both_readings_agree() {
        let clarify = |text: &str| {
            let worlds: std::collections::BTreeMap<String, World> =
                serde_json::from_str(include_str!("../../../tests/understanding/worlds.json")).unwrap();
            let now = jiff::civil::datetime(2026, 11, 20, 10, 0, 0, 0);
            crate::intent::parse(text, &Lexicon::new(&worlds["P1"]), None, now).clarify
        };
        assert_eq!(clarify("Kavita ke ghar se uska chhota bhai aaya aur chaar sau de gaya"), None);
        assert_eq!(clarify("Kavita ka ladka aake baap ka saadhe paanch sau bhar gaya"), None);
        for asks in [
            "Kavita ke ghar se uska chhota bhai aaya aur chaar sau ya paanch sau de gaya",
            "Kavita ka ladka ya Manoj ka ladka aake baap ka saadhe paanch sau bhar gaya",
            "Kavita ko chaar sau diye",
            "trumpet balloon Manoj four hundred credit",
        ] {
            assert!(clarify(asks).is_some(), "{asks}");
        }
    }
}
