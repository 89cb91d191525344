//! What is said beside the matter: scenes, complaints, greetings, questions to oneself. It is set aside before anything
//! is weighed, so that an old man's knees are neither a customer nor a reason to doubt what he wants written down.
#![expect(clippy::wildcard_enum_match_arm, reason = "only some kinds of entity matter here")]

use super::entity::{Entity, Kind};
use super::senses::{
    ADD, ALL, BACK, BANK, BILL, BOOK, BOTH, CANCEL, CARD, CASH, CHANGE, CHEQUE, CLOSE, COMMON, COUNTED, CREDIT,
    CUSTOMER, DEBTOR, DELETE, DETAIL, DOUBT, DROP, DUE, EARN, EMAIL, ENGLISH, FILLER, FINISHED, FUTURE, GAVE, GIVE,
    GIVEN, GOT, HELP, HINDI, HINGLISH, HONOR, HOWMUCH, IF, INSTEAD, LATER, LEFT, LEND, LIST, LOWER, MAYI, MONEY, MORE,
    MOVE, NEW, NO, NOT, NUMBER, OUGHT, OUTWARD, OWE, PAST, PAY, PAYMENT, PHONE, PLACE, PRICE, PRODUCT, PROHIBIT, PRON,
    RAISE, REMIND, REPAIR, SALES, SAME, SAYS, SE, SEND, SETTLE, SPOILED, STOCK, STOP, Senses, TAKE, TOOK, UPI, WANTS,
    WHAT, WHATSAPP, WHO, WILLGIVE, WRITE,
};
use super::slots::Clause;
use super::token::Token;
use std::ops::Range;

/// The most words of a question that somebody asks himself.
const MUTTERED_MAX: usize = 7;

/// Sets aside the stretches between stops that tell nothing: their words lose their meaning, their days are struck.
pub(super) fn set_aside(tokens: &mut [Token], entities: &mut [Entity]) {
    let stretches = stretches(tokens);
    if stretches.len() < 2 || tokens.iter().any(|token| token.word.asked) {
        return;
    }
    let last = stretches.iter().rposition(|stretch| tells(entities, stretch));
    for (index, stretch) in stretches.iter().enumerate() {
        let before = last.is_some_and(|last| index < last);
        if named(entities, stretch) || tells(entities, stretch) {
            continue;
        }
        let own = tokens.get(stretch.clone()).unwrap_or_default();
        let strange = own.iter().any(|token| token.is_unknown() || token.is(NO.or(NOT)));
        if ((before || !strange) && scene(tokens, entities, stretch)) || (before && muttered(tokens, stretch)) {
            for token in tokens.iter_mut().take(stretch.end).skip(stretch.start) {
                token.senses = FILLER;
                token.calendar = None;
                token.part = false;
            }
            for entity in entities.iter_mut().filter(|entity| stretch.contains(&entity.start)) {
                entity.struck = true;
            }
        }
    }
}

/// "Imran aaya tha": he came; no money did.
pub(super) fn came(tokens: &mut [Token], entities: &[Entity]) {
    for at in 1..tokens.len() {
        let person = entities.iter().any(|entity| {
            let titles = tokens.get(entity.end..at).is_some_and(|between| between.iter().all(|token| token.is(HONOR)));
            matches!(entity.kind, Kind::Customer(_)) && entity.end <= at && titles
        });
        let owned = tokens.get(at - 1).is_some_and(|last| last.word.possessive);
        if let Some(token) =
            tokens.get_mut(at).filter(|token| person && !owned && token.is(GOT) && !token.word.after_stop)
        {
            let walks = ["aay", "aaye", "aai", "aye", "aya", "ayi", "aae", "आय", "आई", "आए"];
            if walks.iter().any(|begin| token.word.plain.starts_with(begin)) || token.word.plain == "came" {
                token.senses = COMMON.or(PAST);
            }
        }
    }
}

/// The stretches of words between stops.
fn stretches(tokens: &[Token]) -> Vec<Range<usize>> {
    let mut starts: Vec<usize> = vec![0];
    starts.extend((1..tokens.len()).filter(|&at| tokens.get(at).is_some_and(|token| token.word.after_stop)));
    let ends = starts.iter().skip(1).copied().chain(std::iter::once(tokens.len()));
    starts.iter().copied().zip(ends).map(|(start, end)| start..end).collect()
}

fn inside<'a>(entities: &'a [Entity], stretch: &'a Range<usize>) -> impl Iterator<Item = &'a Entity> {
    entities.iter().filter(|entity| !entity.struck && stretch.contains(&entity.start))
}

/// Whether somebody or something is named here.
fn named(entities: &[Entity], stretch: &Range<usize>) -> bool {
    inside(entities, stretch).any(|entity| {
        matches!(entity.kind, Kind::Customer(_) | Kind::Product(_) | Kind::Phone(_) | Kind::Digits | Kind::Email(_))
    })
}

/// Whether a figure is told here.
fn tells(entities: &[Entity], stretch: &Range<usize>) -> bool {
    inside(entities, stretch).any(|entity| match entity.kind {
        Kind::Number(figure) => !figure.article,
        Kind::Money { .. } | Kind::Quantity { .. } => true,
        _ => false,
    })
}

/// Words of any deed, refusal, condition or thing that commands are about.
const WEIGHTY: Senses = ADD
    .or(ALL)
    .or(BACK)
    .or(BANK)
    .or(BILL)
    .or(BOOK)
    .or(BOTH)
    .or(CANCEL)
    .or(CARD)
    .or(CASH)
    .or(CHANGE)
    .or(CHEQUE)
    .or(CLOSE)
    .or(COUNTED)
    .or(CREDIT)
    .or(CUSTOMER)
    .or(DEBTOR)
    .or(DELETE)
    .or(DETAIL)
    .or(DOUBT)
    .or(DROP)
    .or(DUE)
    .or(EARN)
    .or(EMAIL)
    .or(ENGLISH)
    .or(FINISHED)
    .or(FUTURE)
    .or(GAVE)
    .or(GIVE)
    .or(GIVEN)
    .or(GOT)
    .or(HELP)
    .or(HINDI)
    .or(HINGLISH)
    .or(IF)
    .or(INSTEAD)
    .or(LATER)
    .or(LEFT)
    .or(LEND)
    .or(LIST)
    .or(LOWER)
    .or(MAYI)
    .or(MONEY)
    .or(MORE)
    .or(MOVE)
    .or(NEW)
    .or(NUMBER)
    .or(OUGHT)
    .or(OUTWARD)
    .or(OWE)
    .or(PAY)
    .or(PAYMENT)
    .or(PHONE)
    .or(PLACE)
    .or(PRICE)
    .or(PRODUCT)
    .or(PROHIBIT)
    .or(RAISE)
    .or(REMIND)
    .or(REPAIR)
    .or(SALES)
    .or(SAME)
    .or(SEND)
    .or(SETTLE)
    .or(SPOILED)
    .or(STOCK)
    .or(STOP)
    .or(TAKE)
    .or(TOOK)
    .or(UPI)
    .or(WANTS)
    .or(WHATSAPP)
    .or(WILLGIVE)
    .or(WRITE);

/// Whether nothing that matters is said: no deed, no person, no question; perhaps since when something hurts.
fn scene(tokens: &[Token], entities: &[Entity], stretch: &Range<usize>) -> bool {
    let words = || tokens.get(stretch.clone()).unwrap_or_default().iter();
    let own = words().any(|token| matches!(token.word.plain.as_str(), "main" | "mai" | "hum" | "मैं" | "हम" | "i"));
    let rumour = |token: &Token| matches!(token.word.plain.as_str(), "heard" | "hear" | "suna" | "suni" | "सुना");
    let own = own && !words().any(rumour);
    let heavy = words().any(|token| {
        token.is(WEIGHTY.or(PRON).or(WHAT).or(WHO).or(HOWMUCH)) || (token.is(SAYS) && !own) || token.masked
    });
    let dated = inside(entities, stretch).any(|entity| !tokens.get(entity.end).is_some_and(|token| token.is(SE)));
    let denied = words().any(|token| token.is(NO.or(NOT)));
    let pictured = words().len() > 2 && words().any(|token| token.is_unknown() || token.is(COMMON));
    !heavy && !dated && (!denied || pictured)
}

/// Whether somebody only asks himself: "kya naam tha", "kitne the", "where was I".
fn muttered(tokens: &[Token], stretch: &Range<usize>) -> bool {
    let words = tokens.get(stretch.clone()).unwrap_or_default();
    let opened = stretch.start == 0
        && words.first().is_some_and(|token| matches!(token.word.plain.as_str(), "kya" | "kia" | "क्या"));
    let asks = !opened && words.iter().any(|token| token.is(WHAT.or(WHO).or(HOWMUCH)));
    let heavy = words.iter().any(|token| token.is(WEIGHTY) && !token.is(WHAT.or(FILLER)));
    asks && !heavy && words.len() > 1 && words.len() <= MUTTERED_MAX
}

/// Words of papers, without goods no bill; of expenses and of goods that come back, none at all.
const PAPERS: &[&str] =
    &["print", "pdf", "receipt", "raseed", "rasid", "chhapo", "chhap", "प्रिंट", "पीडीएफ", "रसीद", "छापो", "छाप"];
const NO_SALE: &[&str] = &[
    "expense",
    "expenses",
    "kharcha",
    "kharch",
    "return",
    "returned",
    "returns",
    "lauta",
    "lautaya",
    "lautayi",
    "lautaye",
    "lautai",
    "खर्चा",
    "खर्च",
    "लौटा",
    "लौटाया",
    "लौटाई",
    "लौटाए",
];

/// "Print the bill", "write expense 50 rupees tea", "returned 1 kg sugar": nothing is sold.
pub(super) fn is_no_sale(clause: &Clause<'_>) -> bool {
    let of_known = |at: usize| {
        clause.entities.iter().any(|entity| {
            let known = matches!(&entity.kind, Kind::Customer(mention) if !mention.people.is_empty());
            known && entity.start <= at && at < entity.end
        })
    };
    let word = |at: usize| clause.tokens.get(at).map_or("", |token| token.word.plain.as_str());
    let says = |list: &[&str]| clause.range.clone().any(|at| list.contains(&word(at)) && !of_known(at));
    says(NO_SALE) || (clause.facts.products == 0 && says(PAPERS))
}
