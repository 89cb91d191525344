//! From a clause and its intent to a frame, or to the question that has to be asked first.
#![expect(clippy::match_same_arms, reason = "one line for each intent")]
#![expect(clippy::wildcard_enum_match_arm, reason = "only some kinds of entity matter here")]

use super::dates::{self, Direction, When};
use super::entity::{Entity, Figure, Kind};
use super::facts::Facts;
use super::frame::{
    Candidate, Channel, Clarify, Daypart, Field, Frame, Intent, Language, Method, Reason, Slot, Slots, StockOp, Which,
};
use super::items::{self, Trouble};
use super::lexicon::Lexicon;
use super::senses::{
    ADD, ADDRESS, ALL, ALSO, AND, ARRIVED, BANK, BILL, CARD, CASH, CHANGE, CHEQUE, CREDIT, DELETE, DETAIL, EMAIL,
    ENGLISH, HINGLISH, IS, LAST, LEFT, LOWER, MINUS, MORE, MOST, NAME, NEW, NO, NUMBER, PHONE, RAISE, REPAIR, SETTO,
    SMS, SPOILED, STOCK, TO, UPI, WAS, WHATSAPP,
};
use super::title;
use super::token::Token;
use super::units;
use crate::money::Money;
use crate::quantity::{Quantity, Unit};
use jiff::civil::{Date, DateTime, Time};
use std::ops::Range;

/// A clause with all that is needed to read it.
pub(super) struct Clause<'a> {
    pub tokens: &'a [Token],
    pub entities: Vec<&'a Entity>,
    pub range: Range<usize>,
    pub facts: &'a Facts,
    pub lexicon: &'a Lexicon,
    pub now: DateTime,
    /// Who was spoken of just before.
    pub before: Option<&'a str>,
}

/// A frame in the making, and the questions it raises.
pub(super) struct Draft {
    pub slots: Slots,
    pub questions: Vec<Clarify>,
}

impl Draft {
    fn ask(&mut self, reason: Reason, slot: Slot, candidates: Vec<Candidate>, heard: Option<String>) {
        self.questions.push(Clarify { reason, frame: 0, slot: Some(slot), candidates, heard });
    }
}

/// Fills the slots of `intent` from the clause.
pub(super) fn fill(clause: &Clause<'_>, intent: Intent) -> (Frame, Vec<Clarify>) {
    let mut draft = Draft { slots: Slots::default(), questions: vec![] };
    if let Some(slot) = bulk(clause, intent) {
        draft.ask(Reason::UnsafeBulk, slot, vec![], None);
        return (Frame { intent, slots: draft.slots }, draft.questions);
    }
    match intent {
        Intent::CreateInvoice => invoice(clause, &mut draft),
        Intent::RecordPayment | Intent::AddCredit => money(clause, &mut draft, intent),
        Intent::CheckBalance => customer(clause, &mut draft),
        Intent::ScheduleReminder => schedule(clause, &mut draft),
        Intent::ListReminders => list_reminders(clause, &mut draft),
        Intent::CancelReminder => {
            customer(clause, &mut draft);
            let (day, time, _) = when(clause, Direction::Future);
            draft.slots.date = day;
            draft.slots.time = time;
        }
        Intent::ModifyReminder => modify_reminder(clause, &mut draft),
        Intent::CreateCustomer => create_customer(clause, &mut draft),
        Intent::UpdateCustomer => update_customer(clause, &mut draft),
        Intent::DeleteCustomer => customer(clause, &mut draft),
        Intent::GetCustomerInfo => {
            customer(clause, &mut draft);
            draft.slots.field = field(clause.facts);
        }
        Intent::CheckStock => {
            let _ = product(clause, &mut draft);
        }
        Intent::AddProduct => add_product(clause, &mut draft),
        Intent::UpdateStock => update_stock(clause, &mut draft),
        Intent::UpdatePrice => update_price(clause, &mut draft),
        Intent::CancelInvoice => cancel_invoice(clause, &mut draft),
        Intent::DailySummary => summary(clause, &mut draft),
        Intent::TopDebtors => debtors(clause, &mut draft),
        Intent::SendInvoice => send_invoice(clause, &mut draft),
        Intent::SwitchLanguage => draft.slots.language = Some(language(clause.facts)),
        Intent::Confirm | Intent::Deny | Intent::Correct | Intent::Help | Intent::Stop | Intent::Unknown => {}
    }
    (Frame { intent, slots: draft.slots }, draft.questions)
}

/// The slot to ask for where everything at once is to be changed.
fn bulk(clause: &Clause<'_>, intent: Intent) -> Option<Slot> {
    let facts = clause.facts;
    if !facts.has(ALL) {
        return None;
    }
    match intent {
        Intent::CancelInvoice => Some(Slot::InvoiceNo),
        Intent::DeleteCustomer | Intent::UpdateCustomer if !facts.person() => Some(Slot::CustomerId),
        Intent::CancelReminder | Intent::ModifyReminder if !facts.person() => Some(Slot::CustomerId),
        Intent::AddCredit | Intent::RecordPayment if !facts.person() => Some(Slot::CustomerId),
        Intent::UpdatePrice | Intent::UpdateStock if facts.products == 0 => Some(Slot::ProductId),
        _ => None,
    }
}

pub(super) fn said(tokens: &[Token], range: Range<usize>) -> String {
    let words: Vec<&str> = tokens.get(range).unwrap_or_default().iter().map(|token| token.word.said.as_str()).collect();
    words.join(" ")
}

/// Who it is about.
pub(super) fn customer(clause: &Clause<'_>, draft: &mut Draft) {
    let mut found: Vec<(&Entity, &[usize])> = vec![];
    for entity in &clause.entities {
        if let Kind::Customer(mention) = &entity.kind
            && !found.iter().any(|(_, people)| *people == mention.people.as_slice() && !people.is_empty())
        {
            found.push((entity, &mention.people));
        }
    }
    let id = |person: &usize| clause.lexicon.world.customers.get(*person).map(|customer| customer.id.clone());
    match found.as_slice() {
        [(_, [person])] => draft.slots.customer_id = id(person),
        [(entity, [])] => {
            draft.ask(
                Reason::UnknownCustomer,
                Slot::CustomerId,
                vec![],
                Some(said(clause.tokens, entity.start..entity.end)),
            );
        }
        [] => {
            let referred = clause.facts.pronoun
                || clause.tokens.get(clause.range.start).is_some_and(|token| token.is(AND.or(ALSO)));
            match clause.before.filter(|_| referred || clause.range.start > 0) {
                Some(before) => draft.slots.customer_id = Some(before.to_owned()),
                None => draft.ask(Reason::MissingSlot, Slot::CustomerId, vec![], None),
            }
        }
        several => {
            let stranger = several.iter().find(|(_, people)| people.is_empty());
            if let Some((entity, _)) = stranger {
                draft.ask(
                    Reason::UnknownCustomer,
                    Slot::CustomerId,
                    vec![],
                    Some(said(clause.tokens, entity.start..entity.end)),
                );
                return;
            }
            let mut candidates: Vec<String> =
                several.iter().flat_map(|(_, people)| people.iter().filter_map(id)).collect();
            candidates.sort();
            candidates.dedup();
            let heard = several.first().map(|(entity, _)| said(clause.tokens, entity.start..entity.end));
            let candidates = candidates.into_iter().map(Candidate::Id).collect();
            draft.ask(Reason::AmbiguousCustomer, Slot::CustomerId, candidates, heard);
        }
    }
}

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
            Kind::Number(figure) => {
                push(figure.milli / 10);
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

/// The number without its leading "do": "likh do sau" may be a hundred.
const fn doubled_away(milli: i64) -> i64 {
    let mut scale: i64 = 1_000_000_000_000;
    while scale > 100_000 {
        if milli / scale == 2 {
            return milli - scale;
        }
        scale /= 10;
    }
    if milli >= 200_000 && milli < 300_000 { milli - 100_000 } else { milli }
}

/// One amount, and within the shop's limits.
pub(super) fn amount(clause: &Clause<'_>, draft: &mut Draft, slot: Slot, needed: bool) -> Option<Money> {
    let limit = clause.lexicon.world.limits.amount_max.paise();
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

fn money(clause: &Clause<'_>, draft: &mut Draft, intent: Intent) {
    customer(clause, draft);
    draft.slots.amount_paise = amount(clause, draft, Slot::AmountPaise, true);
    let (day, _, _) = when(clause, Direction::Past);
    let promised = clause.facts.future && !clause.facts.has(WAS);
    draft.slots.date = day.filter(|day| *day < clause.now.date() && !promised);
    if intent == Intent::RecordPayment {
        draft.slots.method = method(clause);
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

/// The last way of paying that is named.
pub(super) fn method(clause: &Clause<'_>) -> Option<Method> {
    let mut found = None;
    for at in clause.range.clone() {
        let Some(token) = clause.tokens.get(at) else { continue };
        let taken_back = clause.tokens.get(at + 1).is_some_and(|next| next.is(REPAIR.or(NO)));
        for (senses, method) in [
            (UPI, Method::Upi),
            (CASH, Method::Cash),
            (CHEQUE, Method::Cheque),
            (CARD, Method::Card),
            (BANK, Method::Bank),
        ] {
            if token.is(senses) && !(taken_back && found.is_none()) {
                found = Some(method);
                break;
            }
        }
    }
    found
}

fn invoice(clause: &Clause<'_>, draft: &mut Draft) {
    customer(clause, draft);
    match items::items(clause.tokens, &clause.entities, clause.lexicon) {
        Ok(items) => draft.slots.items = Some(items),
        Err(trouble) => ask_about(clause, draft, trouble, Slot::Items),
    }
    if clause.facts.has(CREDIT) {
        draft.slots.on_credit = Some(true);
    }
}

fn ask_about(clause: &Clause<'_>, draft: &mut Draft, trouble: Trouble, slot: Slot) {
    let ids = |products: Vec<usize>| {
        products
            .into_iter()
            .filter_map(|product| clause.lexicon.world.products.get(product))
            .map(|product| Candidate::Id(product.id.clone()))
            .collect()
    };
    match trouble {
        Trouble::Unknown { start, end } => {
            draft.ask(Reason::UnknownProduct, slot, vec![], Some(said(clause.tokens, start..end)));
        }
        Trouble::Ambiguous { start, end, products } => {
            draft.ask(Reason::AmbiguousProduct, slot, ids(products), Some(said(clause.tokens, start..end)));
        }
        Trouble::Invalid => draft.ask(Reason::InvalidAmount, slot, vec![], None),
        Trouble::Missing => draft.ask(Reason::MissingSlot, slot, vec![], None),
    }
}

/// The one product it is about.
fn product(clause: &Clause<'_>, draft: &mut Draft) -> Option<usize> {
    let mut found: Vec<(&Entity, &[usize])> = vec![];
    for entity in &clause.entities {
        if let Kind::Product(called) = &entity.kind
            && !found.iter().any(|(_, products)| *products == called.products.as_slice())
        {
            found.push((entity, &called.products));
        }
    }
    let trouble = match found.as_slice() {
        [(_, [product])] => {
            draft.slots.product_id = clause.lexicon.world.products.get(*product).map(|product| product.id.clone());
            return Some(*product);
        }
        [] => match unknown_words(clause) {
            Some(range) => Trouble::Unknown { start: range.start, end: range.end },
            None => Trouble::Missing,
        },
        [(entity, [])] => Trouble::Unknown { start: entity.start, end: entity.end },
        [(entity, several)] => Trouble::Ambiguous { start: entity.start, end: entity.end, products: several.to_vec() },
        [(entity, _), ..] => {
            let products = found.iter().flat_map(|(_, products)| products.iter().copied()).collect();
            Trouble::Ambiguous { start: entity.start, end: entity.end, products }
        }
    };
    ask_about(clause, draft, trouble, Slot::ProductId);
    None
}

/// The first run of words that nothing is known about.
fn unknown_words(clause: &Clause<'_>) -> Option<Range<usize>> {
    let unknown = |at: &usize| clause.tokens.get(*at).is_some_and(Token::is_unknown);
    let start = clause.range.clone().find(|at| unknown(at))?;
    let end = (start..clause.range.end).find(|at| !unknown(at)).unwrap_or(clause.range.end);
    Some(start..end)
}

/// The day, the time and the part of the day that were said.
pub(super) fn when(clause: &Clause<'_>, direction: Direction) -> (Option<Date>, Option<Time>, Option<Daypart>) {
    let whens: Vec<When> = clause
        .entities
        .iter()
        .filter_map(|entity| match entity.kind {
            Kind::When(when) => Some(when),
            _ => None,
        })
        .collect();
    let today = clause.now.date();
    let part = whens.iter().rev().find_map(|when| match when {
        When::Part(part) => Some(*part),
        _ => None,
    });
    let next_month = whens.contains(&When::NextMonth);
    let mut day = whens.iter().rev().find_map(|when| match *when {
        When::OfMonth { day, month: None, .. } if next_month => {
            dates::day(When::OfMonth { day, month: None, next: true }, today, direction)
        }
        When::NextMonth => None,
        other => dates::day(other, today, direction),
    });
    if day.is_none() && next_month {
        day = dates::day(When::NextMonth, today, direction);
    }
    let mut time = whens.iter().rev().find_map(|when| match *when {
        When::Clock { hour, minute, afternoon } => dates::time(hour, minute, afternoon, part),
        _ => None,
    });
    if let Some(at) = whens.iter().find_map(|when| match when {
        When::Minutes(minutes) => dates::minutes_after(clause.now, *minutes),
        _ => None,
    }) {
        day = Some(at.date());
        time = Time::new(at.hour(), at.minute(), 0, 0).ok();
    }
    (day, time, part.filter(|_| time.is_none()))
}

fn schedule(clause: &Clause<'_>, draft: &mut Draft) {
    customer(clause, draft);
    let at_hour = bare_hour(clause);
    let (day, time, part) = when(clause, Direction::Future);
    let part_said = clause.entities.iter().find_map(|entity| match entity.kind {
        Kind::When(When::Part(part)) => Some(part),
        _ => None,
    });
    let time = time.or_else(|| at_hour.and_then(|(_, hour, minute)| dates::time(hour, minute, None, part_said)));
    let part = part.filter(|_| time.is_none());
    place(clause, draft, day, time, part);
    let skip = at_hour.map(|(start, ..)| start);
    let rest: Vec<&Entity> = clause.entities.iter().copied().filter(|entity| Some(entity.start) != skip).collect();
    let others = Clause { entities: rest, range: clause.range.clone(), ..*clause };
    draft.slots.amount_paise = amount(&others, draft, Slot::AmountPaise, false);
}

/// "at four", "at four thirty": an hour without its word.
fn bare_hour(clause: &Clause<'_>) -> Option<(usize, i8, i8)> {
    clause.entities.iter().find_map(|entity| {
        let Kind::Number(Figure { milli, .. }) = entity.kind else { return None };
        let led = entity
            .start
            .checked_sub(1)
            .and_then(|at| clause.tokens.get(at))
            .is_some_and(|token| token.word.plain == "at");
        let (hour, minute) = if milli >= 100_000 { (milli / 100_000, milli / 1_000 % 100) } else { (milli / 1_000, 0) };
        (led && (1..=12).contains(&hour) && minute < 60).then_some((
            entity.start,
            i8::try_from(hour).ok()?,
            i8::try_from(minute).ok()?,
        ))
    })
}

/// A moment to come.
fn place(clause: &Clause<'_>, draft: &mut Draft, day: Option<Date>, time: Option<Time>, part: Option<Daypart>) {
    let today = clause.now.date();
    let day = day.or_else(|| (time.is_some() || part.is_some()).then_some(today));
    draft.slots.time = time;
    draft.slots.daypart = part;
    match day {
        Some(day) if day < today || (day == today && time.is_some_and(|time| time <= clause.now.time())) => {
            draft.ask(Reason::PastDate, Slot::Date, vec![], None);
        }
        Some(day) => draft.slots.date = Some(day),
        None => draft.ask(Reason::MissingSlot, Slot::Date, vec![], None),
    }
}

fn list_reminders(clause: &Clause<'_>, draft: &mut Draft) {
    if clause.facts.person() {
        customer(clause, draft);
    }
    draft.slots.date = when(clause, Direction::Future).0;
}

fn modify_reminder(clause: &Clause<'_>, draft: &mut Draft) {
    customer(clause, draft);
    let (day, time, part) = when(clause, Direction::Future);
    if day.is_none() && time.is_none() && part.is_none() {
        match bare_hour(clause).and_then(|(_, hour, minute)| dates::time(hour, minute, None, None)) {
            Some(time) => draft.slots.time = Some(time),
            None => draft.ask(Reason::MissingSlot, Slot::Date, vec![], None),
        }
        return;
    }
    draft.slots.time = time;
    draft.slots.daypart = part;
    match day {
        Some(day) if day < clause.now.date() => draft.ask(Reason::PastDate, Slot::Date, vec![], None),
        _ => draft.slots.date = day,
    }
}

/// Whether digits were told that are too few to ring.
fn short_number(clause: &Clause<'_>) -> bool {
    let long = |entity: &&Entity| matches!(entity.kind, Kind::Number(Figure { milli, .. }) if milli >= 10_000_000);
    clause.facts.has(PHONE.or(NUMBER)) && !clause.facts.phone && clause.entities.iter().any(long)
}

/// The number to ring and the address that were said.
fn contacts(clause: &Clause<'_>, draft: &mut Draft) {
    if short_number(clause) {
        draft.ask(Reason::MissingSlot, Slot::Phone, vec![], None);
    }
    for entity in &clause.entities {
        match &entity.kind {
            Kind::Phone(phone) => draft.slots.phone = Some(phone.clone()),
            Kind::Email(email) => draft.slots.email = Some(email.clone()),
            Kind::Digits => draft.ask(Reason::MissingSlot, Slot::Phone, vec![], None),
            _ => {}
        }
    }
}

fn create_customer(clause: &Clause<'_>, draft: &mut Draft) {
    contacts(clause, draft);
    draft.slots.name = title::of_customer(clause);
    if draft.slots.name.is_none() {
        draft.ask(Reason::MissingSlot, Slot::Name, vec![], None);
    }
}

fn update_customer(clause: &Clause<'_>, draft: &mut Draft) {
    let renamed = clause.facts.has(NAME) && !clause.facts.phone && !clause.facts.email;
    let anchor = clause.range.clone().find(|&at| renamed && clause.tokens.get(at).is_some_and(|token| token.is(NAME)));
    let anchor = anchor.unwrap_or(clause.range.end);
    let owners = clause.entities.iter().copied().filter(|entity| entity.start < anchor).collect();
    customer(&Clause { entities: owners, range: clause.range.clone(), ..*clause }, draft);
    contacts(clause, draft);
    if draft.slots.phone.is_none()
        && draft.slots.email.is_none()
        && draft.questions.iter().all(|question| question.slot != Some(Slot::Phone))
    {
        if clause.facts.has(NAME) {
            match title::new_name(clause) {
                Some(name) => draft.slots.name = Some(name),
                None => draft.ask(Reason::MissingSlot, Slot::Name, vec![], None),
            }
        } else {
            let slot = if clause.facts.has(EMAIL) { Slot::Email } else { Slot::Phone };
            draft.ask(Reason::MissingSlot, slot, vec![], None);
        }
    }
}

const fn field(facts: &Facts) -> Option<Field> {
    let phone = facts.has(PHONE.or(NUMBER));
    match (phone, facts.has(EMAIL), facts.has(ADDRESS), facts.has(DETAIL)) {
        (_, _, _, true) => None,
        (true, false, false, false) => Some(Field::Phone),
        (_, true, false, false) => Some(Field::Email),
        (false, false, true, false) => Some(Field::Address),
        _ => None,
    }
}

fn add_product(clause: &Clause<'_>, draft: &mut Draft) {
    draft.slots.name = title::of_product(clause);
    if draft.slots.name.is_none() {
        draft.ask(Reason::MissingSlot, Slot::Name, vec![], None);
    }
    let figures: Vec<&Entity> =
        clause.entities.iter().copied().filter(|entity| !matches!(entity.kind, Kind::Quantity { .. })).collect();
    let others = Clause { entities: figures, range: clause.range.clone(), ..*clause };
    draft.slots.price_paise = amount(&others, draft, Slot::PricePaise, false);
    let measures = (clause.range.clone())
        .filter_map(|at| clause.tokens.get(at).filter(|token| !token.masked && !token.part).map(|token| (at, token)));
    let mut unit = None;
    for (at, token) in measures {
        let counted = clause
            .entities
            .iter()
            .any(|entity| matches!(entity.kind, Kind::Quantity { .. }) && entity.start <= at && at < entity.end);
        if let Some(measure) = token.unit.filter(|_| !counted) {
            unit = unit_of(measure, &token.word.plain);
        }
    }
    for entity in &clause.entities {
        if let Kind::Quantity { milli, measure } = entity.kind {
            let word = clause.tokens.get(entity.end - 1).map_or("", |token| token.word.plain.as_str());
            let own = unit.or_else(|| unit_of(measure, word));
            unit = own;
            let stock = own.and_then(|unit| units::in_base(milli, Some(measure), unit, &[]));
            draft.slots.stock_milli =
                stock.filter(|stock| *stock > 1_000 || clause.facts.has(STOCK)).map(Quantity::from_milli);
        }
    }
    draft.slots.unit = unit;
}

fn unit_of(measure: units::Measure, word: &str) -> Option<Unit> {
    match measure {
        units::Measure::Weight(_) => Some(Unit::Kg),
        units::Measure::Volume(_) => Some(Unit::L),
        units::Measure::Length(_) => Some(Unit::M),
        units::Measure::Count(1_000)
            if word.starts_with('p') && word.contains('k') || word.starts_with("पै") || word.starts_with("पा") =>
        {
            Some(Unit::Pkt)
        }
        units::Measure::Count(_) => Some(Unit::Pc),
        units::Measure::Pack(_) if word.starts_with("bag") || word.starts_with("बैग") => Some(Unit::Bag),
        units::Measure::Pack(_) | units::Measure::Vague => None,
    }
}

fn update_stock(clause: &Clause<'_>, draft: &mut Draft) {
    let found = product(clause, draft);
    let facts = clause.facts;
    draft.slots.op = if facts.has(LOWER.or(SPOILED).or(DELETE)) {
        Some(StockOp::Remove)
    } else if facts.has(RAISE.or(ARRIVED).or(ADD).or(MORE)) {
        Some(StockOp::Add)
    } else if facts.has(SETTO.or(LEFT).or(IS).or(CHANGE)) {
        Some(StockOp::Set)
    } else {
        None
    };
    if draft.slots.op.is_none() {
        draft.ask(Reason::MissingSlot, Slot::Op, vec![], None);
    }
    let figures: Vec<(i64, Option<units::Measure>)> = clause
        .entities
        .iter()
        .filter_map(|entity| match entity.kind {
            Kind::Quantity { milli, measure } => Some((milli, Some(measure))),
            Kind::Number(Figure { milli, article: false, .. }) => Some((milli, None)),
            _ => None,
        })
        .collect();
    let Some(product) = found.and_then(|product| clause.lexicon.world.products.get(product)) else { return };
    let packs = found.and_then(|product| clause.lexicon.shelf.packs.get(product)).map_or(&[][..], Vec::as_slice);
    let limit = clause.lexicon.world.limits.quantity_max.milli();
    match figures.as_slice() {
        [(milli, _)] if *milli <= 0 => draft.ask(Reason::InvalidAmount, Slot::QtyMilli, vec![], None),
        [(milli, measure)] => {
            let measure = measure.or_else(|| (!product.unit.is_counted()).then(|| base(product.unit)).flatten());
            match units::in_base(*milli, measure, product.unit, packs) {
                Some(quantity) if quantity > 0 && quantity <= limit => {
                    draft.slots.qty_milli = Some(Quantity::from_milli(quantity));
                }
                Some(_) => draft.ask(Reason::InvalidAmount, Slot::QtyMilli, vec![], None),
                None => draft.ask(Reason::MissingSlot, Slot::QtyMilli, vec![], None),
            }
        }
        _ => draft.ask(Reason::MissingSlot, Slot::QtyMilli, vec![], None),
    }
}

/// On the shelf, a bare number counts the product's own unit.
const fn base(unit: Unit) -> Option<units::Measure> {
    match unit {
        Unit::Kg => Some(units::Measure::Weight(1_000)),
        Unit::L => Some(units::Measure::Volume(1_000)),
        Unit::M => Some(units::Measure::Length(1_000)),
        Unit::Pc | Unit::Pkt | Unit::Bag => None,
    }
}

fn update_price(clause: &Clause<'_>, draft: &mut Draft) {
    product(clause, draft);
    let step = clause.range.clone().find(|&at| clause.tokens.get(at).is_some_and(|token| token.is(RAISE.or(LOWER))));
    let figure = clause.entities.iter().find(|entity| matches!(entity.kind, Kind::Money { .. } | Kind::Number(_)));
    let set_behind = |from: usize| {
        (from..clause.range.end).any(|at| clause.tokens.get(at).is_some_and(|token| token.is(SETTO.or(IS))))
    };
    let absolute = clause.facts.has(TO.or(NEW))
        || step.zip(figure).is_some_and(|(step, figure)| {
            let by = figure
                .start
                .checked_sub(1)
                .and_then(|at| clause.tokens.get(at))
                .is_some_and(|token| token.word.plain == "by");
            step < figure.start && set_behind(figure.end) && !by
        });
    let relative = step.is_some() && !absolute;
    if relative {
        draft.ask(Reason::MissingSlot, Slot::PricePaise, vec![], None);
        return;
    }
    draft.slots.price_paise = amount(clause, draft, Slot::PricePaise, true);
}

/// The number of a bill: a whole number beside "bill" or "number".
fn invoice_number(clause: &Clause<'_>) -> Option<i64> {
    let mut found = clause.entities.iter().filter_map(|entity| match entity.kind {
        Kind::Number(Figure { milli, article, .. }) if milli % 1_000 == 0 && milli > 0 => {
            let near = |at: usize| clause.tokens.get(at).is_some_and(|token| token.is(BILL.or(NUMBER)));
            let beside = near(entity.end)
                || entity.start.checked_sub(1).is_some_and(near)
                || entity.start.checked_sub(2).is_some_and(near);
            (beside || !article).then_some(milli / 1_000)
        }
        _ => None,
    });
    let first = found.next()?;
    found.all(|other| other == first).then_some(first)
}

fn cancel_invoice(clause: &Clause<'_>, draft: &mut Draft) {
    if let Some(number) = invoice_number(clause) {
        draft.slots.invoice_no = Some(number);
        if clause.facts.known > 0 {
            customer(clause, draft);
        }
        known_invoice(clause, draft);
    } else if clause.facts.customers > 0 || clause.facts.pronoun {
        customer(clause, draft);
        if clause.facts.has(LAST) {
            draft.slots.which = Some(Which::Last);
        } else if draft.questions.is_empty() {
            draft.ask(Reason::MissingSlot, Slot::InvoiceNo, vec![], None);
        }
    } else {
        draft.ask(Reason::MissingSlot, Slot::InvoiceNo, vec![], None);
    }
}

/// A bill that the shop does not have is asked for again; somebody else's, too.
fn known_invoice(clause: &Clause<'_>, draft: &mut Draft) {
    let Some(number) = draft.slots.invoice_no else { return };
    let known = clause.lexicon.world.invoices.iter().find(|invoice| invoice.no == number);
    let others = draft
        .slots
        .customer_id
        .as_deref()
        .is_some_and(|customer| known.is_some_and(|invoice| invoice.customer_id != customer));
    if known.is_none() || others {
        draft.slots.invoice_no = None;
        draft.ask(Reason::MissingSlot, Slot::InvoiceNo, vec![], None);
    }
}

fn send_invoice(clause: &Clause<'_>, draft: &mut Draft) {
    customer(clause, draft);
    draft.slots.invoice_no = invoice_number(clause);
    if draft.slots.invoice_no.is_some() && clause.facts.customers == 0 {
        let owner = clause.lexicon.world.invoices.iter().find(|invoice| Some(invoice.no) == draft.slots.invoice_no);
        if let Some(owner) = owner {
            draft.slots.customer_id = Some(owner.customer_id.clone());
            draft.questions.retain(|question| question.slot != Some(Slot::CustomerId));
        }
    }
    known_invoice(clause, draft);
    if clause.facts.has(LAST) {
        draft.slots.which = Some(Which::Last);
    }
    let facts = clause.facts;
    let channels = [(WHATSAPP, Channel::Whatsapp), (SMS, Channel::Sms), (EMAIL, Channel::Email)];
    draft.slots.channel = channels.into_iter().find(|(senses, _)| facts.has(*senses)).map(|(_, channel)| channel);
}

fn summary(clause: &Clause<'_>, draft: &mut Draft) {
    let today = clause.now.date();
    let range = clause.entities.iter().find_map(|entity| match entity.kind {
        Kind::When(when) => dates::range(when, today),
        _ => None,
    });
    if let Some((from, to)) = range {
        draft.slots.from = Some(from);
        draft.slots.to = Some(to);
        return;
    }
    let day = when(clause, Direction::Past).0.unwrap_or(today);
    draft.slots.date = Some(day.min(today));
}

fn debtors(clause: &Clause<'_>, draft: &mut Draft) {
    for entity in &clause.entities {
        let above = [entity.end, entity.end + 1]
            .into_iter()
            .any(|at| clause.tokens.get(at).is_some_and(|token| token.is(MORE)))
            || (1..=2).any(|back| {
                entity
                    .start
                    .checked_sub(back)
                    .and_then(|at| clause.tokens.get(at))
                    .is_some_and(|token| token.is(MORE) && !token.is(MOST))
            });
        match entity.kind {
            Kind::Money { paise } if paise > 0 => draft.slots.min_paise = Some(Money::from_paise(paise)),
            Kind::Number(Figure { milli, article: false, .. }) if milli > 0 => {
                if above && milli >= 100_000 {
                    draft.slots.min_paise = Some(Money::from_paise(milli / 10));
                } else if milli <= 100_000 {
                    draft.slots.limit = Some(milli / 1_000);
                }
            }
            _ => {}
        }
    }
}

const fn language(facts: &Facts) -> Language {
    if facts.has(HINGLISH) {
        Language::Hinglish
    } else if facts.has(ENGLISH) {
        Language::En
    } else {
        Language::Hi
    }
}
