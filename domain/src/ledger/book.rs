//! The part of a shop's books that a command touches, and what a command does to it.

use super::bills::Bills;
use super::{Drawer, Entry, Party, PaymentMode, Posted, Product, Refusal, Reminder, Shop};
use crate::ids::{EntryId, InvoiceId, PartyId, ProductId, ReminderId};
use crate::invoice::Invoice;
use crate::money::Money;
use crate::quantity::Quantity;
use crate::search::name_key;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt;

/// The rows that a batch of commands touches, read under the shop's lock.
#[derive(Clone, Debug, Default)]
pub struct BookView {
    /// The shop, as its lock found it.
    pub shop: Shop,
    /// The customer whom nobody names.
    pub walk_in: Option<PartyId>,
    /// The bills, credit notes and drafts that the commands name, and the numbers that were given.
    pub bills: Bills,
    /// The customers that the commands name.
    pub parties: HashMap<PartyId, Account>,
    /// Whose phone it is, in E.164 → who, and the name.
    pub phones: HashMap<String, BTreeMap<PartyId, String>>,
    /// Customers whose names sound like one that the commands would enter, by how the name sounds.
    pub namesakes: HashMap<String, BTreeMap<PartyId, Party>>,
    /// The products that the commands name.
    pub products: HashMap<ProductId, Product>,
    /// Names on the shelf, in lower case → as written; of products that are still sold.
    pub product_names: HashMap<String, String>,
    /// Barcodes on the shelf → the product's name; of products that are still sold.
    pub barcodes: HashMap<String, String>,
    /// Products whose stock has ever moved, of those that change.
    pub moved: HashSet<ProductId>,
    /// A product whose stock is below zero, where the shop wants to sell no more than it has.
    pub below_zero: Option<String>,
    /// The drawer, where a day is closed.
    pub drawer: Drawer,
    /// The entries that the commands name.
    pub entries: HashMap<EntryId, Recorded>,
    /// The reminders that the commands name.
    pub reminders: HashMap<ReminderId, Reminder>,
}

/// A customer and how many entries the account has.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Account {
    /// The customer.
    pub party: Party,
    /// The sequence of the last entry; 0 where there is none.
    pub last_sequence: i64,
}

/// An entry that is in the books already, with what it did.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Recorded {
    /// The entry.
    pub entry: Entry,
    /// Its postings, in order.
    pub postings: Vec<Posting>,
    /// What it moved.
    pub movements: Vec<Movement>,
    /// The bill that it posted.
    pub invoice: Option<InvoiceId>,
    /// Whether another entry undoes it.
    pub is_reversed: bool,
    /// Whether a credit note took back a part of the bill that it posted.
    pub is_credited: bool,
}

/// One debit (above zero) or credit (below zero).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Posting {
    /// Which account.
    pub account: AccountKind,
    /// Whose, for a customer's account.
    pub party: Option<PartyId>,
    /// How much; never zero.
    pub amount: Money,
}

/// The accounts of a shop.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum AccountKind {
    /// What one customer owes.
    Customer,
    /// Sold on a bill.
    Sales,
    /// Given on credit without a bill.
    Unbilled,
    /// Central tax to be paid on.
    Cgst,
    /// State tax to be paid on.
    Sgst,
    /// Integrated tax to be paid on.
    Igst,
    /// What rounding to the rupee gained or lost.
    RoundOff,
    /// What was owed when the account was opened.
    Opening,
    /// What the shop no longer asks for.
    WrittenOff,
    /// What the drawer lacked when it was counted, less what it had too much.
    CashDifference,
    /// Received, in this way.
    Received(PaymentMode),
}

impl AccountKind {
    /// The account's short name, as stored.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Customer => "customer",
            Self::Sales => "sales",
            Self::Unbilled => "unbilled",
            Self::Cgst => "cgst",
            Self::Sgst => "sgst",
            Self::Igst => "igst",
            Self::RoundOff => "roundoff",
            Self::Opening => "opening",
            Self::WrittenOff => "written_off",
            Self::CashDifference => "cash_difference",
            Self::Received(mode) => mode.as_str(),
        }
    }

    /// The account of this short name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        let own = [
            Self::Customer,
            Self::Sales,
            Self::Unbilled,
            Self::Cgst,
            Self::Sgst,
            Self::Igst,
            Self::RoundOff,
            Self::Opening,
            Self::WrittenOff,
            Self::CashDifference,
        ];
        let received = PaymentMode::ALL.into_iter().map(Self::Received);
        own.into_iter().chain(received).find(|account| account.as_str() == name)
    }
}

/// Stock that came or went.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Movement {
    /// Of what.
    pub product: ProductId,
    /// How much; below zero it left the shelf; never zero.
    pub quantity: Quantity,
    /// Why: `sale`, `reversal`, `opening`, or as the shopkeeper said.
    pub reason: String,
}

/// What a command comes to: everything that is to be written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Decision {
    /// The answer.
    pub posted: Posted,
    /// What kind of change it is.
    pub change: Change,
    /// The entries, in order, each with its postings. What is moved belongs to the first.
    pub entries: Vec<(Entry, Vec<Posting>)>,
    /// What is moved.
    pub movements: Vec<Movement>,
}

/// The kind of a change, with what its answer does not tell.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Change {
    /// A customer is new.
    PartyCreated,
    /// What is known of a customer is different.
    PartyUpdated,
    /// A product is new.
    ProductCreated,
    /// A product is not what it was.
    ProductChanged,
    /// Stock was counted.
    StockMoved,
    /// The settings are not what they were.
    ShopChanged,
    /// The drawer was counted.
    DayClosed {
        /// What came into it in the last hour, as this close saw it, and what this close posted.
        recent_received: Money,
        /// What went out of it.
        recent_paid_out: Money,
    },
    /// A bill or a credit note is new; the draft of the same identity, if there is one, is done.
    InvoiceIssued {
        /// In which year it is numbered.
        year: FinancialYear,
        /// Its running number.
        number: i64,
    },
    /// A bill or a credit note is undone.
    InvoiceCancelled,
    /// A draft is new, or different.
    DraftWritten,
    /// A draft is thrown away.
    DraftDiscarded,
    /// A payment, a credit, a write-off or a refund.
    EntryPosted,
    /// A reminder is new.
    ReminderMade,
    /// A reminder is different, or called off.
    ReminderChanged,
    /// Something is to leave the shop.
    MessageQueued,
    /// An entry is undone; a bill that it posted is cancelled.
    EntryReversed {
        /// The bill.
        cancels: Option<InvoiceId>,
    },
}

impl BookView {
    /// The customer's account, if it is open: nothing is written on one that is closed.
    pub(super) fn account(&self, party: PartyId) -> Result<&Account, Refusal> {
        let account = self.parties.get(&party).ok_or(Refusal::UnknownParty)?;
        if account.party.is_active {
            Ok(account)
        } else {
            Err(Refusal::RetiredParty { name: account.party.name.clone() })
        }
    }

    /// The product.
    pub(super) fn product(&self, product: ProductId) -> Result<&Product, Refusal> {
        self.products.get(&product).ok_or(Refusal::UnknownProduct)
    }

    /// Whether this is the customer whom nobody names.
    pub(super) fn is_walk_in(&self, party: PartyId) -> bool {
        self.walk_in == Some(party)
    }

    /// Makes the view what the books will be, so that the next command of the batch is decided on it.
    pub fn apply(&mut self, decision: &Decision) {
        match (&decision.posted, decision.change) {
            (Posted::Party(party), _) => self.know(party),
            (Posted::Product(product), change) => self.shelve(product, change),
            (Posted::Shop(shop), _) => self.shop.clone_from(shop),
            (Posted::Invoice(invoice), Change::InvoiceIssued { year, number }) => {
                self.bills.issue(invoice, year, number);
                self.credited(invoice);
            }
            (Posted::Invoice(invoice), _) => self.bills.cancel(invoice.id),
            (Posted::Entry(_), Change::EntryReversed { cancels: Some(invoice) }) => self.bills.cancel(invoice),
            (Posted::Draft(draft), Change::DraftDiscarded) => {
                self.bills.drafts.remove(&draft.bill.id);
            }
            (Posted::Draft(draft), _) => {
                self.bills.drafts.insert(draft.bill.id, (**draft).clone());
            }
            (Posted::Reminder(reminder), _) => {
                self.reminders.insert(reminder.id, reminder.clone());
            }
            (Posted::DayClose(_) | Posted::Entry(_) | Posted::Sending(_), _) => {}
        }
        if matches!(decision.posted, Posted::Invoice(_) | Posted::Entry(_)) {
            self.move_stock(&decision.movements);
        }
        for (entry, postings) in &decision.entries {
            self.drawer.add(postings);
            if let Some(account) = self.parties.get_mut(&entry.customer_id) {
                account.party.balance = entry.balance_after;
                account.last_sequence = entry.sequence;
            }
            let Some(original) = entry.reverses else { continue };
            self.bills.reverse(original);
            if let Some(original) = self.entries.get_mut(&original) {
                original.is_reversed = true;
            }
        }
        if let Posted::DayClose(close) = &decision.posted {
            // What was posted to make the drawer right is part of what was counted.
            let (closed, opening) = (Some(close.date), close.counted);
            let (received, paid_out) = (Money::ZERO, Money::ZERO);
            self.drawer = Drawer { closed, opening, received, paid_out, ..self.drawer };
        }
    }

    /// Takes over what is known of a customer, new or not.
    fn know(&mut self, party: &Party) {
        self.phones.values_mut().for_each(|owners| {
            owners.remove(&party.id);
        });
        let phone = party.phone.clone().filter(|_| party.is_active);
        if let Some(phone) = phone {
            self.phones.entry(phone).or_default().insert(party.id, party.name.clone());
        }
        for alike in self.namesakes.values_mut() {
            alike.remove(&party.id);
        }
        if party.is_active {
            self.namesake(party);
        }
        let last_sequence = self.parties.get(&party.id).map_or(0, |account| account.last_sequence);
        self.parties.insert(party.id, Account { party: party.clone(), last_sequence });
    }

    /// Somebody to be compared with whoever is new.
    pub fn namesake(&mut self, party: &Party) {
        self.namesakes.entry(name_key(&party.name)).or_default().insert(party.id, party.clone());
    }

    /// The product as it is now; what it was called and scanned as is free again.
    fn shelve(&mut self, product: &Product, change: Change) {
        if let Some(old) = self.products.get(&product.id) {
            self.product_names.remove(&old.name.to_lowercase());
            self.barcodes.retain(|code, _| Some(code) != old.barcode.as_ref());
        }
        if product.is_active {
            self.product_names.insert(product.name.to_lowercase(), product.name.clone());
            self.barcodes.extend(product.barcode.clone().map(|code| (code, product.name.clone())));
        }
        if change == Change::StockMoved || product.stock != Quantity::ZERO {
            self.moved.insert(product.id);
        }
        self.products.insert(product.id, product.clone());
    }

    /// Takes over that a part of a bill was taken back.
    fn credited(&mut self, note: &Invoice) {
        let Some(original) = &note.original else { return };
        for entry in self.entries.values_mut() {
            entry.is_credited |= entry.invoice == Some(original.id);
        }
    }

    fn move_stock(&mut self, movements: &[Movement]) {
        for movement in movements {
            if let Some(product) = self.products.get_mut(&movement.product) {
                product.stock = product.stock.plus(movement.quantity).unwrap_or(product.stock);
                self.moved.insert(movement.product);
                if product.stock < Quantity::ZERO {
                    self.below_zero = Some(product.name.clone());
                }
            }
        }
    }
}

/// The most characters of a bill's number.
const NUMBER_MAX: usize = 16;

/// 1 April to 31 March, India time, by the year in which it starts.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct FinancialYear(i16);

impl FinancialYear {
    /// The financial year of a day.
    #[must_use]
    pub fn of(day: jiff::civil::Date) -> Self {
        Self(if day.month() < 4 { day.year().saturating_sub(1) } else { day.year() })
    }

    /// The year after.
    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }

    /// The number of a bill of a series in this year, at most 16 characters: `INV/26-27/000001`.
    #[must_use]
    pub fn number(self, series: &str, running: i64) -> String {
        // Six digits fill the sixteen characters beside three letters; the letters give way to a seventh and an eighth.
        let digits = format!("{running:06}");
        let room = NUMBER_MAX.saturating_sub(digits.len()).saturating_sub("/26-27/".len());
        let series: String = series.chars().take(room).collect();
        format!("{series}/{self}/{digits}")
    }
}

/// `26-27`.
impl fmt::Display for FinancialYear {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}-{:02}", self.0.rem_euclid(100), self.0.saturating_add(1).rem_euclid(100))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn the_financial_year_turns_on_the_first_of_april() {
        assert_eq!(FinancialYear::of(date(2026, 3, 31)).to_string(), "25-26");
        assert_eq!(FinancialYear::of(date(2026, 4, 1)).to_string(), "26-27");
        assert_eq!(FinancialYear::of(date(2099, 12, 1)).to_string(), "99-00");
    }

    #[test]
    fn a_bill_number_never_passes_sixteen_characters() {
        let year = FinancialYear::of(date(2026, 11, 22));
        assert_eq!(year.number("INV", 1), "INV/26-27/000001");
        assert_eq!(year.number("CN", 1), "CN/26-27/000001");
        assert_eq!(year.number("INV", 999_999).len(), 16);
        assert_eq!(year.number("INV", 1_000_000), "IN/26-27/1000000");
        assert_eq!(year.number("INV", 99_999_999), "I/26-27/99999999");
    }

    #[test]
    fn every_account_is_found_by_its_name() {
        for mode in PaymentMode::ALL {
            let account = AccountKind::Received(mode);
            assert_eq!(AccountKind::from_name(account.as_str()), Some(account));
        }
        assert_eq!(AccountKind::from_name("roundoff"), Some(AccountKind::RoundOff));
        assert_eq!(AccountKind::from_name("petty"), None);
    }
}
