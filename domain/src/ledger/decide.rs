//! What a command comes to: the one place where the rules of the books are.

use super::book::{
    Account, AccountKind, BookView, Change, Decision, FinancialYear, Movement, Posting, invoice_postings,
};
use super::field::{self, MILLI_MAX, NAME_MAX, NOTE_MAX};
use super::{Command, Entry, EntryKind, NewParty, NewProduct, Party, PaymentMode, Posted, Product, Refusal, StockOp};
use crate::ids::{EntryId, InvoiceId, PartyId, ProductId};
use crate::invoice::{DraftLine, Invoice, InvoiceDraft, InvoiceLine, InvoiceStatus, LINES_MAX, split_tax, totals};
use crate::money::{Money, OutOfRange};
use crate::quantity::Quantity;
use std::collections::HashMap;
use uuid::Uuid;

/// India is five and a half hours ahead, all year.
const INDIA_AHEAD: jiff::SignedDuration = jiff::SignedDuration::from_mins(330);

/// When a command is decided, and the identities for what it makes.
pub struct Moment<'a> {
    /// The clock's, whole microseconds.
    pub now: jiff::Timestamp,
    /// Makes a new identity each time.
    pub new_id: &'a mut dyn FnMut() -> Uuid,
}

/// The day in India.
#[must_use]
pub fn india_day(now: jiff::Timestamp) -> jiff::civil::Date {
    let shifted = now.checked_add(INDIA_AHEAD).unwrap_or(now);
    jiff::tz::Offset::UTC.to_datetime(shifted).date()
}

/// What the command comes to in these books, or why not. Nothing is changed: [`BookView::apply`] does that.
///
/// # Errors
/// [`Refusal`]: a rule said no.
pub fn decide(book: &BookView, command: &Command, moment: &mut Moment<'_>) -> Result<Decision, Refusal> {
    match command {
        Command::CreateParty(new) => create_party(book, new, moment),
        Command::CreateProduct(new) => create_product(book, new, moment),
        Command::MoveStock { product, op, quantity, reason } => {
            move_stock(book, *product, *op, *quantity, reason.as_deref())
        }
        Command::IssueInvoice(draft) => issue_invoice(book, draft, moment),
        Command::ReceivePayment { party, amount, mode, notes } => {
            receive_payment(book, *party, *amount, *mode, notes.as_deref(), moment)
        }
        Command::GiveCredit { party, amount, description } => give_credit(book, *party, *amount, description, moment),
        Command::Reverse { entry } => reverse(book, *entry, moment),
    }
}

fn create_party(book: &BookView, new: &NewParty, moment: &mut Moment<'_>) -> Result<Decision, Refusal> {
    let limit = book.limits.amount_max;
    let phone = field::optional_phone(new.phone.as_deref())?;
    if let Some(name) = phone.as_ref().and_then(|phone| book.phones.get(phone)) {
        return Err(Refusal::DuplicateParty { name: name.clone() });
    }
    let within = |amount: Money| amount.paise().unsigned_abs() <= limit.paise().unsigned_abs();
    if !within(new.opening_balance) || new.credit_limit.is_some_and(|most| most < Money::ZERO || !within(most)) {
        return Err(Refusal::InvalidAmount { limit });
    }
    let mut party = Party {
        id: PartyId::from_uuid((moment.new_id)()),
        name: field::text("/name", &new.name, NAME_MAX)?,
        phone,
        nickname: field::optional("/nickname", new.nickname.as_deref(), NAME_MAX)?,
        landmark: field::optional("/landmark", new.landmark.as_deref(), NAME_MAX)?,
        email: field::optional_email(new.email.as_deref())?,
        balance: Money::ZERO,
        credit_limit: new.credit_limit,
        created_at: moment.now,
    };
    let entry = if new.opening_balance == Money::ZERO {
        None
    } else {
        let account = Account { party: party.clone(), last_sequence: 0 };
        let entry = next_entry(book, &account, EntryKind::Opening, new.opening_balance, moment)?;
        Some((entry, against(AccountKind::Opening, party.id, new.opening_balance)?))
    };
    party.balance = new.opening_balance;
    Ok(Decision { posted: Posted::Party(party), change: Change::PartyCreated, entry, movements: vec![] })
}

fn create_product(book: &BookView, new: &NewProduct, moment: &mut Moment<'_>) -> Result<Decision, Refusal> {
    let name = field::text("/name", &new.name, NAME_MAX)?;
    if let Some(name) = book.product_names.get(&name.to_lowercase()) {
        return Err(Refusal::DuplicateProduct { name: name.clone() });
    }
    positive(book, new.price)?;
    let (hsn, packs, aliases) = field::extras(new)?;
    for quantity in [Some(new.stock), new.low_stock].into_iter().flatten() {
        if !(0..=MILLI_MAX).contains(&quantity.milli()) {
            return Err(Refusal::InvalidQuantity { name });
        }
    }
    let product = Product {
        id: ProductId::from_uuid((moment.new_id)()),
        name,
        unit: new.unit,
        price: new.price,
        tax_rate: new.tax_rate,
        hsn,
        stock: new.stock,
        low_stock: new.low_stock,
        packs,
        aliases,
    };
    let movements = moved(product.id, new.stock, "opening");
    Ok(Decision { posted: Posted::Product(product), change: Change::ProductCreated, entry: None, movements })
}

fn move_stock(
    book: &BookView,
    product: ProductId,
    op: StockOp,
    quantity: Quantity,
    reason: Option<&str>,
) -> Result<Decision, Refusal> {
    let mut product = book.product(product)?.clone();
    let reason = field::optional("/reason", reason, NAME_MAX)?;
    let wrong = |_: OutOfRange| Refusal::InvalidQuantity { name: product.name.clone() };
    if !(0..=MILLI_MAX).contains(&quantity.milli()) || (op != StockOp::Set && quantity == Quantity::ZERO) {
        return Err(Refusal::InvalidQuantity { name: product.name });
    }
    let change = match op {
        StockOp::Add => quantity,
        StockOp::Remove => Quantity::ZERO.minus(quantity).map_err(wrong)?,
        StockOp::Set => quantity.minus(product.stock).map_err(wrong)?,
    };
    let stock = product.stock.plus(change).map_err(wrong)?;
    if stock < Quantity::ZERO {
        return Err(out_of_stock(&product));
    }
    if stock.milli() > MILLI_MAX {
        return Err(Refusal::InvalidQuantity { name: product.name });
    }
    product.stock = stock;
    let movements = moved(product.id, change, reason.as_deref().unwrap_or("count"));
    Ok(Decision { posted: Posted::Product(product), change: Change::StockMoved, entry: None, movements })
}

fn issue_invoice(book: &BookView, draft: &InvoiceDraft, moment: &mut Moment<'_>) -> Result<Decision, Refusal> {
    let account = book.account(draft.party)?;
    if draft.lines.is_empty() || draft.lines.len() > LINES_MAX {
        return Err(Refusal::InvalidLines);
    }
    let notes = field::optional("/notes", draft.notes.as_deref(), NOTE_MAX)?;
    let items = draft.lines.iter().map(|line| price(book, line)).collect::<Result<Vec<_>, _>>()?;
    let sum = totals(&items).map_err(|_| Refusal::InvalidAmount { limit: book.limits.amount_max })?;
    positive(book, sum.total)?;
    if draft.expected_total.is_some_and(|expected| expected != sum.total) {
        return Err(Refusal::TotalChanged { total: sum.total });
    }
    let movements = taken(book, &items)?;
    let year = FinancialYear::of(india_day(moment.now));
    let number = book.last_numbers.get(&year).copied().unwrap_or(0).saturating_add(1);
    let id = InvoiceId::from_uuid((moment.new_id)());
    let mut entry = next_entry(book, account, EntryKind::Invoice, sum.total, moment)?;
    within_credit(account, entry.balance_after)?;
    entry.description.clone_from(&notes);
    entry.invoice_number = Some(year.number(number));
    let invoice = Invoice {
        id,
        number: year.number(number),
        status: InvoiceStatus::Confirmed,
        customer_id: account.party.id,
        customer_name: account.party.name.clone(),
        items,
        taxable: sum.taxable,
        cgst: sum.cgst,
        sgst: sum.sgst,
        round_off: sum.round_off,
        total: sum.total,
        notes,
        entry_id: Some(entry.id),
        balance: entry.balance_after,
        created_at: moment.now,
    };
    let postings = invoice_postings(&invoice)?;
    let change = Change::InvoiceIssued { year, number };
    Ok(Decision { posted: Posted::Invoice(invoice), change, entry: Some((entry, postings)), movements })
}

/// The line with its price and tax.
fn price(book: &BookView, line: &DraftLine) -> Result<InvoiceLine, Refusal> {
    let product = book.product(line.product)?;
    let milli = line.quantity.milli();
    let is_whole = milli % 1_000 == 0 || !product.unit.is_counted();
    if !(1..=book.limits.quantity_max.milli()).contains(&milli) || !is_whole {
        return Err(Refusal::InvalidQuantity { name: product.name.clone() });
    }
    let rate = line.rate.unwrap_or(product.price);
    positive(book, rate)?;
    let limit = book.limits.amount_max;
    let total = line.quantity.times(rate).map_err(|_| Refusal::InvalidAmount { limit })?;
    let (taxable, tax) = split_tax(total, product.tax_rate).map_err(|_| Refusal::InvalidAmount { limit })?;
    Ok(InvoiceLine {
        product_id: product.id,
        name: product.name.clone(),
        unit: product.unit,
        quantity: line.quantity,
        rate,
        tax_rate: product.tax_rate,
        taxable,
        cgst: tax,
        sgst: tax,
        total,
    })
}

/// What leaves the shelf, where there is enough of everything; a product on two lines is taken twice.
fn taken(book: &BookView, items: &[InvoiceLine]) -> Result<Vec<Movement>, Refusal> {
    let mut left: HashMap<ProductId, Quantity> = HashMap::new();
    let mut movements = Vec::with_capacity(items.len());
    for item in items {
        let product = book.product(item.product_id)?;
        let before = left.get(&product.id).copied().unwrap_or(product.stock);
        let after = before.minus(item.quantity).ok().filter(|after| *after >= Quantity::ZERO);
        left.insert(product.id, after.ok_or_else(|| out_of_stock(product))?);
        let gone = Quantity::from_milli(item.quantity.milli().saturating_neg());
        movements.extend(moved(product.id, gone, "sale"));
    }
    Ok(movements)
}

fn receive_payment(
    book: &BookView,
    party: PartyId,
    amount: Money,
    mode: PaymentMode,
    notes: Option<&str>,
    moment: &mut Moment<'_>,
) -> Result<Decision, Refusal> {
    let account = book.account(party)?;
    positive(book, amount)?;
    let paid = amount.negated().map_err(|_| Refusal::InvalidAmount { limit: book.limits.amount_max })?;
    let mut entry = next_entry(book, account, EntryKind::Payment, paid, moment)?;
    entry.mode = Some(mode);
    entry.description = field::optional("/notes", notes, NOTE_MAX)?;
    let postings = against(AccountKind::Received(mode), party, paid)?;
    Ok(posted_entry(Change::EntryPosted, entry, postings, vec![]))
}

fn give_credit(
    book: &BookView,
    party: PartyId,
    amount: Money,
    description: &str,
    moment: &mut Moment<'_>,
) -> Result<Decision, Refusal> {
    let account = book.account(party)?;
    positive(book, amount)?;
    let mut entry = next_entry(book, account, EntryKind::Credit, amount, moment)?;
    within_credit(account, entry.balance_after)?;
    entry.description = field::optional("/description", Some(description), NOTE_MAX)?;
    let postings = against(AccountKind::Unbilled, party, amount)?;
    Ok(posted_entry(Change::EntryPosted, entry, postings, vec![]))
}

fn reverse(book: &BookView, entry: EntryId, moment: &mut Moment<'_>) -> Result<Decision, Refusal> {
    let original = book.entries.get(&entry).ok_or(Refusal::UnknownEntry)?;
    if original.is_reversed || original.entry.kind == EntryKind::Reversal {
        return Err(Refusal::AlreadyReversed);
    }
    let account = book.account(original.entry.customer_id)?;
    let mirrored = |amount: Money| amount.negated().map_err(|_| Refusal::UnknownEntry);
    let mut entry = next_entry(book, account, EntryKind::Reversal, mirrored(original.entry.amount)?, moment)?;
    entry.reverses = Some(original.entry.id);
    entry.mode = original.entry.mode;
    entry.description.clone_from(&original.entry.description);
    entry.invoice_number.clone_from(&original.entry.invoice_number);
    let postings =
        original.postings.iter().map(|posting| Ok(Posting { amount: mirrored(posting.amount)?, ..*posting }));
    let postings = postings.collect::<Result<Vec<_>, Refusal>>()?;
    let back =
        |gone: &Movement| moved(gone.product, Quantity::from_milli(gone.quantity.milli().saturating_neg()), "reversal");
    let movements = original.movements.iter().flat_map(back).collect();
    let change = Change::EntryReversed { cancels: original.invoice };
    Ok(posted_entry(change, entry, postings, movements))
}

/// The account's next entry; its balance follows from the amount.
fn next_entry(
    book: &BookView,
    account: &Account,
    kind: EntryKind,
    amount: Money,
    moment: &mut Moment<'_>,
) -> Result<Entry, Refusal> {
    let limit = book.limits.amount_max;
    Ok(Entry {
        id: EntryId::from_uuid((moment.new_id)()),
        kind,
        customer_id: account.party.id,
        customer_name: account.party.name.clone(),
        sequence: account.last_sequence.saturating_add(1),
        amount,
        balance_after: account.party.balance.plus(amount).map_err(|_| Refusal::InvalidAmount { limit })?,
        mode: None,
        description: None,
        invoice_number: None,
        reverses: None,
        created_at: moment.now,
    })
}

/// The customer's account on one side, another on the other.
fn against(account: AccountKind, party: PartyId, amount: Money) -> Result<Vec<Posting>, Refusal> {
    let other = amount.negated().map_err(|_| Refusal::InvalidAmount { limit: amount })?;
    Ok(vec![
        Posting { account: AccountKind::Customer, party: Some(party), amount },
        Posting { account, party: None, amount: other },
    ])
}

fn posted_entry(change: Change, entry: Entry, postings: Vec<Posting>, movements: Vec<Movement>) -> Decision {
    Decision { posted: Posted::Entry(entry.clone()), change, entry: Some((entry, postings)), movements }
}

/// One movement, or none where nothing moves.
fn moved(product: ProductId, quantity: Quantity, reason: &str) -> Vec<Movement> {
    if quantity == Quantity::ZERO { vec![] } else { vec![Movement { product, quantity, reason: reason.to_owned() }] }
}

fn positive(book: &BookView, amount: Money) -> Result<(), Refusal> {
    let limit = book.limits.amount_max;
    if amount > Money::ZERO && amount <= limit { Ok(()) } else { Err(Refusal::InvalidAmount { limit }) }
}

fn within_credit(account: &Account, balance_after: Money) -> Result<(), Refusal> {
    match account.party.credit_limit {
        Some(limit) if balance_after > limit => Err(Refusal::CreditLimit { limit }),
        Some(_) | None => Ok(()),
    }
}

fn out_of_stock(product: &Product) -> Refusal {
    let (name, unit) = (product.name.clone(), product.unit.as_str().to_owned());
    Refusal::OutOfStock { name, left: product.stock, unit }
}
