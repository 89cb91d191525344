//! The whole way from words to frames.

use super::again;
use super::answer;
use super::aside;
use super::beyond;
use super::clauses;
use super::entity::{self, Entity, Kind};
use super::evidence::{self, ENOUGH, MARGIN, RULES};
use super::facts::{self, Facts};
use super::frame::{Candidate, Clarify, Frame, Intent, Parse, Pending, Reason, Slot, Slots, Source};
use super::guard;
use super::lexicon::Lexicon;
use super::mood::Mood;
use super::normalise;
use super::phrasal;
use super::received;
use super::second::Second;
use super::senses::{
    ALL, BILL, BOOK, CANCEL, CLOSE, CREDIT, CUSTOMER, DELETE, DUE, GAVE, GIVE, GIVEN, GOT, HOWMUCH, LATER, LEND,
    MESSAGE, OWE, PAY, REMIND, RUPEE, SEND, TELL, TOOK, WAS, WHAT, WHO, WILLGIVE, WRITE,
};
use super::slots::{self, Clause};
use super::stray;
use super::together;
use super::token::{self, Token};
use super::trace::{Trace, rules};
use jiff::civil::DateTime;
use std::ops::Range;

/// What `text` means in this shop at this local moment; `context` is the action that was just read back.
///
/// Pure and deterministic. The text is data: nothing in it is obeyed.
#[must_use]
pub fn parse(text: &str, lexicon: &Lexicon, context: Option<&Pending>, now: DateTime) -> Parse {
    let text = again::without_credits(text);
    let read = |text: &str| parse_as_written(text, lexicon, context, now);
    let is_whole =
        |parse: &Parse| parse.clarify.is_none() && parse.frames.iter().all(|it| it.intent != Intent::Unknown);
    if let Some((sentence, times)) = again::one_of(text) {
        let one = read(&sentence);
        if is_whole(&one) {
            let times = if context.is_some() { 1 } else { times };
            return Parse { frames: std::iter::repeat_n(one.frames, times).flatten().collect(), ..one };
        }
    }
    let as_written = read(text);
    let acts = as_written.frames.iter().any(|frame| frame.intent.changes_state());
    if is_whole(&as_written) && acts {
        return as_written;
    }
    if let Some(asked) = figure_in_name(text, lexicon, &read) {
        return asked;
    }
    let once = again::without_echoes(text).filter(|_| !is_whole(&as_written)).map(|words| read(&words));
    once.filter(is_whole).unwrap_or(as_written)
}

/// "Gopal das rupaye udhaar", where Gopal Das is a customer: what stands before the rupees is of the name and of the
/// figure, so whose it is is known and how much is asked.
fn figure_in_name(text: &str, lexicon: &Lexicon, read: &impl Fn(&str) -> Parse) -> Option<Parse> {
    if !["rup", "रु"].iter().any(|begin| text.to_lowercase().contains(begin)) {
        return None;
    }
    let (tokens, entities) = prepare(text, lexicon);
    let figure = |entity: &Entity| matches!(entity.kind, Kind::Number(_) | Kind::Money { .. } | Kind::Quantity { .. });
    let ends = |entity: &&Entity| {
        let last = entity.end.checked_sub(1).and_then(|at| tokens.get(at));
        let counts = last.is_some_and(|token| token::whole_number(&token.word.plain).is_some());
        let rupees = tokens.get(entity.end).is_some_and(|token| token.is(RUPEE));
        matches!(&entity.kind, Kind::Customer(mention) if !mention.people.is_empty()) && counts && rupees
    };
    let name = entities.iter().find(ends).filter(|_| !entities.iter().any(figure))?;
    let mut words: Vec<&str> = tokens.iter().map(|token| token.word.said.as_str()).collect();
    words.insert(name.end, words.get(name.end - 1).copied()?);
    let mut whole = read(&words.join(" "));
    let [frame] = whole.frames.as_mut_slice() else { return None };
    frame.slots.amount_paise.take().filter(|_| whole.clarify.is_none())?;
    let (reason, slot) = (Reason::MissingSlot, Some(Slot::AmountPaise));
    whole.clarify = Some(Clarify { reason, frame: 0, slot, candidates: vec![], heard: None });
    Some(whole)
}

/// The same, of the words as they stand there.
fn parse_as_written(text: &str, lexicon: &Lexicon, context: Option<&Pending>, now: DateTime) -> Parse {
    let (tokens, entities) = prepare(text, lexicon);
    let mut trace = seen(&tokens, &entities);
    let second = Second::of(&tokens, &entities);
    let reader = Reader { tokens: &tokens, entities: &entities, lexicon, now, second: &second };
    if let Some(pending) = context {
        let range = 0..tokens.len();
        let facts = facts::gather(&tokens, &entities, &range);
        let best = evidence::weigh(&facts).first().copied();
        let clause = reader.clause(&range, &facts, pending.slots.customer_id.as_deref());
        if let Some((frame, questions)) =
            answer::read(&clause, &entities, pending, best, &Mood::of(&tokens, &entities, &range))
        {
            trace.push(Trace {
                words: range,
                text: format!("{:?}", frame.intent),
                rule: "an answer to what was read back",
                weight: 0,
            });
            return Parse {
                frames: vec![frame],
                clarify: first(questions),
                confidence: 1_000,
                margin: MARGIN_MAX,
                source: Source::Grammar,
                trace,
            };
        }
    }
    if let Some(clauses) = beyond::paid_apart(&tokens, &entities, 1) {
        return second.look(tokens.len(), reader.read_all(&clauses, true, trace));
    }
    let clauses = clauses::split(&tokens, &entities);
    second.look(tokens.len(), reader.read_all(&clauses, false, trace))
}

/// The words with what was found in them; what was taken back is struck.
pub(super) fn prepare(text: &str, lexicon: &Lexicon) -> (Vec<Token>, Vec<Entity>) {
    let mut tokens = token::tokens(normalise::words(text));
    let mut entities = entity::find(&mut tokens, lexicon);
    phrasal::join(&mut tokens, &entities);
    clauses::strike(&mut tokens, &mut entities);
    clauses::mend_things(&mut tokens, &mut entities);
    aside::set_aside(&mut tokens, &mut entities);
    aside::came(&mut tokens, &entities);
    (tokens, entities)
}

/// The most that a margin says.
const MARGIN_MAX: u16 = 100;
/// What one unexplained word takes from the confidence.
const UNEXPLAINED: u16 = 150;
/// What one unexplained word takes from a clause's lead among several.
const STRANGE: u16 = 25;
/// How far a reading is ahead that a neighbour lent.
const LENT_LEAD: i32 = 50;

/// What the clauses of a bill that is paid as it is written are.
const PAID_APART: [Intent; 2] = [Intent::CreateInvoice, Intent::RecordPayment];

/// What every clause of one utterance shares.
struct Reader<'a> {
    tokens: &'a [Token],
    entities: &'a [Entity],
    lexicon: &'a Lexicon,
    now: DateTime,
    second: &'a Second,
}

/// One clause's best reading.
struct Reading {
    frame: Frame,
    questions: Vec<Clarify>,
    lead: i32,
    /// Why it was chosen, or why nothing was.
    why: &'static str,
}

impl Reader<'_> {
    fn clause<'b>(&'b self, range: &Range<usize>, facts: &'b Facts, before: Option<&'b str>) -> Clause<'b> {
        let entities = self
            .entities
            .iter()
            .filter(|entity| !entity.struck && entity.start >= range.start && entity.end <= range.end)
            .collect();
        Clause {
            tokens: self.tokens,
            entities,
            all: self.entities,
            struck: self.entities.iter().any(|entity| entity.struck),
            range: range.clone(),
            facts,
            lexicon: self.lexicon,
            now: self.now,
            before,
        }
    }

    fn read_all(&self, clauses: &[Range<usize>], paid_apart: bool, mut trace: Vec<Trace>) -> Parse {
        let all: Vec<Facts> = clauses.iter().map(|range| facts::gather(self.tokens, self.entities, range)).collect();
        let own: Vec<Option<Intent>> = all.iter().map(sure).collect();
        let (mut frames, mut leads) = (vec![], vec![]);
        let (mut clarify, mut confidence, mut margin) = (None, 1_000, MARGIN_MAX);
        let mut before: Option<String> = None;
        for (index, (range, facts)) in clauses.iter().zip(&all).enumerate() {
            let (facts, lent) = borrow(facts, &own, index, before.is_some());
            let lent = if paid_apart { PAID_APART.get(index).copied() } else { lent };
            trace.extend(weighed(&facts, range));
            trace.extend(unexplained(self.tokens, range));
            let clause = self.clause(range, &facts, before.as_deref());
            if let Some(shared) = together::frames(&clause, lent).filter(|_| !received::by_customer(&clause)) {
                leads.resize(leads.len() + shared.len(), MARGIN_MAX);
                frames.extend(shared);
                continue;
            }
            let reading = self.read(range, &facts, before.as_deref(), lent);
            let lead = u16::try_from(reading.lead.clamp(0, i32::from(MARGIN_MAX))).unwrap_or(0);
            let strange = u16::try_from(facts.unknown).unwrap_or(u16::MAX).saturating_mul(UNEXPLAINED);
            margin = margin.min(lead);
            confidence = confidence.min((lead * 10).saturating_sub(strange));
            trace.push(Trace {
                words: range.clone(),
                text: format!("{:?}", reading.frame.intent),
                rule: reading.why,
                weight: reading.lead,
            });
            if let Some(customer) = &reading.frame.slots.customer_id {
                before = Some(customer.clone());
            }
            if self.sets_the_scene(range, &facts, reading.frame.intent)
                && own.iter().skip(index + 1).flatten().any(|intent| intent.changes_state())
            {
                continue;
            }
            if reading.frame.intent == Intent::Unknown
                && frames.is_empty()
                && clauses.len() > 1
                && facts.customers + facts.amounts + facts.products == 0
                && all.iter().skip(index + 1).any(|facts| sure(facts).is_some())
            {
                continue;
            }
            let place = frames.len();
            let question = first(reading.questions).map(|question| Clarify { frame: place, ..question });
            clarify = worse(clarify, question);
            let lead = if is_aloud(&facts, reading.frame.intent) { 0 } else { lead };
            frames.push(reading.frame);
            leads.push(lead.saturating_sub(u16::try_from(facts.unknown).unwrap_or(lead).saturating_mul(STRANGE)));
        }
        if clarify.is_none() && frames.len() > 1 && !paid_apart {
            clarify = guard::several(&frames, &leads);
        }
        Parse { frames, clarify, confidence, margin, source: Source::Grammar, trace }
    }

    /// "X ka purana hisaab tha, usme se …": nobody asked for the account, nor "kitne the" who only thinks aloud.
    fn sets_the_scene(&self, range: &Range<usize>, facts: &Facts, intent: Intent) -> bool {
        let looks = matches!(intent, Intent::CheckBalance | Intent::GetCustomerInfo | Intent::CheckStock);
        let marked = self.tokens.get(range.clone()).unwrap_or_default().iter().any(|token| token.word.asked);
        let asks = facts.has(TELL.or(HOWMUCH).or(WHAT).or(WHO));
        let aloud = asks && facts.customers == 0 && facts.has(WAS);
        looks && !marked && (aloud || (!asks && facts.has(WAS)))
    }

    fn read(&self, range: &Range<usize>, facts: &Facts, before: Option<&str>, lent: Option<Intent>) -> Reading {
        let unknown = |reason, why| Reading {
            why,
            frame: Frame { intent: Intent::Unknown, slots: Slots::default() },
            questions: vec![Clarify { reason, frame: 0, slot: None, candidates: vec![], heard: None }],
            lead: 0,
        };
        let clause = self.clause(range, facts, before);
        if gives(facts) && lent.is_none() || received::by_customer(&clause) {
            return given(slots::fill(&clause, Intent::AddCredit));
        }
        let ranked = evidence::weigh(facts);
        let everything = facts.has(ALL) && facts.has(DELETE.or(CANCEL)) && facts.customers == 0;
        let mood = Mood::of(self.tokens, self.entities, range);
        let objection = |(_, intent): (i32, Intent)| mood.objection(intent);
        let believed = lent.map(|intent| (ENOUGH, intent));
        let believed = believed.or_else(|| ranked.first().copied().filter(|(points, _)| *points >= ENOUGH));
        let why_not = believed.and_then(objection);
        let objected = why_not.is_some();
        let Some((points, intent)) = believed.filter(|_| !objected).or_else(|| {
            ranked.iter().copied().find(|(points, intent)| {
                objected
                    && !mood.is_forbidden()
                    && *points >= ENOUGH
                    && !intent.changes_state()
                    && mood.objection(*intent).is_none()
            })
        }) else {
            return unknown(
                if everything { Reason::UnsafeBulk } else { Reason::OutOfScope },
                why_not.unwrap_or("nothing is believed enough"),
            );
        };
        if intent == Intent::CreateInvoice && aside::is_no_sale(&clause) {
            return unknown(Reason::OutOfScope, "no sale");
        }
        if everything && !facts.has(BILL.or(REMIND).or(CUSTOMER).or(CLOSE).or(BOOK)) && facts.products == 0 {
            return unknown(Reason::UnsafeBulk, "everything at once");
        }
        let next = ranked.iter().find(|(_, other)| *other != intent).copied();
        let lead = if lent.is_some() { LENT_LEAD } else { next.map_or(points, |(other, _)| points - other) };
        let (mut frame, mut questions) = slots::fill(&clause, intent);
        let settled = self.second.settles(&clause, intent) && stray::is_only_strange(&clause, &frame);
        let close = intent.changes_state() && lead < MARGIN && lent.is_none() && !settled;
        if let (true, Some((_, other))) = (close, next) {
            let candidates = vec![Candidate::Intent(intent), Candidate::Intent(other)];
            questions.push(Clarify { reason: Reason::AmbiguousIntent, frame: 0, slot: None, candidates, heard: None });
        }
        if let (true, Some(at)) = (questions.is_empty(), guard::strange_thing(&clause, intent)) {
            frame.slots.items = None;
            let heard = Some(slots::said(self.tokens, at..at + 1));
            let (reason, slot) = (Reason::UnknownProduct, Some(Slot::Items));
            questions.push(Clarify { reason, frame: 0, slot, candidates: vec![], heard });
        }
        let unsure = guard::is_unsure(&clause, intent, lead).then_some("too little is explained");
        let doubt = unsure.or_else(|| stray::left_over(&clause, &frame, lent.is_some()));
        if questions.is_empty() && doubt.is_some() && !settled {
            let other = next.map_or(Intent::Unknown, |(_, other)| other);
            let candidates = vec![Candidate::Intent(intent), Candidate::Intent(other)];
            questions.push(Clarify { reason: Reason::AmbiguousIntent, frame: 0, slot: None, candidates, heard: None });
        }
        Reading { frame, questions, lead, why: doubt.unwrap_or("chosen, so far ahead") }
    }
}

/// "X ko N diye": lent, or paid to X? Only the speaker knows.
fn gives(facts: &Facts) -> bool {
    let clear = CREDIT
        .or(LEND)
        .or(WRITE)
        .or(BOOK)
        .or(DUE)
        .or(OWE)
        .or(REMIND)
        .or(BILL)
        .or(GOT)
        .or(TOOK)
        .or(WILLGIVE)
        .or(LATER)
        .or(SEND)
        .or(MESSAGE);
    facts.roles.ko
        && !facts.roles.ne
        && facts.amounts > 0
        && facts.has(GIVEN.or(GAVE).or(PAY))
        && !facts.has(clear)
        && facts.products == 0
}

fn given((frame, mut questions): (Frame, Vec<Clarify>)) -> Reading {
    let candidates = vec![Candidate::Intent(Intent::AddCredit), Candidate::Intent(Intent::RecordPayment)];
    questions.push(Clarify { reason: Reason::AmbiguousIntent, frame: 0, slot: None, candidates, heard: None });
    Reading { frame, questions, lead: 0, why: "given to them: lent, or paid?" }
}

/// "baaki Gaya Prasad dega": an account is spoken of, and nobody asked for it.
fn is_aloud(facts: &Facts, intent: Intent) -> bool {
    let brief = facts.roles.ka && facts.amounts == 0 && facts.words <= 6;
    intent == Intent::CheckBalance && !brief && !facts.has(TELL.or(HOWMUCH).or(WHAT).or(WHO))
}

/// The intent that a clause has on its own.
fn sure(facts: &Facts) -> Option<Intent> {
    evidence::weigh(facts).first().filter(|(points, _)| *points >= ENOUGH).map(|(_, intent)| *intent)
}

/// A clause without a verb takes its neighbour's: "Amit ko sau aur Neha ko do sau udhaar".
fn borrow(facts: &Facts, own: &[Option<Intent>], index: usize, spoken_of: bool) -> (Facts, Option<Intent>) {
    let mut facts = facts.clone();
    facts.pronoun |= facts.customers == 0 && spoken_of;
    let settled = own.get(index).copied().flatten().is_some();
    let deed = GIVEN.or(GAVE).or(GIVE).or(GOT).or(TOOK).or(LEND).or(PAY);
    if settled || facts.customers == 0 || facts.has(deed) {
        return (facts, None);
    }
    if facts.products > 0 {
        let beside = index.checked_sub(1).into_iter().chain(std::iter::once(index + 1));
        let mut bills = beside.filter_map(|at| own.get(at).copied().flatten());
        return (facts, bills.find(|intent| *intent == Intent::CreateInvoice));
    }
    if facts.amounts == 0 {
        let before = index.checked_sub(1).and_then(|index| own.get(index)).copied().flatten();
        let lent = before.filter(|intent| *intent == Intent::CheckBalance && facts.roles.ka && facts.words <= 5);
        return (facts, lent);
    }
    let before = own.get(..index).and_then(|before| before.iter().rev().flatten().next()).copied();
    let after = own.get(index + 1).copied().flatten();
    let lent = before.or(after).filter(|intent| matches!(intent, Intent::RecordPayment | Intent::AddCredit));
    (facts, lent)
}

/// What was found where.
fn seen(tokens: &[Token], entities: &[Entity]) -> Vec<Trace> {
    let rule = |entity: &Entity| match (&entity.kind, entity.struck) {
        (_, true) => "taken back",
        (Kind::Customer(mention), _) if mention.people.is_empty() => "a stranger",
        (Kind::Customer(_), _) => "a customer",
        (Kind::Product(_), _) => rules::PRODUCT,
        (Kind::Number(_), _) => rules::NUMBER,
        (Kind::Money { .. }, _) => rules::MONEY,
        (Kind::Quantity { .. }, _) => rules::QUANTITY,
        (Kind::When(_), _) => "a day or time",
        (Kind::Phone(_) | Kind::Digits, _) => "a number to ring",
        (Kind::Email(_), _) => "an address",
    };
    entities
        .iter()
        .map(|entity| Trace {
            words: entity.start..entity.end,
            text: slots::said(tokens, entity.start..entity.end),
            rule: rule(entity),
            weight: 0,
        })
        .collect()
}

/// Words of which nothing is known.
fn unexplained<'a>(tokens: &'a [Token], range: &Range<usize>) -> impl Iterator<Item = Trace> + 'a {
    range.clone().filter_map(|at| tokens.get(at).map(|token| (at, token))).filter(|(_, token)| token.is_unknown()).map(
        |(at, token)| Trace { words: at..at + 1, text: token.word.said.clone(), rule: rules::UNEXPLAINED, weight: 0 },
    )
}

/// Which evidence held.
fn weighed(facts: &Facts, range: &Range<usize>) -> Vec<Trace> {
    RULES
        .iter()
        .filter(|rule| (rule.holds)(facts))
        .map(|rule| Trace {
            words: range.clone(),
            text: format!("{:?}", rule.intent),
            rule: rule.what,
            weight: rule.weight,
        })
        .collect()
}

/// The question that must be asked first.
pub(super) fn first(questions: Vec<Clarify>) -> Option<Clarify> {
    questions.into_iter().fold(None, |best, question| worse(best, Some(question)))
}

pub(super) fn worse(left: Option<Clarify>, right: Option<Clarify>) -> Option<Clarify> {
    match (left, right) {
        (Some(left), Some(right)) => Some(if urgency(right.reason) < urgency(left.reason) { right } else { left }),
        (left, right) => left.or(right),
    }
}

const fn urgency(reason: Reason) -> u8 {
    match reason {
        Reason::UnsafeBulk => 0,
        Reason::OutOfScope => 1,
        Reason::AmbiguousIntent => 2,
        Reason::AmbiguousCustomer | Reason::UnknownCustomer | Reason::AmbiguousProduct | Reason::UnknownProduct => 3,
        Reason::InvalidAmount | Reason::PastDate => 4,
        Reason::AmbiguousAmount => 5,
        Reason::MissingSlot => 6,
    }
}
