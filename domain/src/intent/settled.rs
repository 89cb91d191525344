//! What is only so, or was: a debt that stands, a price that was, a count of yesterday, money for something else. It is
//! told, and nothing is to be done about it.

use super::dates::When;
use super::entity::{Entity, Kind};
use super::frame::Intent;
use super::senses::{
    ADD, ARRIVED, BACK, BILL, BOOK, CHANGE, CHARGE, CREDIT, DUE, GAVE, GIVE, GIVEN, GOT, IS, LEFT, LEND, MAKE, NEW,
    NOT, NOW, OWE, PAST, PAY, PLACE, REMIND, SEND, SETTLE, SETTO, STOCK, Senses, TAKE, TOOK, WAS, WILLGIVE, WRITE,
};
use super::slots::Clause;
use super::token::Token;

/// Money that is paid for these is no payment of what is owed.
const PURPOSES: &[&str] = &[
    "kiraya",
    "chanda",
    "tankhwah",
    "tankha",
    "pagaar",
    "rishwat",
    "bakshish",
    "dakshina",
    "amanat",
    "rent",
    "salary",
    "donation",
    "किराया",
    "चंदा",
    "तनख्वाह",
    "पगार",
    "अमानत",
];

/// Why the clause tells how it is, or was, rather than what to do.
pub(super) fn only_told(clause: &Clause<'_>, intent: Intent) -> Option<&'static str> {
    let holds = |holds: bool, why: &'static str| holds.then_some(why);
    match intent {
        Intent::RecordPayment => holds(stands(clause), "what is so, nobody paid")
            .or_else(|| holds(for_another(clause), "for something else"))
            .or_else(|| holds(is_about(clause), "one or the other")),
        Intent::AddCredit => holds(stands(clause), "what is so, nothing is added")
            .or_else(|| holds(is_set(clause), "set, not added"))
            .or_else(|| holds(for_another(clause), "for something else"))
            .or_else(|| holds(is_about(clause), "one or the other")),
        Intent::CreateInvoice => holds(came_from(clause), "from them, not to them")
            .or_else(|| holds(was_billed(clause), "what was billed"))
            .or_else(|| holds(old_too(clause), "an old account too")),
        Intent::ScheduleReminder => holds(was_reminded(clause), "they were reminded")
            .or_else(|| holds(two_days(clause), "one day or the other")),
        Intent::UpdatePrice => {
            let told = SETTO.or(CHANGE).or(NEW).or(NOW).or(MAKE).or(WRITE);
            holds(was(clause).is_some() && !clause.facts.has(told) && !clause.facts.now, "what it was")
                .or_else(|| holds(elsewhere(clause), "what it is elsewhere"))
        }
        Intent::UpdateStock => holds(was_left(clause), "what was left")
            .or_else(|| holds(is_short(clause), "what is lacking"))
            .or_else(|| holds(cost(clause), "what it cost"))
            .or_else(|| holds(taken_out(clause), "taken out of the store")),
        Intent::CheckBalance
        | Intent::ListReminders
        | Intent::CancelReminder
        | Intent::ModifyReminder
        | Intent::CreateCustomer
        | Intent::UpdateCustomer
        | Intent::DeleteCustomer
        | Intent::GetCustomerInfo
        | Intent::CheckStock
        | Intent::AddProduct
        | Intent::CancelInvoice
        | Intent::DailySummary
        | Intent::TopDebtors
        | Intent::SendInvoice
        | Intent::Confirm
        | Intent::Deny
        | Intent::Correct
        | Intent::SwitchLanguage
        | Intent::Help
        | Intent::Stop
        | Intent::Unknown => None,
    }
}

/// The words that are no part of a figure, a name or a day.
fn words<'a>(clause: &'a Clause<'_>) -> impl Iterator<Item = (usize, &'a Token)> {
    let free = |at: &usize| !clause.all.iter().any(|entity| entity.start <= *at && *at < entity.end);
    clause.range.clone().filter(free).filter_map(|at| clause.tokens.get(at).map(|token| (at, token)))
}

/// Whether it was so; "the" is a Hindi "were" only behind all else.
fn was(clause: &Clause<'_>) -> Option<usize> {
    let ends =
        |at: usize| at + 1 >= clause.range.end || clause.tokens.get(at + 1).is_some_and(|next| next.word.after_stop);
    let past = |at: usize, word: &str| match word {
        "tha" | "thi" | "था" | "थे" | "थी" | "was" | "were" => true,
        "the" => ends(at),
        _ => false,
    };
    words(clause).filter(|(at, token)| !token.masked && past(*at, &token.word.plain)).map(|(at, _)| at).last()
}

fn plain<'a>(clause: &'a Clause<'_>, at: usize) -> &'a str {
    clause.tokens.get(at).filter(|token| !token.masked).map_or("", |token| token.word.plain.as_str())
}

/// "X ka do hazaar udhaar tha", "X ke nau sau jama the": no word of a deed, only that it is so.
fn stands(clause: &Clause<'_>) -> bool {
    let deeds = ADD.or(BACK).or(CHARGE).or(GAVE).or(GIVE).or(GIVEN).or(GOT).or(LEND).or(MAKE).or(PLACE).or(SEND);
    let deeds = deeds.or(SETTLE).or(SETTO).or(TAKE).or(TOOK).or(WILLGIVE).or(WRITE).or(NOT);
    let debt = CREDIT.or(DUE).or(BOOK).or(OWE);
    let lies = |token: &Token| matches!(token.word.plain.as_str(), "jama" | "जमा");
    let happened = |token: &Token| token.is(PAST) && !token.is(WAS);
    let done = words(clause).any(|(_, token)| happened(token) || (token.is(deeds.or(PAY)) && !lies(token)));
    let was = was(clause).is_some();
    let hindi = words(clause).any(|(_, token)| {
        matches!(token.word.plain.as_str(), "hai" | "hain" | "tha" | "the" | "thi" | "है" | "हैं" | "था" | "थे" | "थी")
    });
    let said = (clause.facts.has(debt) && clause.facts.has(IS.or(WAS))) || was;
    hindi && said && !done
}

/// "X ka udhaar paanch sau kar do": so much it is to be, not so much more.
fn is_set(clause: &Clause<'_>) -> bool {
    let more = WRITE.or(ADD).or(GIVEN).or(GIVE).or(LEND).or(CHARGE).or(TOOK).or(NOT);
    let figure = clause.entities.iter().find(|entity| is_amount(entity)).map_or(0, |entity| entity.start);
    let before = words(clause).any(|(at, token)| at < figure && token.is(CREDIT.or(DUE)));
    let order = words(clause).any(|(at, token)| at > figure && token.is(SETTO));
    clause.facts.roles.ka && before && order && !clause.facts.has(more)
}

fn is_amount(entity: &Entity) -> bool {
    match entity.kind {
        Kind::Number(figure) => !figure.article,
        Kind::Money { .. } => true,
        Kind::Customer(_)
        | Kind::Product(_)
        | Kind::Quantity { .. }
        | Kind::When(_)
        | Kind::Phone(_)
        | Kind::Digits
        | Kind::Email(_) => false,
    }
}

fn for_another(clause: &Clause<'_>) -> bool {
    words(clause).any(|(_, token)| !token.masked && PURPOSES.contains(&token.word.plain.as_str()))
}

/// "ek do hazaar": one or two thousand.
fn is_about(clause: &Clause<'_>) -> bool {
    clause.entities.windows(2).any(|pair| match pair {
        [left, right] => {
            let one = matches!(left.kind, Kind::Number(figure) if figure.article);
            one && left.end == right.start && is_amount(right)
        }
        _ => false,
    })
}

/// "Mishra se das kilo chini aayi": goods that came from them.
fn came_from(clause: &Clause<'_>) -> bool {
    let roles = clause.facts.roles;
    roles.se && !(roles.ko || roles.ka || roles.ne || roles.on || roles.for_whom) && clause.facts.has(ARRIVED.or(GOT))
}

/// "das kilo bachi thi": what was left then may not be what is left now.
fn was_left(clause: &Clause<'_>) -> bool {
    let told = SETTO.or(CHANGE).or(WRITE).or(STOCK).or(ADD);
    was(clause).is_some() && clause.facts.has(LEFT) && !clause.facts.has(told)
}

/// "mandi mein pachas ka ho gaya": that is the price there.
fn elsewhere(clause: &Clause<'_>) -> bool {
    let place = |word: &str| matches!(word, "mandi" | "market" | "bazaar" | "bazar" | "मंडी" | "बाज़ार" | "बाजार");
    let happened = words(clause).any(|(_, token)| {
        matches!(token.word.plain.as_str(), "gaya" | "gayi" | "gaye" | "hai" | "hain" | "गया" | "गई" | "गए" | "है" | "हैं")
    });
    let ordered = clause.facts.has(MAKE.or(WRITE).or(CHANGE).or(NOW)) || clause.facts.now;
    let order = words(clause).any(|(_, token)| {
        matches!(token.word.plain.as_str(), "karo" | "do" | "kardo" | "dena" | "lo" | "करो" | "दो" | "देना" | "rakho")
    });
    happened && !order && !ordered && words(clause).any(|(_, token)| !token.masked && place(&token.word.plain))
}

/// "do kilo taar ka bill tha": a bill that was made.
fn was_billed(clause: &Clause<'_>) -> bool {
    let told = MAKE.or(WRITE).or(ADD).or(GIVE).or(GIVEN).or(TOOK).or(SETTO);
    clause.facts.has(BILL) && was(clause).is_some() && !words(clause).any(|(_, token)| token.is(told))
}

/// "… aur purana bhi jod do": something of before is to go on the bill.
fn old_too(clause: &Clause<'_>) -> bool {
    let old = |word: &str| matches!(word, "purana" | "purane" | "puraana" | "pichla" | "पुराना" | "पुराने" | "पिछला");
    clause.facts.has(ADD) && words(clause).any(|(_, token)| !token.masked && old(&token.word.plain))
}

/// "kal yaad dilaya tha": it was done.
fn was_reminded(clause: &Clause<'_>) -> bool {
    let reminded = words(clause).filter(|(_, token)| token.is(REMIND)).map(|(at, _)| at).last();
    reminded.zip(was(clause)).is_some_and(|(reminded, was)| was > reminded && was <= reminded + 5)
}

/// "kal parso": one of them.
fn two_days(clause: &Clause<'_>) -> bool {
    let either = |entity: &Entity| matches!(entity.kind, Kind::When(When::Either(_)));
    clause.entities.windows(2).any(|pair| match pair {
        [left, right] => either(left) && either(right) && left.kind != right.kind && left.end == right.start,
        _ => false,
    })
}

/// "bees bag nikle godown se": it only went from the store to the shop.
fn taken_out(clause: &Clause<'_>) -> bool {
    let went = words(clause).any(|(_, token)| matches!(token.word.plain.as_str(), "nikle" | "nikla" | "nikli"));
    let store = |at: usize| matches!(plain(clause, at), "godown" | "godam" | "gudam" | "gaudaam" | "गोदाम");
    went && clause.range.clone().any(|at| store(at) && matches!(plain(clause, at + 1), "se" | "te" | "से"))
}

/// "das kilo kam padi": it is less than it should be, which is no order to take it off.
fn is_short(clause: &Clause<'_>) -> bool {
    let states = |at: usize| {
        matches!(
            plain(clause, at),
            "padi" | "pada" | "pade" | "hai" | "hain" | "tha" | "thi" | "the" | "nikli" | "nikla" | "nikle" | "है" | "हैं"
        )
    };
    clause.range.clone().any(|at| matches!(plain(clause, at), "kam" | "कम") && states(at + 1))
}

/// "pachas mein aayi": for so much, not so many.
fn cost(clause: &Clause<'_>) -> bool {
    let came: Senses = ARRIVED.or(GOT);
    clause.entities.iter().any(|entity| {
        let within = matches!(plain(clause, entity.end), "mein" | "me" | "में");
        is_amount(entity) && within && clause.tokens.get(entity.end + 1).is_some_and(|token| token.is(came))
    })
}
