//! A yes, a no or a correction, while an action awaits one.
#![expect(clippy::wildcard_enum_match_arm, reason = "only some kinds of entity matter here")]

use super::amounts;
use super::beyond;
use super::dates::{Direction, When};
use super::diary;
use super::edits;
use super::entity::{Entity, Kind};
use super::evidence::ENOUGH;
use super::facts::Facts;
use super::frame::{Candidate, Clarify, Frame, Intent, Pending, Reason, Slot, Slots};
use super::mood::Mood;
use super::reply::{self, Doing, Reply};
use super::senses::{
    ADD, ADDRESS, ALL, CANCEL, DATED, DEBTOR, DELETE, DETAIL, DROP, EARN, EMAIL, ENGLISH, FILLER, HELP, HINDI,
    HINGLISH, HOWMUCH, INSTEAD, KA, KO, LOWER, MORE, MOST, NAME, NE, NO, NOT, OWE, PHONE, PRICE, PROHIBIT, RAISE,
    REPAIR, RUPEE, SALES, SE, SETTO, STOCK, STOP, TO, WHO, WRITE, YES,
};
use super::slots::{self, Clause, Draft};
use super::token::Token;
use super::told_again;
use crate::money::Money;

/// What an answer says; `None` where the words are no answer.
pub(super) fn read(
    clause: &Clause<'_>,
    all: &[Entity],
    pending: &Pending,
    best: Option<(i32, Intent)>,
    mood: &Mood,
) -> Option<(Frame, Vec<Clarify>)> {
    let facts = clause.facts;
    let bare = |intent| Some((Frame { intent, slots: Slots::default() }, vec![]));
    let undoing = matches!(pending.intent, Intent::CancelInvoice | Intent::CancelReminder | Intent::DeleteCustomer);
    let sending = matches!(pending.intent, Intent::SendInvoice | Intent::ScheduleReminder | Intent::ModifyReminder);
    match reply::read(clause.tokens, Doing { undoing, sending }) {
        Some(Reply::Yes) => return bare(Intent::Confirm),
        Some(Reply::No) => return bare(Intent::Deny),
        Some(Reply::Neither) => return None,
        None => {}
    }
    let told = clause.entities.iter().any(|entity| match &entity.kind {
        Kind::Number(figure) => !figure.article,
        Kind::Customer(mention) => !mention.people.is_empty() || facts.amounts > 0 || facts.has(NAME),
        _ => true,
    });
    let payable = matches!(pending.intent, Intent::RecordPayment | Intent::CreateInvoice);
    let method = payable && amounts::method(clause).is_some();
    if !told && !method {
        return short(facts, pending).and_then(bare);
    }
    let repaired = facts.has(REPAIR.or(NO).or(NOT).or(INSTEAD).or(DROP));
    let fresh = best.filter(|(points, _)| *points >= ENOUGH);
    let whole = facts.person() && (facts.amounts > 0 || facts.products > 0);
    let renamed = clause.struck && repaired && !facts.question && facts.customers == 1 && !whole;
    let bill = pending.intent == Intent::CreateInvoice;
    let about_it = bill && edits::is_about_the_bill(clause, pending);
    match fresh.filter(|_| !about_it) {
        Some((_, intent))
            if intent != pending.intent && (!repaired || whole || !intent.changes_state()) && !renamed =>
        {
            return None;
        }
        Some((_, intent)) if intent == pending.intent && whole && !repaired && !facts.has(YES) => return None,
        Some(_) | None => {}
    }
    if figure_refused(clause, pending) {
        return bare(Intent::Deny);
    }
    let refused = |entity: &&Entity| rejected(clause, entity) && !(bill && matches!(entity.kind, Kind::Product(_)));
    let kept = clause.entities.iter().copied().filter(|entity| !refused(entity)).collect::<Vec<_>>();
    if kept.is_empty() && !clause.entities.is_empty() {
        return bare(Intent::Deny);
    }
    if mood.unsettled(pending.intent) || puts_off(clause, pending) || one_or_other(clause) {
        return None;
    }
    let kept = Clause { entities: kept, range: clause.range.clone(), ..*clause };
    let (mut slots, mut questions) = corrected(&kept, all, pending);
    let unsure = agrees_to_another(clause, pending, &slots).filter(|_| !repaired);
    if let Some(question) = unsure.or_else(|| more_or_instead(clause, pending, &slots)) {
        slots.amount_paise = None;
        questions.push(question);
    }
    if !questions.is_empty() {
        return Some((Frame { intent: Intent::Correct, slots }, questions));
    }
    if slots != Slots::default() {
        return Some((Frame { intent: Intent::Correct, slots }, vec![]));
    }
    let agreed = !repaired && facts.unknown == 0 && repeats(clause, pending) && told_again::agrees(clause, pending);
    if agreed { bare(Intent::Confirm) } else { None }
}

/// "500 mat likho", "cancel 500": what was read back, told again to be left.
fn figure_refused(clause: &Clause<'_>, pending: &Pending) -> bool {
    let facts = clause.facts;
    let undoing = matches!(pending.intent, Intent::CancelInvoice | Intent::CancelReminder | Intent::DeleteCustomer);
    let left = facts.has(PROHIBIT) || (!undoing && facts.has(CANCEL.or(DELETE)));
    let paying = matches!(pending.intent, Intent::RecordPayment | Intent::AddCredit);
    paying && left && facts.amounts > 0 && facts.words <= 6 && repeats(clause, pending)
}

/// "kal dekhte hain": a day that no deed, date or correction belongs to is no day of the payment.
fn puts_off(clause: &Clause<'_>, pending: &Pending) -> bool {
    let facts = clause.facts;
    let over = clause.entities.iter().any(|entity| matches!(entity.kind, Kind::When(When::Days(days)) if days < 0));
    let paying = matches!(pending.intent, Intent::RecordPayment | Intent::AddCredit);
    let settled = facts.past || facts.has(REPAIR.or(NO).or(NOT).or(INSTEAD).or(WRITE).or(SETTO).or(DATED));
    let alone = facts.customers + facts.amounts + facts.products == 0;
    paying && facts.day && alone && !settled && !over && facts.words > 2
}

/// "Add fifty more", "pachas kam": on top of what was read back, off it, or in its place?
fn more_or_instead(clause: &Clause<'_>, pending: &Pending, slots: &Slots) -> Option<Clarify> {
    let (old, new) = (pending.slots.amount_paise?, slots.amount_paise?);
    let facts = clause.facts;
    let changed = if facts.has(LOWER) { old.minus(new) } else { old.plus(new) }.ok()?;
    let steps = facts.has(ADD.or(MORE).or(RAISE).or(LOWER)) && !facts.has(INSTEAD.or(TO)) && new < old;
    let candidates = vec![Candidate::Amount(changed), Candidate::Amount(new)];
    let (reason, slot) = (Reason::AmbiguousAmount, Some(Slot::AmountPaise));
    steps.then_some(Clarify { reason, frame: 0, slot, candidates, heard: None })
}

/// "Three hundred or four hundred": that is no answer yet.
fn one_or_other(clause: &Clause<'_>) -> bool {
    let either = |token: &Token| matches!(token.word.plain.as_str(), "or" | "ya" | "या" | "athva" | "अथवा");
    clause.tokens.iter().enumerate().any(|(at, token)| {
        let inside = clause.all.iter().any(|entity| entity.start <= at && at < entity.end);
        let (before, after) = (
            clause.entities.iter().any(|entity| entity.end <= at),
            clause.entities.iter().any(|entity| entity.start > at),
        );
        !token.masked && !token.part && !inside && either(token) && before && after
    })
}

/// "Haan, chaar sau" where five hundred were read back: a yes with another amount is neither.
fn agrees_to_another(clause: &Clause<'_>, pending: &Pending, slots: &Slots) -> Option<Clarify> {
    let but = |word: &str| matches!(word, "but" | "lekin" | "par" | "magar" | "लेकिन" | "पर");
    let says_yes = clause.tokens.first().is_some_and(|token| token.is(YES)) && !clause.facts.has(SETTO);
    let candidates = vec![Candidate::Amount(pending.slots.amount_paise?), Candidate::Amount(slots.amount_paise?)];
    let another = says_yes && !clause.tokens.iter().any(|token| but(&token.word.plain));
    let (reason, slot) = (Reason::AmbiguousAmount, Some(Slot::AmountPaise));
    another.then_some(Clarify { reason, frame: 0, slot, candidates, heard: None })
}

/// Whether everything that was told is as it was read back.
fn repeats(clause: &Clause<'_>, pending: &Pending) -> bool {
    let customer = |person: &usize| clause.lexicon.world.customers.get(*person).map(|customer| &customer.id);
    clause.entities.iter().filter(|entity| !entity.struck).all(|entity| match &entity.kind {
        Kind::Customer(mention) => match mention.people.as_slice() {
            [person] => customer(person) == pending.slots.customer_id.as_ref(),
            _ => false,
        },
        Kind::Number(figure) => {
            figure.article || Some(figure.milli / 10) == pending.slots.amount_paise.map(Money::paise)
        }
        Kind::Money { paise } => Some(*paise) == pending.slots.amount_paise.map(Money::paise),
        Kind::When(_) => true,
        _ => pending.intent == Intent::CreateInvoice,
    })
}

/// "saat sau nahi": it is refused, and nothing else is told in its place.
fn rejected(clause: &Clause<'_>, entity: &Entity) -> bool {
    let next = (entity.end..clause.range.end)
        .find(|&at| clause.tokens.get(at).is_none_or(|token| !token.is(RUPEE.or(KA).or(KO).or(NE).or(SE).or(FILLER))));
    next.and_then(|at| clause.tokens.get(at)).is_some_and(|token| token.is(NO) && !token.is(REPAIR))
        && !clause.entities.iter().any(|other| other.start > entity.end)
}

/// More words than a short answer has, without names or figures: only a no is taken from them.
fn short(facts: &Facts, pending: &Pending) -> Option<Intent> {
    let undoing = matches!(pending.intent, Intent::CancelInvoice | Intent::CancelReminder | Intent::DeleteCustomer);
    let other = HOWMUCH
        .or(WHO)
        .or(SALES)
        .or(EARN)
        .or(MOST)
        .or(DEBTOR)
        .or(ALL)
        .or(HELP)
        .or(STOP)
        .or(HINDI)
        .or(ENGLISH)
        .or(HINGLISH)
        .or(STOCK)
        .or(PRICE)
        .or(OWE)
        .or(DETAIL)
        .or(ADDRESS)
        .or(PHONE)
        .or(EMAIL);
    let no = facts.has(NO.or(NOT)) || (facts.has(CANCEL.or(DELETE)) && !undoing);
    if facts.has(other) || facts.words > 8 {
        return None;
    }
    (facts.has(DROP.or(PROHIBIT)) || (no && !facts.has(YES))).then_some(Intent::Deny)
}

/// Only what is not as it was read back.
fn corrected(clause: &Clause<'_>, all: &[Entity], pending: &Pending) -> (Slots, Vec<Clarify>) {
    let mut draft = Draft { slots: Slots::default(), questions: vec![] };
    let facts = clause.facts;
    if facts.customers > 0 {
        slots::customer(clause, &mut draft);
        draft.slots.customer_id =
            draft.slots.customer_id.take().filter(|id| Some(id) != pending.slots.customer_id.as_ref());
    }
    let paying = matches!(pending.intent, Intent::RecordPayment | Intent::AddCredit);
    let reminding =
        matches!(pending.intent, Intent::ScheduleReminder | Intent::ModifyReminder | Intent::CancelReminder);
    if pending.intent == Intent::CreateInvoice {
        edits::items(clause, all, pending, &mut draft);
    } else if facts.amounts > 0
        && !(reminding && diary::bare_hour(clause).is_some())
        && (paying || pending.slots.amount_paise.is_some())
    {
        amount(clause, pending, &mut draft);
    }
    let direction = if reminding { Direction::Future } else { Direction::Past };
    let (day, time, part) = if reminding { diary::when_or_hour(clause) } else { diary::when(clause, direction) };
    if reminding || paying {
        draft.slots.date = day.filter(|day| Some(*day) != pending.slots.date);
    }
    if reminding {
        draft.slots.time = time.filter(|time| Some(*time) != pending.slots.time);
        draft.slots.daypart = part.filter(|part| Some(*part) != pending.slots.daypart);
    }
    let paid = pending.slots.beyond.paid.and_then(|paid| paid.method);
    let pays = pending.intent == Intent::CreateInvoice && beyond::paid_instead(clause).is_some();
    if pays || pending.intent == Intent::RecordPayment {
        draft.slots.method = amounts::method(clause).filter(|method| Some(*method) != pending.slots.method.or(paid));
    }
    (draft.slots, draft.questions)
}

fn amount(clause: &Clause<'_>, pending: &Pending, draft: &mut Draft) {
    let others: Vec<&Entity> = clause
        .entities
        .iter()
        .copied()
        .filter(|entity| {
            let paise = match entity.kind {
                Kind::Money { paise } => paise,
                Kind::Number(figure) if !figure.doubtful && figure.other.is_none() => figure.milli / 10,
                _ => return true,
            };
            Some(paise) != pending.slots.amount_paise.map(crate::money::Money::paise)
        })
        .collect();
    let rest = Clause { entities: others, range: clause.range.clone(), ..*clause };
    draft.slots.amount_paise = amounts::amount(&rest, draft, Slot::AmountPaise, false);
}
