//! Words and figures that have no place in what a clause is taken to do: they say that it means something else.
#![expect(clippy::wildcard_enum_match_arm, reason = "only some actions and kinds of entity matter here")]

use super::beyond;
use super::diary;
use super::entity::Kind;
use super::evidence;
use super::frame::{Frame, Intent};
use super::guard;
use super::senses::{
    ADD, AFTER, ALL, ALSO, AND, ARRIVED, BACK, BANK, BEFORE, BILL, BOOK, BY, CANCEL, CARD, CASH, CHANGE, CHARGE,
    CHEQUE, CLOSE, COMMON, COUNTED, CREDIT, CUSTOMER, DEAR, DEBTOR, DELETE, DOUBT, DROP, DUE, EACH, FILLER, FINISHED,
    FOR, FROM, FUTURE, GAVE, GIVE, GIVEN, GOODS, GOT, HONOR, HOUR, IF, INSTEAD, IS, KA, KO, LAST, LATER, LEFT, LEND,
    LIST, LOWER, MAKE, MAYI, MESSAGE, MINUTE, MONEY, MONTH, MORE, MOVE, NAME, NAMED, NE, NEW, NEXT, NO, NOT, NOW,
    NUMBER, ON, OUTWARD, OWE, PAISA, PAST, PAY, PAYMENT, PHONE, PLACE, PREVIOUS, PRICE, PROHIBIT, PRON, RAISE, RATE,
    REMIND, REPAIR, RUPEE, SALES, SAME, SAYS, SE, SELF, SEND, SETTLE, SETTO, SMS, SPOILED, STEM, STOCK, STOP, Senses,
    TAKE, TEAR, TELL, THIS, TO, TOOK, UPI, WANTS, WAS, WEEK, WHATSAPP, WILLGIVE, WRITE, YES,
};
use super::settled;
use super::slots::Clause;
use super::stocking;
use super::token::Token;

/// So many words that say nothing of it are too many.
const IDLE_MAX: usize = 2;
/// What speaks for the other direction is a doubt from this part of what speaks for this one.
const OPPOSED: i32 = 2;

/// Which word or figure is left over that the frame does not answer for, if any is.
pub(super) fn left_over(clause: &Clause<'_>, frame: &Frame, lent: bool) -> Option<&'static str> {
    fitting(clause, frame.intent)?;
    let free = || clause.range.clone().filter(|&at| is_free(clause, at));
    let counted = counts(frame.intent);
    let most = if counted { IDLE_MAX } else { IDLE_MAX + 1 };
    if free().filter(|&at| is_idle(clause, at)).count() >= most {
        return Some("words that say nothing of it");
    }
    if counted && changes_figure(clause) {
        return Some("a word behind the figure that nothing explains");
    }
    let against = contradicted(clause, frame);
    against.or_else(|| (!lent && is_opposed(clause, frame.intent)).then_some("as much speaks for the other direction"))
}

/// Which word or figure says something else than the frame, whoever proposed it.
pub(super) fn speaks_against(clause: &Clause<'_>, frame: &Frame) -> Option<&'static str> {
    let other = is_opposed(clause, frame.intent).then_some("as much speaks for the other direction");
    contradicted(clause, frame).or(other)
}

/// Whether nothing speaks against the frame nor touches its figure: what is left over is only not understood.
pub(super) fn is_only_strange(clause: &Clause<'_>, frame: &Frame) -> bool {
    !guard::is_amiss(clause, frame.intent) && !changes_figure(clause) && speaks_against(clause, frame).is_none()
}

/// Whether a word of which nothing is known may change a figure.
fn changes_figure(clause: &Clause<'_>) -> bool {
    clause.range.clone().any(|at| is_free(clause, at) && is_strange(clause, at) && is_behind_figure(clause, at))
}

fn contradicted(clause: &Clause<'_>, frame: &Frame) -> Option<&'static str> {
    let own = fitting(clause, frame.intent)?;
    let against = speaking_against(clause, frame.intent);
    let foreign = |token: &Token| !token.part && !token.senses.is_none() && (!token.is(own) || token.is(against));
    // "pehle … phir …" only orders the commands.
    let first = |at: usize| at == clause.range.start && clause.tokens.get(at).is_some_and(|token| token.is(BEFORE));
    let mut free = clause.range.clone().filter(|&at| is_free(clause, at) && !first(at));
    if counts(frame.intent) && repeated(clause) {
        return Some("so many times so much");
    }
    if counts(frame.intent) && is_taken_from(clause) {
        return Some("part of a figure");
    }
    if let Some(why) = settled::only_told(clause, frame.intent) {
        return Some(why);
    }
    let either = |token: &Token| matches!(token.word.plain.as_str(), "ya" | "या" | "athva" | "अथवा");
    if free.clone().any(|at| clause.tokens.get(at).is_some_and(either)) {
        return Some("one or the other");
    }
    if free.any(|at| clause.tokens.get(at).is_some_and(foreign)) {
        return Some("a word that speaks of something else");
    }
    (figures(clause) > used(clause, frame)).then_some("a figure too many")
}

/// "do sau do baar": so many times so much.
fn repeated(clause: &Clause<'_>) -> bool {
    let word = |at: usize| clause.tokens.get(at).map_or("", |token| token.word.plain.as_str());
    clause.range.clone().any(|at| {
        let times = matches!(word(at + 1), "baar" | "bar" | "dafa" | "dafe" | "martaba" | "times" | "बार" | "दफा");
        let count = clause.tokens.get(at).is_some_and(|token| {
            let number = token.number.is_some() || token.digits.is_some() || matches!(word(at), "do" | "दो");
            number && !token.masked
        });
        times && count && !matches!(word(at), "ek" | "one" | "a" | "एक")
    })
}

/// "baarah sau mein se kuch": the figure is what it is taken from, not what it is.
fn is_taken_from(clause: &Clause<'_>) -> bool {
    let word = |at: usize| clause.tokens.get(at).map_or("", |token| token.word.plain.as_str());
    let out_of = |at: usize| matches!(word(at), "mein" | "me" | "main" | "में") && matches!(word(at + 1), "se" | "से");
    clause.entities.iter().any(|entity| is_figure(&entity.kind) && out_of(entity.end))
}

/// Whether one figure is all that it hangs on.
const fn counts(intent: Intent) -> bool {
    matches!(intent, Intent::RecordPayment | Intent::AddCredit | Intent::UpdatePrice | Intent::UpdateStock)
}

/// Whether the words speak for the other direction of money as well; what is not paid is no payment.
fn is_opposed(clause: &Clause<'_>, intent: Intent) -> bool {
    let other = match intent {
        Intent::RecordPayment => Intent::AddCredit,
        Intent::AddCredit if !clause.facts.negated => Intent::RecordPayment,
        _ => return false,
    };
    let against = evidence::for_it(clause.facts, other);
    against > 0 && against * OPPOSED >= evidence::for_it(clause.facts, intent)
}

/// The senses that words may have beside such an action; nothing is known of the other actions.
fn fitting(clause: &Clause<'_>, intent: Intent) -> Option<Senses> {
    let talk = FILLER.or(YES).or(REPAIR).or(COMMON).or(HONOR).or(AND).or(ALSO).or(STEM).or(SETTO).or(IS).or(WAS);
    let talk = talk.or(PAST).or(SAME).or(PRON).or(THIS).or(RUPEE).or(KA).or(SE).or(ON).or(BY).or(TO).or(FROM);
    let owed = CREDIT.or(DUE).or(BOOK).or(OWE).or(WRITE).or(GIVE).or(GIVEN).or(GAVE).or(MONEY).or(PAISA).or(RATE);
    let owed = owed.or(TOOK).or(NE).or(KO).or(NOT).or(SELF).or(NOW).or(ALL);
    match intent {
        Intent::RecordPayment => {
            let ways = CASH.or(UPI).or(BANK).or(CHEQUE).or(CARD);
            let came = GOT.or(ARRIVED).or(BACK).or(PAY).or(PAYMENT).or(PLACE).or(SETTLE).or(LAST).or(PREVIOUS);
            let came = came.or(WEEK).or(LEFT).or(SALES).or(SEND).or(MAKE).or(FINISHED);
            let less = if clause.facts.has(CREDIT.or(DUE).or(BOOK)) { LOWER } else { Senses::NONE };
            Some(talk.or(owed).or(ways).or(came).or(less).or(ADD))
        }
        Intent::AddCredit => {
            let put = ADD.or(CHARGE).or(NAMED).or(NAME).or(RAISE).or(LEND).or(GOODS).or(FOR).or(DEBTOR).or(TAKE);
            let later = LATER.or(WILLGIVE).or(FUTURE).or(SAYS).or(AFTER).or(IF).or(FINISHED).or(NO).or(OUTWARD);
            Some(talk.or(owed).or(put).or(later).or(MINUTE))
        }
        Intent::CreateInvoice => {
            let bill = BILL.or(MAKE).or(ADD).or(FOR).or(NAMED).or(WANTS).or(PRICE).or(EACH).or(TELL).or(SEND).or(TEAR);
            let how = CASH.or(UPI).or(CARD).or(LATER).or(WILLGIVE).or(GOODS).or(SALES).or(MINUTE).or(STOP).or(PAY);
            let paid = GOT.or(PAYMENT).or(SETTLE).or(PLACE).or(CHEQUE).or(BANK);
            let paid = if beyond::paid(clause).is_some() { paid } else { Senses::NONE };
            Some(talk.or(owed).or(bill).or(how).or(paid))
        }
        Intent::ScheduleReminder => {
            let call = REMIND.or(MESSAGE).or(PHONE).or(SEND).or(WHATSAPP).or(SMS).or(FOR).or(NAMED).or(WANTS).or(TELL);
            let when = AFTER.or(NEXT).or(MONTH).or(LAST).or(NEW).or(MAKE).or(TAKE).or(PAY).or(PAYMENT).or(SETTLE);
            Some(talk.or(owed).or(call).or(when).or(LATER))
        }
        _ => on_paper(intent).map(|own| own.or(talk)),
    }
}

/// The same for the shelf and for what was written before.
const fn on_paper(intent: Intent) -> Option<Senses> {
    match intent {
        Intent::UpdateStock => {
            let shelf = ADD.or(ARRIVED).or(CHARGE).or(COUNTED).or(SPOILED).or(STOCK).or(GOT).or(GOODS).or(LEFT);
            let shelf = shelf.or(CHANGE).or(MAKE).or(STOP);
            Some(shelf.or(LOWER).or(RAISE).or(NEW).or(WRITE).or(GIVEN).or(NOW).or(NE).or(FINISHED).or(DELETE))
        }
        Intent::UpdatePrice => {
            let price = PRICE.or(RATE).or(EACH).or(DEAR).or(RAISE).or(LOWER).or(CHANGE).or(NEW).or(NOW).or(AFTER);
            Some(price.or(MAKE).or(WRITE).or(FUTURE).or(FOR).or(WILLGIVE).or(SALES))
        }
        Intent::CancelReminder => {
            let undo = REMIND.or(DELETE).or(CANCEL).or(DROP).or(PROHIBIT).or(NOT).or(STOP).or(CLOSE).or(SEND);
            Some(undo.or(KO).or(RATE).or(FOR).or(GOT).or(MONEY).or(PAISA).or(GIVE).or(MAYI).or(PHONE).or(MESSAGE))
        }
        Intent::ModifyReminder => {
            let moved = REMIND.or(MOVE).or(CHANGE).or(KO).or(RATE).or(INSTEAD).or(MAKE).or(HOUR).or(SEND).or(FOR);
            Some(moved.or(NO).or(NOT).or(AFTER).or(BEFORE))
        }
        Intent::DeleteCustomer => {
            let gone = DELETE.or(BOOK).or(KO).or(LIST).or(CLOSE).or(CUSTOMER).or(STOP).or(NAME).or(LEFT).or(FOR);
            Some(gone.or(PAY))
        }
        Intent::CancelInvoice => {
            let undo = BILL.or(CANCEL).or(DROP).or(NUMBER).or(LAST).or(PREVIOUS).or(DELETE).or(RATE).or(MAKE).or(TEAR);
            Some(undo.or(GOT).or(BACK).or(PAY).or(GOODS).or(FOR).or(KO).or(NO))
        }
        _ => None,
    }
}

/// The senses that no word may have beside such an action, whatever else it may mean.
fn speaking_against(clause: &Clause<'_>, intent: Intent) -> Senses {
    match intent {
        Intent::RecordPayment => NAMED.or(CHARGE).or(LEND).or(LATER).or(WILLGIVE).or(MORE).or(DOUBT),
        Intent::AddCredit if !clause.facts.negated => {
            PAY.or(PAYMENT).or(SETTLE).or(CASH).or(UPI).or(CHEQUE).or(CARD).or(LOWER).or(DOUBT)
        }
        Intent::ScheduleReminder => RAISE.or(LOWER).or(MOVE),
        _ => Senses::NONE,
    }
}

/// Whether the word stands outside of all that was found.
fn is_free(clause: &Clause<'_>, at: usize) -> bool {
    !clause.all.iter().any(|entity| entity.start <= at && at < entity.end)
        && clause.tokens.get(at).is_some_and(|token| !token.masked)
}

/// Whether the word says nothing of any action: small talk, or not known at all.
fn is_idle(clause: &Clause<'_>, at: usize) -> bool {
    let behind_name = clause.entities.iter().any(|entity| entity.end == at && matches!(entity.kind, Kind::Customer(_)));
    let long = |token: &Token| token.word.plain.chars().count() > 2;
    let idle = |token: &Token| long(token) && !token.part && (token.is_unknown() || token.senses == COMMON);
    !behind_name && clause.tokens.get(at).is_some_and(idle)
}

/// Whether nothing at all is known of the word, which is no honour behind a name.
fn is_strange(clause: &Clause<'_>, at: usize) -> bool {
    is_idle(clause, at) && clause.tokens.get(at).is_some_and(Token::is_unknown)
}

/// Whether the word stands right behind a figure, where it may change it; one before it is asked about as half of the
/// amount.
fn is_behind_figure(clause: &Clause<'_>, at: usize) -> bool {
    let cut = clause.tokens.get(at).is_some_and(|token| token.word.after_stop);
    !cut && clause.entities.iter().any(|entity| is_figure(&entity.kind) && entity.end == at)
}

/// How many figures were said that count or pay something; an amount said twice is one.
fn figures(clause: &Clause<'_>) -> usize {
    let mut found: Vec<&Kind> = vec![];
    for entity in clause.entities.iter().filter(|entity| is_figure(&entity.kind)) {
        if clause.facts.products > 0 || !found.contains(&&entity.kind) {
            found.push(&entity.kind);
        }
    }
    found.len()
}

const fn is_figure(kind: &Kind) -> bool {
    match kind {
        Kind::Number(figure) => !figure.article,
        Kind::Money { .. } | Kind::Quantity { .. } => true,
        _ => false,
    }
}

/// How many figures the frame answers for; what has no figure of its own is one of a thing.
fn used(clause: &Clause<'_>, frame: &Frame) -> usize {
    if frame.intent == Intent::UpdatePrice {
        return 1 + usize::from(frame.slots.price_paise.is_some() && stocking::last_price(clause).is_some());
    }
    if frame.intent == Intent::ScheduleReminder {
        return 1 + usize::from(frame.slots.amount_paise.is_some() && diary::bare_hour(clause).is_some());
    }
    if matches!(frame.intent, Intent::CancelReminder | Intent::ModifyReminder | Intent::CancelInvoice) {
        return usize::MAX;
    }
    let rates = |items: &Vec<super::frame::Item>| items.iter().filter(|item| item.rate_paise.is_some()).count();
    frame.slots.items.as_ref().map_or(1, |items| items.len() + rates(items))
}
