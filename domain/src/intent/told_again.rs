//! A yes that says again what was read back: "haan, Sunita ke 500 likho". It is one only where every word of it is known
//! here, as in a short answer: "haan Sunita, bolo" calls somebody, and "haan, 500 chahiye" wants something.
#![expect(clippy::wildcard_enum_match_arm, reason = "only some kinds of entity matter here")]

use super::dates::When;
use super::entity::{Entity, Kind};
use super::frame::{Intent, Pending};
use super::reply::{self, Says};
use super::senses::{
    BILL, BOOK, BY, CASH, CREDIT, FOR, FROM, GAVE, GIVEN, GOT, KA, KO, NAMED, NE, PAISA, PAY, PAYMENT, RUPEE, SE,
    Senses, TO, TOOK, UPI,
};
use super::slots::Clause;
use super::token::Token;

/// What may stand beside it and changes nothing.
const IDLE: &str = "hai h he hain hi to toh ji jee bhai bhaiya sir sahab saab madam yaar ye yeh yah wo woh vo it it's its is \
    that that's thats this only sirf please pls ab bas jaldi thank thanks you shukriya dhanyavaad re है हैं ही तो जी \
    भाई भैया सर ये यह वो वह अब बस शुक्रिया धन्यवाद";
/// Particles of whoever and whatever is told.
const PARTICLES: Senses = NE.or(KA).or(KO).or(SE).or(FROM).or(TO).or(FOR).or(BY).or(NAMED).or(RUPEE).or(PAISA);

/// What was done, in a yes to this.
fn deeds(pending: &Pending, figure: bool) -> Senses {
    match pending.intent {
        // "Haan, Sunita aa gayi" tells of no money.
        Intent::RecordPayment if figure => PAY.or(GAVE).or(GIVEN).or(PAYMENT).or(GOT).or(CASH).or(UPI),
        Intent::RecordPayment => PAY.or(GAVE).or(GIVEN).or(PAYMENT).or(CASH).or(UPI),
        Intent::AddCredit => CREDIT.or(BOOK).or(TOOK),
        Intent::CreateInvoice => BILL.or(CASH).or(UPI),
        _ => Senses::NONE,
    }
}

/// Whether all that is told and all that is said beside it agrees to what was read back.
pub(super) fn agrees(clause: &Clause<'_>, pending: &Pending) -> bool {
    let told = |at: usize| clause.all.iter().any(|entity| entity.start <= at && at < entity.end);
    let figure = clause.entities.iter().any(|entity| is_figure(entity));
    let deeds = deeds(pending, figure);
    let undoing = matches!(pending.intent, Intent::CancelInvoice | Intent::CancelReminder | Intent::DeleteCustomer);
    let (mut yes, mut ordered, mut done) = (false, false, false);
    for at in clause.range.clone().filter(|at| !told(*at)) {
        let Some(token) = clause.tokens.get(at).filter(|token| !token.word.asked) else { return false };
        if token.part {
            continue;
        }
        let word = token.word.plain.as_str();
        match reply::said_by(clause.tokens, at) {
            Some(Says::Yes) if !reply::refused(clause.tokens, at) => yes = true,
            Some(Says::Act) if word != "note" && word != "नोट" => ordered = true,
            Some(Says::Undo) if undoing => ordered = true,
            Some(Says::Hand) if is_ordered(clause.tokens, at) => {}
            Some(Says::Idle) | None if IDLE.split_whitespace().any(|idle| idle == word) => {}
            Some(Says::Idle | Says::Along) | None if token.is(deeds) => done = true,
            Some(Says::Idle | Says::Along) | None if token.is(PARTICLES) => {}
            Some(_) | None => return false,
        }
    }
    // "Haan, Sunita ji" is said to her: a name alone agrees to nothing.
    yes && (figure || ordered || done) && clause.entities.iter().all(|entity| is_in_time(entity, pending))
}

fn is_figure(entity: &Entity) -> bool {
    match &entity.kind {
        Kind::Number(figure) => !figure.article,
        Kind::Money { .. } | Kind::Quantity { .. } => true,
        _ => false,
    }
}

/// "Haan, kal", "yes, at five": another time than now is none that was read back, unless one was.
fn is_in_time(entity: &Entity, pending: &Pending) -> bool {
    let slots = &pending.slots;
    match entity.kind {
        Kind::When(When::Days(0)) => true,
        Kind::When(_) => slots.date.is_some() || slots.time.is_some() || slots.daypart.is_some(),
        _ => true,
    }
}

/// "Likh do": what stands behind an order hands nothing over.
fn is_ordered(tokens: &[Token], at: usize) -> bool {
    let behind = at.checked_sub(1).and_then(|last| reply::said_by(tokens, last));
    matches!(behind, Some(Says::Act | Says::Undo)) && !tokens.get(at).is_some_and(|token| token.word.after_stop)
}
