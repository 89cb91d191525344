//! Where a word that also means something else is somebody's name.

use super::products;
use super::senses::{
    ADD, AND, BILL, BOOK, CAN, CANCEL, CREDIT, CUSTOMER, DELETE, DUE, FILLER, FOR, FROM, GAVE, GIVE, GIVEN, HONOR,
    HOWMUCH, IS, KA, KO, LAST, MAKE, MONEY, NAMED, NE, NO, NOT, ON, OWE, PAST, PAY, PHONE, PRON, RATE, REMIND, RUPEE,
    SE, SEND, SETTLE, SETTO, STEM, STOP, Senses, TELL, TO, TOOK, WAS, WHAT, WRITE, YES,
};
use super::token::Token;

/// Whether one word that is also in the vocabulary can be a name where it stands.
pub(super) fn may_stand_alone(tokens: &[Token], at: usize) -> bool {
    let Some(token) = tokens.get(at) else { return false };
    let phrase = tokens.get(at + 1).is_some_and(|next| next.part);
    if phrase || token.part {
        return false;
    }
    if !token.exact {
        return true;
    }
    let function = NE
        .or(KO)
        .or(SE)
        .or(KA)
        .or(ON)
        .or(FOR)
        .or(FROM)
        .or(TO)
        .or(HONOR)
        .or(FILLER)
        .or(AND)
        .or(IS)
        .or(PRON)
        .or(NO)
        .or(NOT)
        .or(YES)
        .or(WHAT)
        .or(HOWMUCH)
        .or(CAN)
        .or(WAS)
        .or(PAST)
        .or(GIVEN)
        .or(GIVE);
    if token.word.plain == "do" || token.digits.is_some() {
        return false;
    }
    if proper(tokens, at) || verb_as_name(tokens, at) || is_owner(tokens, at) {
        return true;
    }
    if token.senses.any(function) {
        return false;
    }
    let next = |senses| tokens.get(at + 1).is_some_and(|token| token.senses.any(senses));
    let last = at.checked_sub(1).and_then(|at| tokens.get(at));
    let counted = last.is_some_and(|token| token.number.is_some() || token.digits.is_some())
        || tokens
            .get(at + 1)
            .is_some_and(|token| token.number.is_some() || token.unit.is_some() || token.digits.is_some())
            && token.number.is_some();
    let thing = token.senses.any(BOOK.or(MONEY).or(REMIND).or(CUSTOMER));
    let order = SETTO.or(WRITE).or(GIVE).or(MAKE).or(TELL).or(ADD).or(SEND).or(DELETE).or(CANCEL).or(STOP).or(STEM);
    let called = next(HONOR) && (!token.senses.any(order) || token.word.capital);
    let role = next(NE.or(KO))
        || called
        || token.word.possessive
        || (next(SE) && token.number.is_none() && token.calendar.is_none());
    let owner =
        next(KA) && token.number.is_none() && token.unit.is_none() && token.calendar.is_none() && token.word.capital;
    let subject = next(PAY.or(GAVE).or(TOOK).or(SETTLE).or(OWE))
        && (token.word.capital || at == 0)
        && (at == 0 || token.number.is_none());
    let led = last.is_some_and(|token| token.senses.any(FROM)) && token.number.is_none() && token.calendar.is_none();
    !counted && !thing && (role || owner || subject || led)
}

/// Whether a word that is only like a name stands where a name does; elsewhere "neend" is sleep and not Nand.
pub(super) fn placed(tokens: &[Token], at: usize) -> bool {
    let Some(token) = tokens.get(at) else { return false };
    let role = NE.or(KO).or(SE).or(KA).or(ON).or(HONOR).or(NAMED).or(RATE);
    let acts = PAY.or(GAVE).or(TOOK).or(OWE).or(SETTLE).or(GIVEN);
    let next = tokens.get(at + 1);
    let followed = next.is_some_and(|next| {
        !next.word.after_stop && (next.senses.any(role.or(acts)) || next.number.is_some() || next.digits.is_some())
    });
    let led = at.checked_sub(1).and_then(|last| tokens.get(last)).is_some_and(|last| {
        last.senses.any(FROM.or(TO).or(FOR)) || matches!(last.word.plain.as_str(), "bill" | "of" | "remind" | "with")
    });
    token.word.possessive || token.word.capital || followed || led || at == 0 || at + 1 == tokens.len()
}

/// A capital in the middle of a text that is not written in capitals throughout, or before what only people do.
fn proper(tokens: &[Token], at: usize) -> bool {
    let (Some(token), next) = (tokens.get(at), tokens.get(at + 1)) else { return false };
    if !token.word.capital || tokens.get(at + 1).is_some_and(|next| next.part) {
        return false;
    }
    let begins = at == 0 || token.word.after_stop;
    let capitals = tokens.iter().filter(|token| token.word.capital).count();
    let acts = next.is_some_and(|next| {
        matches!(
            next.word.plain.as_str(),
            "has" | "is" | "was" | "came" | "took" | "gave" | "paid" | "owes" | "sent" | "bought" | "wants" | "left"
        )
    });
    if begins { acts } else { capitals * 3 <= tokens.len() && !token.word.said.chars().skip(1).any(char::is_uppercase) }
}

/// "Diya ne", "Mila ka": what a participle is never followed by.
fn verb_as_name(tokens: &[Token], at: usize) -> bool {
    let (Some(token), Some(next)) = (tokens.get(at), tokens.get(at + 1)) else { return false };
    let verb = token.senses.any(GIVEN.or(PAST).or(GIVE)) && !token.part && token.number.is_none();
    let account = tokens.get(at + 2).is_some_and(|after| after.senses.any(BOOK.or(NAMED)));
    let led = match next.word.plain.as_str() {
        "ne" | "ko" | "ka" | "se" | "ने" | "को" | "का" | "से" => !next.part,
        "ke" | "के" => account || next.senses.any(NAMED),
        _ => false,
    };
    let carried = at.checked_sub(1).and_then(|at| tokens.get(at)).is_some_and(|last| {
        !last.word.after_stop && last.senses.any(STEM) || last.number.is_some() || last.digits.is_some()
    });
    verb && led && !carried && !next.word.after_stop
}

/// "Sattar ke naam", "Darjan ka aakhri bill": a figure or a measure has no account and no bill.
fn is_owner(tokens: &[Token], at: usize) -> bool {
    let (Some(token), Some(next)) = (tokens.get(at), tokens.get(at + 1)) else { return false };
    let counts = token.number.is_some() || token.unit.is_some() || token.calendar.is_some();
    let first = at == 0 || token.word.after_stop;
    if !counts || !first || !token.word.capital || !next.senses.any(KA.or(NAMED)) {
        return false;
    }
    let owned = (at + 1..at + 4)
        .find(|&at| tokens.get(at).is_none_or(|token| !token.senses.any(KA.or(LAST)) || token.senses.any(OWN)));
    owned.and_then(|at| tokens.get(at)).is_some_and(|token| token.senses.any(OWN))
}

/// What a customer has.
const OWN: Senses = BOOK.or(BILL).or(DUE).or(CREDIT).or(PHONE).or(REMIND).or(NAMED);

/// "Raju 2 kilo chini", "Raju do sau": the figure counts what comes next and is no part of the name.
pub(super) fn counts_on(tokens: &[Token], at: usize) -> bool {
    let figure = |token: &Token| token.digits.is_some() || token.number.is_some_and(|word| !word.weak);
    tokens.get(at).is_some_and(|token| figure(token) && !token.word.capital)
        && tokens.get(at + 1).is_some_and(|next| {
            !next.word.after_stop
                && (figure(next) || next.unit.is_some() || next.senses.any(RUPEE) || products::is_thing(next))
        })
}
