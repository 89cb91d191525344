//! Money that went to a customer: "Sunita received 500", "was paid 500", "Sunita ko 500 mile". Nobody but the speaker knows
//! what it was for, and it is never money that came.
#![expect(clippy::wildcard_enum_match_arm, reason = "only some kinds of entity matter here")]

use super::entity::{Entity, Kind};
use super::facts;
use super::senses::{
    BILL, BOOK, CREDIT, DUE, FILLER, FROM, GAVE, GIVEN, GOT, HONOR, LEND, OWE, PAY, PRON, REMIND, SE, SEND, TOOK, WRITE,
};
use super::slots::Clause;

/// Who has these, has the money.
const RECEIVED: &[&str] = &[
    "received",
    "receives",
    "receive",
    "recieved",
    "recd",
    "got",
    "gets",
    "collected",
    "collects",
    "accepted",
    "obtained",
    "pocketed",
];
/// Who does this takes it from somewhere: "took 500 from the till".
const TOOK_OUT: &[&str] = &["took", "takes", "taken", "withdrew", "grabbed", "borrowed"];
/// To whom these were done, has the money.
const HANDED: &[&str] = &[
    "given",
    "paid",
    "sent",
    "handed",
    "transferred",
    "refunded",
    "reimbursed",
    "repaid",
    "remitted",
    "credited",
    "returned",
    "tipped",
];
const BE: &[&str] = &["was", "were", "is", "are", "been", "being", "be", "got", "gets", "getting"];
/// What stands between somebody and what they did.
const BETWEEN: &[&str] = &[
    "has", "had", "have", "just", "also", "already", "today", "now", "ji", "was", "were", "is", "been", "being",
    "only", "finally", "then", "itself",
];
/// "X ne 500 receive kiye".
const TAKEN_IN: &[&str] = &[
    "receive",
    "received",
    "recieve",
    "prapt",
    "praapt",
    "paye",
    "paaye",
    "paya",
    "paaya",
    "collect",
    "रिसीव",
    "प्राप्त",
    "पाए",
    "पाये",
    "पाया",
    "कलेक्ट",
];
const TO_PRONOUN: &[&str] = &[
    "usko",
    "use",
    "unko",
    "unhe",
    "unhein",
    "isko",
    "inko",
    "inhe",
    "ise",
    "उसको",
    "उसे",
    "उनको",
    "उन्हें",
    "इसको",
    "इसे",
    "इनको",
    "इन्हें",
];

/// Whether the clause tells of money that somebody got, and of nothing that says what for.
pub(super) fn by_customer(clause: &Clause<'_>) -> bool {
    let facts = clause.facts;
    let told = !(facts.question || facts.negated || facts.future || facts.has(CREDIT.or(LEND).or(REMIND)));
    if facts.amounts == 0 || facts.products > 0 || !told {
        return false;
    }
    // "Us ko jo udhaar tha, usme se 500 mile": what it is for is told, and it came.
    let open = !facts.has(BOOK.or(DUE).or(OWE).or(BILL).or(WRITE));
    let person = |entity: &&&Entity| matches!(entity.kind, Kind::Customer(_));
    let named = clause.entities.iter().filter(person).any(|entity| {
        let owned = clause.tokens.get(entity.start..entity.end).unwrap_or_default().iter().any(|it| it.word.possessive);
        let subject = !owned && receives(clause, entity.start, entity.end);
        subject || is_taken_by(clause, entity) || (open && is_reached(clause, entity))
    });
    let pronoun = |at: usize| clause.tokens.get(at).is_some_and(|token| token.is(PRON));
    named
        || clause.range.clone().filter(|at| pronoun(*at)).any(|at| {
            let subject = word(clause, at, &["he", "she", "they"]) && receives(clause, at, at + 1);
            let reached = word(clause, at, TO_PRONOUN) && facts.has(GOT) && !facts.roles.se;
            subject || (open && reached)
        })
}

fn word(clause: &Clause<'_>, at: usize, words: &[&str]) -> bool {
    let inside = clause.range.contains(&at);
    inside && clause.tokens.get(at).is_some_and(|it| !it.masked && words.contains(&it.word.plain.as_str()))
}

/// "X received 500", "X was paid 500", "X got paid": X is who does it, or to whom it is done, and the amount comes after.
fn receives(clause: &Clause<'_>, start: usize, end: usize) -> bool {
    let last = start.checked_sub(1).filter(|at| clause.range.contains(at)).and_then(|at| clause.tokens.get(at));
    if last.is_some_and(|last| last.is(FROM.or(SE).or(GOT).or(GAVE).or(PAY).or(SEND)) || last.word.plain == "by") {
        return false;
    }
    let idle = |at: usize| {
        let token = clause.tokens.get(at).filter(|token| !token.word.after_stop);
        token.is_some_and(|token| token.is(HONOR.or(FILLER)) || word(clause, at, BETWEEN))
    };
    let deed = (end..clause.range.end).find(|&at| !idle(at));
    let Some(deed) = deed.filter(|at| clause.tokens.get(*at).is_some_and(|token| !token.word.after_stop)) else {
        return false;
    };
    let passive = (end..=deed).any(|at| word(clause, at, BE));
    let handed = word(clause, deed, HANDED) || (word(clause, deed, &["got", "gets"]) && word(clause, deed + 1, HANDED));
    let told = (passive && handed) || (word(clause, deed, RECEIVED) && !word(clause, deed + 1, &["rid", "back", "to"]));
    let took = word(clause, deed, TOOK_OUT) && takes_from_us(clause, deed);
    (told || took) && figure_behind(clause, deed)
}

/// "From the till", "out of the drawer", "from me": from nobody else.
fn takes_from_us(clause: &Clause<'_>, deed: usize) -> bool {
    let named =
        |at: usize| clause.entities.iter().any(|entity| entity.start == at && matches!(entity.kind, Kind::Customer(_)));
    let from = |at: &usize| clause.tokens.get(*at).is_some_and(|token| token.is(FROM));
    (deed..clause.range.end).find(from).is_some_and(|at| !(at + 1..at + 3).any(named))
}

fn figure_behind(clause: &Clause<'_>, at: usize) -> bool {
    clause.entities.iter().any(|entity| match entity.kind {
        Kind::Money { .. } => entity.start > at,
        Kind::Number(figure) => entity.start > at && !figure.article,
        _ => false,
    })
}

/// "500 was received by X".
fn is_taken_by(clause: &Clause<'_>, entity: &Entity) -> bool {
    let Some(by) = entity.start.checked_sub(1).filter(|at| word(clause, *at, &["by"])) else { return false };
    by.checked_sub(1).is_some_and(|at| word(clause, at, RECEIVED) || word(clause, at, &["taken", "kept"]))
}

/// "X ko 500 mile", "X ke paas 500 pahunche", "X ne 500 receive kiye".
fn is_reached(clause: &Clause<'_>, entity: &Entity) -> bool {
    let roles = facts::roles(clause.tokens, entity, &clause.range);
    let got = clause.facts.has(GOT) && !clause.facts.roles.se && !clause.facts.has(TOOK);
    let with = word(clause, entity.end, &["ke", "k", "के"]) && word(clause, entity.end + 1, &["paas", "pas", "पास"]);
    let took_in = clause.range.clone().any(|at| word(clause, at, TAKEN_IN));
    (got && (roles.ko || with)) || (roles.ne && took_in && !clause.facts.has(GIVEN))
}
