//! "Galat likh diya, hata do": the last entry is taken back as an entry of its own, once it was read back.

use super::recent::Done;
use super::words::words;
use super::{Dialogue, Frame, Heard, Proposal, Sought, Step};
use crate::ids::TurnId;
use crate::intent::{Intent, Slots};
use crate::invoice::{BillWish, InvoiceKind, InvoiceStatus};
use crate::ledger::{Command, EntryKind, Posted, Product, ProductChange, Risk, StockOp};
use crate::money::Money;
use crate::quantity::Quantity;
use crate::reply::{Reply, Undone, Wish};
use crate::turn::SessionTime;

/// Orders to take something back.
const UNDO: &[&str] = &[
    "undo",
    "cancel",
    "cancell",
    "hata",
    "hatao",
    "hatado",
    "hatana",
    "mita",
    "mitao",
    "delete",
    "remove",
    "reverse",
    "radd",
    "wapas",
    "vapas",
    "revert",
    "back",
    "scratch",
    "strike",
    "kaat",
    "kato",
    "kaato",
    "nikal",
    "nikalo",
    "काट",
    "काटो",
    "निकाल",
    "निकालो",
    "हटा",
    "हटाओ",
    "मिटा",
    "मिटाओ",
    "रद्द",
    "कैंसल",
    "कैंसिल",
    "वापस",
    "डिलीट",
];
/// What tells that something which was written is meant.
const WRITTEN: &[&str] = &[
    "last",
    "pichla",
    "pichli",
    "pichle",
    "aakhri",
    "akhri",
    "aakhiri",
    "akhiri",
    "abhi",
    "latest",
    "previous",
    "abhiwala",
    "अभी",
    "entry",
    "entri",
    "galat",
    "galti",
    "wrong",
    "mistake",
    "incorrect",
    "likh",
    "likha",
    "likhi",
    "likhwaya",
    "wrote",
    "written",
    "wali",
    "wala",
    "पिछला",
    "पिछली",
    "आखिरी",
    "आख़िरी",
    "एंट्री",
    "गलत",
    "ग़लत",
    "गलती",
    "ग़लती",
    "लिखा",
    "लिखी",
    "लिख",
    "वाली",
    "वाला",
];
/// What says nothing more.
const IDLE: &[&str] = &[
    "do",
    "de",
    "diya",
    "di",
    "gaya",
    "gayi",
    "gya",
    "ho",
    "hui",
    "hua",
    "kar",
    "karo",
    "kardo",
    "karna",
    "kijiye",
    "dijiye",
    "jo",
    "tha",
    "thi",
    "le",
    "lo",
    "lijiye",
    "ले",
    "लो",
    "थे",
    "wrote",
    "out",
    "off",
    "kijiyega",
    "dena",
    "देना",
    "wo",
    "woh",
    "vo",
    "ye",
    "yeh",
    "usko",
    "isko",
    "use",
    "ko",
    "se",
    "please",
    "ji",
    "bhai",
    "arre",
    "are",
    "oh",
    "sorry",
    "the",
    "that",
    "it",
    "this",
    "was",
    "is",
    "i",
    "made",
    "a",
    "an",
    "one",
    "take",
    "just",
    "now",
    "me",
    "my",
    "by",
    "hai",
    "hain",
    "maine",
    "mujhse",
    "hamne",
    "humne",
    "to",
    "toh",
    "na",
    "haan",
    "nahi",
    "दो",
    "दे",
    "दिया",
    "दी",
    "गया",
    "गई",
    "हो",
    "हुई",
    "कर",
    "करो",
    "जो",
    "था",
    "थी",
    "अभी",
    "वो",
    "वह",
    "ये",
    "यह",
    "उसे",
    "इसे",
    "उसको",
    "इसको",
    "को",
    "से",
    "जी",
    "है",
    "मैंने",
    "अरे",
    "तो",
];

/// Whether the words ask, as a whole, to take back what was written last.
pub(super) fn is_asked(text: &str) -> bool {
    let said = words(text);
    let is = |word: &String, list: &[&str]| list.contains(&word.as_str());
    let known = said.iter().all(|word| is(word, UNDO) || is(word, WRITTEN) || is(word, IDLE));
    let has = |list: &[&str]| said.iter().any(|word| is(word, list));
    let admits = has(WRONG) && has(DONE);
    let plainly = said.iter().any(|word| word == "undo") || (has(&["take"]) && has(&["back"]));
    known && said.len() <= 12 && ((has(UNDO) && has(WRITTEN)) || admits || plainly)
}

/// Whether the words are an order to take something back, and nothing more: "please cancel that".
pub(super) fn is_an_order(text: &str) -> bool {
    super::words::says(text, UNDO, IDLE)
}

/// What tells that it was a mistake.
const WRONG: &[&str] = &["galat", "wrong", "mistake", "galti", "incorrect", "गलत", "ग़लत", "गलती", "ग़लती"];
/// What tells that the mistake was made already, and is not one in what is said.
const DONE: &[&str] = &[
    "likh",
    "likha",
    "likhi",
    "likhwaya",
    "ho",
    "made",
    "wrote",
    "written",
    "entry",
    "entri",
    "wala",
    "wali",
    "tha",
    "thi",
    "was",
    "abhi",
    "last",
    "pichla",
    "pichli",
    "लिख",
    "लिखा",
    "लिखी",
    "हो",
    "था",
    "थी",
    "वाला",
    "वाली",
    "अभी",
    "एंट्री",
];

impl Dialogue {
    /// What was posted last is read back to be taken back; where this conversation posted nothing, the books are asked
    /// what this user wrote last.
    pub(super) fn undo_last(&mut self, heard: &Heard<'_>) -> Vec<Step> {
        match self.recent.newest().cloned() {
            // What a product was before is known to the books alone.
            _ if self.recent.is_of_the_shelf() => vec![Step::Find(Sought::Last)],
            Some(done) => self.offer_undo(done, heard.turn, heard.now, heard.newest),
            None => vec![Step::Find(Sought::Last)],
        }
    }

    /// What the books hold as the last that this user wrote, if anything: read back to be taken back.
    pub(super) fn found_last(&mut self, heard: &Heard<'_>, found: Option<Done>) -> Vec<Step> {
        match found {
            Some(done) => self.offer_undo(done, heard.turn, heard.now, heard.newest),
            None => vec![Step::Say(Reply::NothingToUndo)],
        }
    }

    fn offer_undo(&mut self, done: Done, turn: TurnId, now: SessionTime, newest: TurnId) -> Vec<Step> {
        let Done { name, what, amount, undo, is_undone } = done;
        if is_undone {
            return vec![Step::Say(Reply::AlreadyUndone { name, what, amount })];
        }
        let frame = Frame { intent: Intent::CancelInvoice, slots: Slots::default() };
        let wish = Wish::Undo { name, what, amount };
        // It was not named, only pointed at: it is always read back.
        let demand = self.policy.demands(Risk::Writes, Some(amount), false);
        let proposal = Proposal { demand, ..Proposal::new(frame, wish, undo, turn, 0) };
        self.confirm(vec![proposal], now, newest, false)
    }
}

/// Why stock is moved where an earlier move is taken back.
pub const TAKEN_BACK: &str = "taken back";

impl Done {
    /// Stock that was moved by so much, up or down: taken back by as much the other way.
    #[must_use]
    pub fn of_stock(product: &Product, moved: Quantity) -> Option<Self> {
        let back = Quantity::from_milli(moved.milli().checked_neg()?);
        let (op, quantity) = if back < Quantity::ZERO { (StockOp::Remove, moved) } else { (StockOp::Add, back) };
        let reason = Some(TAKEN_BACK.to_owned());
        let undo = Command::MoveStock { product: product.id, op, quantity, reason };
        let what = Undone::Stock { quantity: moved, unit: product.unit };
        (moved != Quantity::ZERO).then(|| Self::of_shelf(product, what, undo))
    }

    /// A price that was another before: taken back by that one.
    #[must_use]
    pub fn of_price(product: &Product, before: Money) -> Option<Self> {
        let change = ProductChange { price: Some(before), ..ProductChange::default() };
        let undo = Command::ChangeProduct { product: product.id, change };
        let what = Undone::Price { before, after: product.price, unit: product.unit };
        (before != product.price).then(|| Self::of_shelf(product, what, undo))
    }

    fn of_shelf(product: &Product, what: Undone, undo: Command) -> Self {
        Self { name: product.name.clone(), what, amount: Money::ZERO, undo, is_undone: false }
    }

    /// What was posted, if it can be taken back.
    #[must_use]
    pub fn of(posted: &Posted) -> Option<Self> {
        let done = |name: &str, what, amount: Money, undo| {
            let amount = if amount < Money::ZERO { amount.negated().unwrap_or(amount) } else { amount };
            Some(Self { name: name.to_owned(), what, amount, undo, is_undone: false })
        };
        match posted {
            Posted::Invoice(bill) if bill.status != InvoiceStatus::Cancelled => {
                let what = if bill.kind == InvoiceKind::CreditNote { Undone::CreditNote } else { Undone::Bill };
                let undo = Command::Bill(BillWish::Cancel { invoice: bill.id, reason: None });
                done(&bill.customer_name, what, bill.total, undo)
            }
            Posted::Entry(entry) => {
                let what = match entry.kind {
                    EntryKind::Payment => Undone::Payment,
                    EntryKind::Credit => Undone::Credit,
                    EntryKind::WriteOff => Undone::WriteOff,
                    EntryKind::Refund => Undone::Refund,
                    EntryKind::Opening
                    | EntryKind::Invoice
                    | EntryKind::CreditNote
                    | EntryKind::CashDifference
                    | EntryKind::Reversal => return None,
                };
                done(&entry.customer_name, what, entry.amount, Command::Reverse { entry: entry.id })
            }
            Posted::Invoice(_)
            | Posted::Party(_)
            | Posted::Product(_)
            | Posted::Shop(_)
            | Posted::DayClose(_)
            | Posted::Reminder(_)
            | Posted::Sending(_)
            | Posted::Draft(_) => None,
        }
    }
}
