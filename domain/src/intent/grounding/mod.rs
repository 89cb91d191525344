//! The guard: what somebody cleverer proposes, held against the words that were heard.
//!
//! A language model is asked what the grammar could not read ([`needs_help`]). It is shown what the words may name
//! ([`Offer`]) and answers with frames. Whatever it answers, the rest is read here from the words themselves, by the
//! readers that the grammar uses, and the proposal is taken only where it says the same:
//!
//! - what the grammar understands by itself is not overruled ([`Objection::Known`]);
//! - every frame has words of its own, and no frame is left over ([`Objection::Extra`]);
//! - how the words are meant still forbids: asked, supposed, told not to ([`Objection::Mood`]);
//! - nothing in the words speaks strongly against it ([`Objection::Contrary`]);
//! - a change has a word of its kind; where it has none, money is asked about and the rest is not done
//!   ([`Objection::NoCue`]);
//! - customer, product, amount, quantity, day and number are as the clause has them, or the one that is not is asked
//!   for; every amount that was heard is used, or was taken back ([`Objection::Unused`]);
//! - nobody but the speaker says yes, no or something else instead ([`Objection::NotAModels`]).

#![expect(clippy::wildcard_enum_match_arm, reason = "only some kinds of entity matter here")]

mod cues;
mod offer;
mod same;
mod schema;

pub use offer::{Earlier, Offer};
pub use schema::{INSTRUCTIONS, schema};

use super::amounts;
use super::clauses;
use super::diary;
use super::entity::{self, Entity, Kind};
use super::evidence::RULES;
use super::facts::{self, Facts};
use super::frame::{Candidate, Clarify, Frame, Intent, Parse, Reason, Slot, Slots, Source};
use super::guard;
use super::lexicon::Lexicon;
use super::mood::Mood;
use super::normalise;
use super::parse::{first, parse, worse};
use super::slots::{self, Clause};
use super::stray;
use super::title;
use super::token::{self, Token};
use super::trace::Trace;
use crate::money::Money;
use jiff::civil::DateTime;
use std::ops::Range;

/// The most frames that one utterance is believed to hold.
pub const FRAMES_MAX: usize = 4;

/// A rule that weighs this much against an intent, or more, stands in its way.
const CONTRARY: i32 = -40;

/// How sure a proposal is that passed, in thousandths: it is always read back.
const CONFIDENCE: u16 = 500;

/// Why a proposal was not taken: the grammar's own question stands.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Objection {
    /// The grammar knows what was said, or what to ask.
    Known,
    /// There is nothing in it.
    Nothing,
    /// It says yes, no or something else in the speaker's place.
    NotAModels,
    /// There are more or fewer frames than the words have commands.
    Extra,
    /// The words ask, suppose, doubt, forbid or promise it.
    Mood,
    /// No word is of its kind.
    NoCue,
    /// The words speak against it.
    Contrary,
    /// An amount was heard that it leaves out.
    Unused,
}

impl Objection {
    /// A short name for metrics.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Known => "known",
            Self::Nothing => "nothing",
            Self::NotAModels => "not_a_models",
            Self::Extra => "extra",
            Self::Mood => "mood",
            Self::NoCue => "no_cue",
            Self::Contrary => "contrary",
            Self::Unused => "unused",
        }
    }
}

/// Whether the grammar abstains, or is not sure what is wanted: only then is anybody else asked.
#[must_use]
pub fn needs_help(parse: &Parse) -> bool {
    let lost = parse.frames.iter().any(|frame| frame.intent == Intent::Unknown);
    match &parse.clarify {
        None => lost,
        Some(clarify) => {
            matches!(clarify.reason, Reason::OutOfScope | Reason::AmbiguousIntent) && clarify.slot.is_none()
        }
    }
}

/// What the words come to if they mean what is proposed: grounded frames, or one question.
///
/// Pure and deterministic. Proposal and text are data: nothing in them is obeyed.
///
/// # Errors
/// [`Objection`] where the proposal does not fit the words: the grammar's own reading stands.
pub fn ground(text: &str, lexicon: &Lexicon, proposed: &[Frame], now: DateTime) -> Result<Parse, Objection> {
    let known = parse(text, lexicon, None, now);
    if !needs_help(&known) {
        return Err(Objection::Known);
    }
    if proposed.is_empty() || proposed.iter().any(|frame| frame.intent == Intent::Unknown) {
        return Err(Objection::Nothing);
    }
    if proposed.iter().any(|frame| matches!(frame.intent, Intent::Confirm | Intent::Deny | Intent::Correct)) {
        return Err(Objection::NotAModels);
    }
    let mut tokens = token::tokens(normalise::words(text));
    let mut entities = entity::find(&mut tokens, lexicon);
    clauses::strike(&mut tokens, &mut entities);
    let ranges = align(clauses::split(&tokens, &entities), tokens.len(), proposed.len()).ok_or(Objection::Extra)?;
    let heard = Heard { tokens: &tokens, entities: &entities, lexicon, now };
    let (mut frames, mut clarify, mut before): (Vec<Frame>, Option<Clarify>, Option<String>) = (vec![], None, None);
    for (index, (range, frame)) in ranges.iter().zip(proposed).enumerate() {
        agrees(&known, index, proposed.len(), frame.intent)?;
        let (slots, question) = heard.frame(range, frame, before.as_deref())?;
        before = slots.customer_id.clone().or(before);
        clarify = worse(clarify, question.map(|question| Clarify { frame: index, ..question }));
        frames.push(Frame { intent: frame.intent, slots });
    }
    let mut trace = known.trace;
    trace.push(Trace {
        words: 0..tokens.len(),
        text: format!("{:?}", frames.iter().map(|frame| frame.intent).collect::<Vec<_>>()),
        rule: "proposed, and in the words",
        weight: 0,
    });
    Ok(Parse { frames, clarify, confidence: CONFIDENCE, margin: 0, source: Source::Model, trace })
}

/// Which words each frame has: all of them for one, else a clause for each.
fn align(clauses: Vec<Range<usize>>, words: usize, frames: usize) -> Option<Vec<Range<usize>>> {
    if frames == 1 {
        return Some(std::iter::once(0..words).collect());
    }
    (frames == clauses.len() && frames <= FRAMES_MAX).then_some(clauses)
}

/// What the grammar read surely stays, and of two readings that it cannot tell apart a third is neither.
fn agrees(known: &Parse, index: usize, proposed: usize, intent: Intent) -> Result<(), Objection> {
    let asked = known.clarify.as_ref().filter(|clarify| clarify.frame == index || proposed == 1);
    let own = known.frames.get(index).map_or(Intent::Unknown, |frame| frame.intent);
    let sure = known.frames.len() == proposed && asked.is_none() && own != Intent::Unknown;
    if sure && own != intent {
        return Err(Objection::Contrary);
    }
    let choice = asked.filter(|clarify| clarify.reason == Reason::AmbiguousIntent);
    let open = |clarify: &Clarify| clarify.candidates.contains(&Candidate::Intent(Intent::Unknown));
    let offered = |clarify: &Clarify| clarify.candidates.contains(&Candidate::Intent(intent));
    match choice {
        Some(clarify) if intent.changes_state() && !open(clarify) && !offered(clarify) => Err(Objection::Contrary),
        Some(_) | None => Ok(()),
    }
}

/// What was heard, with everything that is needed to read it.
struct Heard<'a> {
    tokens: &'a [Token],
    entities: &'a [Entity],
    lexicon: &'a Lexicon,
    now: DateTime,
}

impl Heard<'_> {
    /// The frame's slots as these words have them, and the question that they leave open.
    fn frame(
        &self,
        range: &Range<usize>,
        frame: &Frame,
        before: Option<&str>,
    ) -> Result<(Slots, Option<Clarify>), Objection> {
        let intent = frame.intent;
        let mut facts = facts::gather(self.tokens, self.entities, range);
        facts.pronoun |= facts.customers == 0 && before.is_some();
        let clause = self.clause(range, &facts, before);
        if Mood::of(self.tokens, self.entities, range).objection(intent).is_some() {
            return Err(Objection::Mood);
        }
        if intent.changes_state() && (is_contrary(&facts, intent) || guard::is_other(&clause, intent)) {
            return Err(Objection::Contrary);
        }
        let (own, mut questions) = slots::fill(&clause, intent);
        let mut slots = own.slots;
        named(&clause, frame, &mut slots, &mut questions);
        if let Some(question) = first(questions) {
            return Ok((slots, Some(question)));
        }
        if let Some(slot) = same::difference(&slots, &frame.slots) {
            same::clear(&mut slots, slot);
            return Ok((slots, Some(asked(&clause, slot))));
        }
        if let Some(at) = guard::strange_thing(&clause, intent) {
            slots.items = None;
            let heard = Some(slots::said(self.tokens, at..at + 1));
            let (reason, slot) = (Reason::UnknownProduct, Some(Slot::Items));
            return Ok((slots, Some(Clarify { reason, frame: 0, slot, candidates: vec![], heard })));
        }
        if leaves_out(&clause, &slots) {
            return Err(Objection::Unused);
        }
        if intent.changes_state() && !self.is_of_its_kind(&clause, intent) {
            return unheard(intent).map(|question| (slots, Some(question))).ok_or(Objection::NoCue);
        }
        let money = matches!(intent, Intent::RecordPayment | Intent::AddCredit);
        if money && stray::speaks_against(&clause, &Frame { intent, slots: slots.clone() }).is_some() {
            return Err(Objection::Contrary);
        }
        Ok((slots, None))
    }

    /// Whether a word is of the kind of this change, and none of the opposite. A word that is only like one is no such
    /// word, and neither is a part of a figure ("lakh" is "write" elsewhere).
    fn is_of_its_kind(&self, clause: &Clause<'_>, intent: Intent) -> bool {
        let figure = |at: usize| self.entities.iter().any(|entity| entity.start <= at && at < entity.end);
        let own = clause.range.clone().filter(|at| !figure(*at)).filter_map(|at| self.tokens.get(at));
        let sure = own.into_iter().any(|token| token.exact && token.is(cues::of(intent)));
        sure && !clause.facts.has(cues::against(intent))
    }

    fn clause<'b>(&'b self, range: &Range<usize>, facts: &'b Facts, before: Option<&'b str>) -> Clause<'b> {
        let inside = |entity: &&Entity| !entity.struck && entity.start >= range.start && entity.end <= range.end;
        let entities = self.entities.iter().filter(inside).collect();
        let (tokens, lexicon, now) = (self.tokens, self.lexicon, self.now);
        let struck = self.entities.iter().any(|entity| entity.struck);
        Clause { tokens, entities, all: self.entities, struck, range: range.clone(), facts, lexicon, now, before }
    }
}

/// Whether money would go the other way than the particles behind the name say, or one of the grammar's own rules
/// speaks strongly against it.
fn is_contrary(facts: &Facts, intent: Intent) -> bool {
    let roles = facts.roles;
    let turned = (intent == Intent::RecordPayment && roles.ko && !roles.ne && !roles.se)
        || (intent == Intent::AddCredit && roles.se && !roles.ko && !roles.ne);
    turned || RULES.iter().any(|rule| rule.intent == intent && rule.weight <= CONTRARY && (rule.holds)(facts))
}

/// A new name that the grammar could not find is taken where it is words that were said, one behind the other, and
/// none of them means anything else.
fn named(clause: &Clause<'_>, frame: &Frame, slots: &mut Slots, questions: &mut Vec<Clarify>) {
    let only_name = matches!(questions.as_slice(), [question] if question.slot == Some(Slot::Name));
    let Some(name) = frame.slots.name.as_deref().filter(|_| only_name && frame.intent == Intent::CreateCustomer) else {
        return;
    };
    if title::is_said(clause, name) {
        slots.name = Some(name.to_owned());
        questions.clear();
    }
}

/// The question for a slot that was proposed otherwise than it was heard.
fn asked(clause: &Clause<'_>, slot: Slot) -> Clarify {
    let heard = amounts::amounts(clause);
    let money = matches!(slot, Slot::AmountPaise | Slot::PricePaise | Slot::MinPaise) && heard.len() > 1;
    let candidates =
        if money { heard.into_iter().map(Money::from_paise).map(Candidate::Amount).collect() } else { vec![] };
    let reason = if money { Reason::AmbiguousAmount } else { Reason::MissingSlot };
    Clarify { reason, frame: 0, slot: Some(slot), candidates, heard: None }
}

/// Money without a word that says which way it went: the speaker is asked.
fn unheard(intent: Intent) -> Option<Clarify> {
    let ways = [(Intent::RecordPayment, Intent::AddCredit), (Intent::AddCredit, Intent::RecordPayment)];
    let (_, other) = ways.into_iter().find(|(one, _)| *one == intent)?;
    let candidates = vec![Candidate::Intent(intent), Candidate::Intent(other)];
    Some(Clarify { reason: Reason::AmbiguousIntent, frame: 0, slot: None, candidates, heard: None })
}

/// Whether a figure was heard that no slot has.
fn leaves_out(clause: &Clause<'_>, slots: &Slots) -> bool {
    let items = slots.items.as_deref().unwrap_or_default();
    let money = [slots.amount_paise, slots.price_paise, slots.min_paise];
    let money = money.into_iter().chain(items.iter().flat_map(|item| [item.amount_paise, item.rate_paise])).flatten();
    let mut used: Vec<i64> = money.map(Money::paise).collect();
    let much =
        [slots.qty_milli, slots.stock_milli].into_iter().chain(items.iter().map(|item| item.qty_milli)).flatten();
    used.extend(much.map(|quantity| quantity.milli() / 10));
    used.extend([slots.invoice_no, slots.limit].into_iter().flatten().map(|count| count.saturating_mul(100)));
    let hour = slots.time.and(diary::bare_hour(clause)).map(|(start, ..)| start);
    let others = Clause {
        entities: clause.entities.iter().copied().filter(|entity| Some(entity.start) != hour).collect(),
        range: clause.range.clone(),
        ..*clause
    };
    // What is said twice in different places is two amounts.
    let times = |paise: i64| used.iter().filter(|own| **own == paise).count();
    let said = clause.entities.iter().filter_map(|entity| match entity.kind {
        Kind::Money { paise } => Some(paise),
        Kind::Number(figure) if !figure.article => Some(figure.milli / 10),
        _ => None,
    });
    let said: Vec<i64> = said.collect();
    let twice = said
        .iter()
        .any(|paise| used.contains(paise) && said.iter().filter(|other| *other == paise).count() > times(*paise));
    let measured = clause.entities.iter().any(|entity| matches!(entity.kind, Kind::Quantity { .. }));
    let counted = !items.is_empty() || slots.qty_milli.is_some() || slots.stock_milli.is_some();
    amounts::amounts(&others).iter().any(|paise| !used.contains(paise)) || twice || (measured && !counted)
}
