//! Amounts of money, and the bills and entries that they go into.
#![expect(clippy::wildcard_enum_match_arm, reason = "only some kinds of entity matter here")]

use super::beyond;
use super::dates::Direction;
use super::diary::{is_of_another_day, when};
use super::entity::{Entity, Figure, Kind};
use super::frame::{Candidate, Intent, Method, Reason, Slot};
use super::items::{self};
use super::number::{NumberWord, Numeral};
use super::senses::{
    BANK, BILL, BY, CARD, CASH, CHEQUE, CREDIT, DAY, EACH, FILLER, FOR, GIVEN, GOT, HOUR, IS, KA, MINUS, MINUTE, MONTH,
    NO, NOT, NUMBER, PAST, REPAIR, RUPEE, SE, SETTO, STEM, TELL, UPI, WAS, WEEK,
};
use super::slots::{Clause, Draft, ask_about, customer};
use crate::money::Money;

/// Every amount of the clause in paise, each once; what a doubtful number may also be comes with it.
pub(super) fn amounts(clause: &Clause<'_>) -> Vec<i64> {
    let mut found: Vec<i64> = vec![];
    let mut push = |paise: i64| {
        if !found.contains(&paise) {
            found.push(paise);
        }
    };
    for entity in &clause.entities {
        match &entity.kind {
            Kind::Money { paise } => push(*paise),
            Kind::Number(Figure { article: true, .. }) => {}
            Kind::Number(_) if aside(clause, entity) => {}
            // No coin is less than a paisa.
            Kind::Number(figure) if figure.milli % 10 != 0 => {}
            Kind::Number(figure) => {
                push(figure.milli / 10);
                if let Some(other) = figure.other {
                    push(other / 10);
                }
                if figure.doubtful {
                    push(doubled_away(figure.milli) / 10);
                }
                if figure.bare_fraction && figure.milli < 10_000 {
                    push(figure.milli * 10);
                }
            }
            _ => {}
        }
    }
    found
}

/// Whether the number counts something that is neither money nor goods: minutes, people, times.
fn aside(clause: &Clause<'_>, entity: &Entity) -> bool {
    const COUNTED: &[&str] = &[
        "log",
        "logon",
        "aadmi",
        "baar",
        "saal",
        "second",
        "seconds",
        "kilometer",
        "km",
        "ghar",
        "bachche",
        "bachchon",
        "times",
        "people",
        "years",
        "miles",
        "percent",
        "लोग",
        "बार",
        "साल",
        "आदमी",
        "सेकंड",
        "घर",
        "kids",
        "friends",
        "boys",
        "girls",
        "men",
        "women",
        "sons",
        "daughters",
        "children",
        "guests",
        "beti",
        "bete",
        "betiyan",
        "betiyon",
        "beton",
        "ladke",
        "ladkiyan",
        "dost",
        "doston",
        "jan",
        "jane",
        "dafa",
        "chakkar",
        "mehman",
        "बेटियाँ",
        "बेटियां",
        "बेटे",
        "बच्चे",
        "दोस्त",
    ];
    let beside_bill = entity.start.checked_sub(1).and_then(|at| clause.tokens.get(at)).is_some_and(|last| {
        (last.is(BILL) || (last.is(NUMBER) && last.word.plain != "no"))
            && clause.tokens.get(entity.end).is_none_or(|next| !next.is(KA.or(RUPEE)))
    });
    let hour = entity.start.checked_sub(1).and_then(|at| clause.tokens.get(at)).is_some_and(|last| {
        matches!(last.word.plain.as_str(), "at" | "by" | "around")
            && matches!(entity.kind, Kind::Number(figure) if figure.milli <= 12_000)
            && clause.tokens.get(entity.end).is_none_or(|next| next.unit.is_none() && !next.is(EACH))
    });
    // "500 day before yesterday": the day is told by itself.
    let dated = clause.entities.iter().any(|other| other.start == entity.end && matches!(other.kind, Kind::When(_)));
    let counts = clause.tokens.get(entity.end).filter(|_| !dated).is_some_and(|next| {
        next.is(MINUTE.or(HOUR).or(DAY).or(WEEK).or(MONTH)) || COUNTED.contains(&next.word.plain.as_str())
    });
    beside_bill || hour || counts
}

/// The number without its leading "do": "likh do sau" may be a hundred.
pub(super) const fn doubled_away(milli: i64) -> i64 {
    let mut scale: i64 = 1_000_000_000_000;
    while scale > 100_000 {
        if milli / scale == 2 {
            return milli - scale;
        }
        scale /= 10;
    }
    if milli >= 200_000 && milli < 300_000 { milli - 100_000 } else { milli }
}

/// Whether a word of a number stands alone because nothing could be made of what belongs to it: "bdu hazaar".
fn unread(clause: &Clause<'_>) -> bool {
    let inside = |at: usize| clause.all.iter().any(|entity| entity.start <= at && at < entity.end);
    clause.range.clone().any(|at| {
        clause.tokens.get(at).is_some_and(|token| {
            let times =
                matches!(token.number, Some(NumberWord { numeral: Numeral::Times(_) | Numeral::Plus(_), weak: false }));
            let letter = matches!(token.word.plain.as_str(), "k" | "l" | "cr");
            times && !letter && !token.masked && !token.part && !inside(at)
        })
    })
}

/// One amount, and within the shop's limits.
pub(super) fn amount(clause: &Clause<'_>, draft: &mut Draft, slot: Slot, needed: bool) -> Option<Money> {
    let limit = clause.lexicon.world.limits.amount_max.paise();
    if unread(clause) {
        draft.ask(Reason::MissingSlot, slot, vec![], None);
        return None;
    }
    match amounts(clause).as_slice() {
        [] => {
            if needed {
                let reason = if clause.facts.has(MINUS) { Reason::InvalidAmount } else { Reason::MissingSlot };
                draft.ask(reason, slot, vec![], None);
            }
            None
        }
        [paise] if *paise <= 0 || *paise > limit => {
            draft.ask(Reason::InvalidAmount, slot, vec![], None);
            None
        }
        [paise] => Some(Money::from_paise(*paise)),
        several => {
            let candidates = several.iter().map(|paise| Candidate::Amount(Money::from_paise(*paise))).collect();
            draft.ask(Reason::AmbiguousAmount, slot, candidates, None);
            None
        }
    }
}

pub(super) fn money(clause: &Clause<'_>, draft: &mut Draft, intent: Intent) {
    customer(clause, draft);
    draft.slots.amount_paise = amount(clause, draft, Slot::AmountPaise, true);
    let (day, _, _) = when(clause, Direction::Past);
    let day = day.filter(|_| !of_purpose(clause));
    let promised = clause.facts.future && !clause.facts.has(WAS);
    draft.slots.date = day.filter(|day| *day < clause.now.date() && !promised);
    if intent == Intent::RecordPayment {
        draft.slots.method = method(clause).filter(|_| !in_parts(clause));
    }
    if draft.slots.date.is_some() && of_a_scene(clause) {
        draft.slots.date = None;
        draft.ask(Reason::MissingSlot, Slot::Date, vec![], None);
    }
    let ahead = clause.entities.iter().any(|entity| match entity.kind {
        Kind::When(when) => when.is_ahead(),
        _ => false,
    });
    let ahead = ahead || day.is_some_and(|day| day > clause.now.date());
    if ahead && intent == Intent::RecordPayment {
        let candidates = vec![Candidate::Intent(intent), Candidate::Intent(Intent::ScheduleReminder)];
        draft.ask(Reason::AmbiguousIntent, Slot::Date, candidates, None);
    }
    if clause.facts.products > 0 || clause.facts.quantities > 0 {
        draft.ask(
            Reason::AmbiguousIntent,
            Slot::Items,
            vec![Candidate::Intent(intent), Candidate::Intent(Intent::CreateInvoice)],
            None,
        );
    }
}

/// "kal raat neend nahi aayi, …": a day that stands apart, in a sentence of its own, may be another than the money's.
fn of_a_scene(clause: &Clause<'_>) -> bool {
    let stop = |at: usize| clause.tokens.get(at).is_none_or(|token| token.word.after_stop);
    let told = |entity: &&&Entity| !matches!(entity.kind, Kind::When(_));
    clause.entities.iter().filter(|entity| matches!(entity.kind, Kind::When(_))).any(|day| {
        let start = (clause.range.start..=day.start).rev().find(|&at| stop(at)).unwrap_or(clause.range.start);
        let end = (day.start + 1..=clause.range.end).find(|&at| stop(at)).unwrap_or(clause.range.end);
        let alone = !clause.entities.iter().filter(told).any(|other| (start..end).contains(&other.start));
        let words = (start..end).filter(|at| !(day.start..day.end).contains(at));
        let speaks =
            words.filter_map(|at| clause.tokens.get(at)).any(|token| token.is(IS.or(WAS).or(PAST).or(NO).or(NOT)));
        alone && speaks && end < clause.range.end
    })
}

/// "kal ki shaadi ke liye": the day belongs to what it is for.
pub(super) fn of_purpose(clause: &Clause<'_>) -> bool {
    clause.entities.iter().filter(|entity| matches!(entity.kind, Kind::When(_))).any(|entity| {
        let is = |at: usize, senses| clause.tokens.get(at).is_some_and(|token| token.is(senses));
        is(entity.end, KA) && (entity.end + 1..entity.end + 5).any(|at| is(at, FOR))
    })
}

/// The last way of paying that is named.
pub(super) fn method(clause: &Clause<'_>) -> Option<Method> {
    methods(clause).last().copied()
}

/// Whether the ways of paying belong to a sum each: "500 in cash and 200 by UPI".
fn in_parts(clause: &Clause<'_>) -> bool {
    let ways = methods(clause);
    ways.iter().any(|way| Some(way) != ways.first()) && amounts(clause).len() > 1
}

/// Every way of paying that is named.
fn methods(clause: &Clause<'_>) -> Vec<Method> {
    let mut found = vec![];
    for at in clause.range.clone() {
        let Some(token) = clause.tokens.get(at) else { continue };
        let near = |at: Option<usize>, senses, words: &[&str]| {
            at.and_then(|at| clause.tokens.get(at))
                .is_some_and(|token| token.is(senses) || words.contains(&token.word.plain.as_str()))
        };
        let looked_up = matches!(token.word.plain.as_str(), "check" | "चेक")
            && (clause
                .tokens
                .get(at + 1)
                .is_some_and(|next| next.is(STEM.or(SETTO).or(TELL)) || next.word.plain == "karke")
                || !(near(at.checked_sub(1), BY.or(RUPEE), &["a", "the", "in", "as", "ek", "wo"])
                    || near(Some(at + 1), SE.or(KA).or(GOT).or(GIVEN), &["number", "diye", "hai"])));
        if looked_up {
            continue;
        }
        let taken_back = clause.tokens.get(at + 1).is_some_and(|next| next.is(REPAIR.or(NO)) && !next.is(FILLER))
            || at.checked_sub(1).and_then(|at| clause.tokens.get(at)).is_some_and(|last| last.word.plain == "not");
        for (senses, method) in [
            (UPI, Method::Upi),
            (CASH, Method::Cash),
            (CHEQUE, Method::Cheque),
            (CARD, Method::Card),
            (BANK, Method::Bank),
        ] {
            if token.is(senses) && !(taken_back && found.is_empty()) {
                found.push(method);
                break;
            }
        }
    }
    found
}

pub(super) fn invoice(clause: &Clause<'_>, draft: &mut Draft) {
    customer(clause, draft);
    match items::items(clause.tokens, &clause.entities, clause.lexicon) {
        Ok(items) => draft.slots.items = Some(items),
        Err(trouble) => ask_about(clause, draft, trouble, Slot::Items),
    }
    if clause.facts.has(CREDIT) {
        draft.slots.on_credit = Some(true);
    }
    draft.slots.beyond.paid = beyond::paid(clause);
    draft.slots.beyond.of_another_day = is_of_another_day(clause);
}
