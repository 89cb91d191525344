//! What a paper shows of a bill.

use super::labels;
use super::text::clean;
use crate::clock;
use execora_domain::invoice::{Invoice, InvoiceKind, InvoiceLine, InvoiceStatus, Original};
use execora_domain::ledger::{PaymentMode, PaymentPart, Scheme, Settlement, Shop};
use execora_domain::money::{Money, TaxRate};
use execora_domain::quantity::{Quantity, Unit};
use execora_domain::reply::Tongue;
use execora_domain::{state, upi};
use jiff::civil::{Date, DateTime};
use std::fmt;

/// A bill, ready to be drawn. Texts are as the shop wrote them: whoever draws them cleans them first.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Bill {
    pub(crate) kind: Kind,
    /// Which copy of it this is, where that was asked for.
    pub(crate) copy: Option<PaperCopy>,
    pub(crate) status: InvoiceStatus,
    /// A draft has none yet.
    pub(crate) number: Option<String>,
    /// When it was issued, in India.
    pub(crate) issued: DateTime,
    pub(crate) seller: Seller,
    pub(crate) buyer: Buyer,
    /// The two digits of the State that the goods go to, where that is known.
    pub(crate) place_of_supply: Option<String>,
    pub(crate) lines: Vec<Line>,
    pub(crate) taxable: Money,
    pub(crate) cgst: Money,
    pub(crate) sgst: Money,
    pub(crate) igst: Money,
    pub(crate) round_off: Money,
    pub(crate) total: Money,
    /// What was handed over with the bill, and how.
    pub(crate) handed: Vec<PaymentPart>,
    /// What was given back of the cash that was handed over.
    pub(crate) change: Money,
    /// What its credit notes took back.
    pub(crate) credited: Money,
    /// What was paid of it.
    pub(crate) paid: Money,
    /// What is still to be paid of it.
    pub(crate) due: Money,
    /// What the customer owes altogether; left out where the paper may be seen by others.
    pub(crate) balance: Option<Money>,
    pub(crate) notes: Option<String>,
}

/// What the law calls the paper.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Kind {
    /// Of a shop that is registered and collects tax.
    TaxInvoice,
    /// Of a registered shop, to a buyer without a GSTIN: of goods with tax and goods without (rule 46A).
    InvoiceCumBillOfSupply,
    /// Of a shop under the composition scheme, or of goods without tax alone (section 31 (3) (c)).
    BillOfSupply,
    /// Of a shop that is not registered.
    PlainBill,
    /// Takes back (a part of) another bill, whose number and day it names.
    CreditNote {
        /// The bill that it corrects.
        of: Option<Against>,
        /// Whether it gives back tax too.
        taxed: bool,
    },
}

/// A copy of an invoice: rule 48 of the CGST Rules 2017.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum PaperCopy {
    Original,
    Duplicate,
    /// Of goods alone: for services there are two.
    Triplicate,
}

/// A bill as a credit note names it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Against {
    pub(crate) number: String,
    /// When it was issued, in India, where that is known.
    pub(crate) day: Option<Date>,
}

/// `INV/26-27/000007 (22-11-2026)`.
impl fmt::Display for Against {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&clean(&self.number))?;
        self.day.map_or(Ok(()), |day| write!(f, " ({})", day.strftime("%d-%m-%Y")))
    }
}

/// Who sells.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Seller {
    pub(crate) name: String,
    pub(crate) address: Option<String>,
    pub(crate) state_code: String,
    pub(crate) gstin: Option<String>,
    /// The number of its licence to sell food, which stands on every paper of a food business (FSSAI, 8 June 2021).
    pub(crate) fssai: Option<String>,
    pub(crate) phone: Option<String>,
    pub(crate) upi: Option<Payee>,
    /// Sells under the composition scheme.
    pub(crate) composition: bool,
}

/// Where payments by UPI go, and to whom.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Payee {
    pub(crate) address: String,
    pub(crate) name: String,
}

/// Who buys.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Buyer {
    /// The customer whom nobody names: without an account, and with the name of nobody.
    pub(crate) is_walk_in: bool,
    pub(crate) name: String,
    pub(crate) address: Option<String>,
    pub(crate) state_code: Option<String>,
    pub(crate) gstin: Option<String>,
    pub(crate) phone: Option<String>,
}

/// One line.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Line {
    pub(crate) name: String,
    pub(crate) hsn: Option<String>,
    pub(crate) quantity: Quantity,
    pub(crate) unit: Unit,
    /// Of one unit.
    pub(crate) rate: Money,
    /// Whether that includes the tax.
    pub(crate) tax_included: bool,
    /// `quantity · rate`.
    pub(crate) gross: Money,
    /// Taken off that.
    pub(crate) discount: Money,
    /// The line's share of what was taken off the whole bill.
    pub(crate) bill_discount: Money,
    pub(crate) tax_rate: TaxRate,
    pub(crate) taxable: Money,
    pub(crate) cgst: Money,
    pub(crate) sgst: Money,
    pub(crate) igst: Money,
    pub(crate) total: Money,
}

impl From<Original> for Against {
    fn from(original: Original) -> Self {
        Self { number: original.number, day: original.date }
    }
}

impl From<InvoiceLine> for Line {
    fn from(line: InvoiceLine) -> Self {
        Self {
            gross: line.quantity.times(line.rate).unwrap_or(line.total),
            quantity: line.quantity,
            unit: line.unit,
            discount: line.discount,
            bill_discount: line.bill_discount,
            name: line.name,
            hsn: line.hsn,
            rate: line.rate,
            tax_included: line.tax_included,
            tax_rate: line.tax_rate,
            taxable: line.taxable,
            cgst: line.cgst,
            sgst: line.sgst,
            igst: line.igst,
            total: line.total,
        }
    }
}

impl Line {
    /// `1.5 kg`.
    pub(crate) fn much(&self, tongue: Tongue) -> String {
        format!("{} {}", self.quantity, labels::unit(self.unit).say(tongue))
    }

    /// What the line says at its right: its price times its quantity, less what was taken off it alone. With the tax or
    /// without, as its price is.
    pub(crate) fn amount(&self) -> Money {
        self.gross.minus(self.discount).unwrap_or(self.gross)
    }

    /// All taxes of the line.
    pub(crate) fn tax(&self) -> Money {
        [self.sgst, self.igst].into_iter().fold(self.cgst, |sum, tax| sum.plus(tax).unwrap_or(sum))
    }
}

impl From<Shop> for Seller {
    fn from(shop: Shop) -> Self {
        let name = shop.name;
        let payee = |address| Payee { address, name: shop.upi_name.clone().unwrap_or_else(|| name.clone()) };
        Self {
            upi: shop.upi_id.map(payee),
            address: shop.address,
            state_code: shop.state_code,
            gstin: shop.gstin,
            fssai: shop.fssai,
            phone: shop.phone,
            composition: shop.scheme == Scheme::Composition,
            name,
        }
    }
}

impl Bill {
    /// A bill of this shop, as it stands in the books, and how far it is paid now.
    pub(crate) fn new(invoice: Invoice, settlement: Settlement, shop: Shop, buyer: Buyer) -> Self {
        let Settlement { credited, paid, due, .. } = settlement;
        let kind = match invoice.kind {
            // An old one is called by what is on it.
            InvoiceKind::TaxInvoice => of_registered(&invoice),
            InvoiceKind::InvoiceCumBillOfSupply => Kind::InvoiceCumBillOfSupply,
            InvoiceKind::BillOfSupply => Kind::BillOfSupply,
            InvoiceKind::Bill => Kind::PlainBill,
            InvoiceKind::CreditNote => {
                let taxed = invoice.items.iter().any(|line| line.tax_rate != TaxRate::ZERO);
                Kind::CreditNote { of: invoice.original.map(Against::from), taxed }
            }
        };
        let is_walk_in = buyer.is_walk_in;
        let mut seller = Seller::from(shop);
        seller.composition &= kind == Kind::BillOfSupply;
        Self {
            kind,
            copy: None,
            status: invoice.status,
            number: Some(invoice.number).filter(|number| !number.is_empty()),
            issued: clock::in_india(invoice.created_at),
            seller,
            buyer,
            place_of_supply: invoice.place_of_supply,
            lines: invoice.items.into_iter().map(Line::from).collect(),
            taxable: invoice.taxable,
            cgst: invoice.cgst,
            sgst: invoice.sgst,
            igst: invoice.igst,
            round_off: invoice.round_off,
            total: invoice.total,
            handed: handed(invoice.payments, invoice.change),
            change: invoice.change,
            credited,
            paid,
            due,
            balance: Some(invoice.balance).filter(|_| !is_walk_in),
            notes: invoice.notes,
        }
    }

    /// Whether taxes are shown.
    pub(crate) fn is_taxed(&self) -> bool {
        matches!(self.kind, Kind::TaxInvoice | Kind::InvoiceCumBillOfSupply | Kind::CreditNote { taxed: true, .. })
    }

    /// Whether all that it is for are services, whose codes begin with 99.
    pub(crate) fn is_of_services(&self) -> bool {
        self.lines.iter().all(|line| line.hsn.as_ref().is_some_and(|code| code.starts_with("99")))
    }

    /// Whether a registered buyer takes credit for the tax by this paper, and so needs all that the law lists on it.
    pub(crate) fn is_to_registered(&self) -> bool {
        self.kind != Kind::PlainBill && self.buyer.gstin.is_some()
    }

    /// Whether the goods cross a State border, so that one tax stands in place of two.
    pub(crate) fn is_inter_state(&self) -> bool {
        // The amounts were settled when it was issued; the shop may have moved since.
        self.igst != Money::ZERO
            || self.cgst == Money::ZERO
                && self.place_of_supply.as_ref().is_some_and(|state| *state != self.seller.state_code)
    }

    /// What the tax beside the central one is called where the shop was.
    pub(crate) fn second_tax(&self) -> &'static str {
        state::second_tax(&self.seller.state_code)
    }

    /// Whether every price includes its tax.
    pub(crate) fn is_tax_included(&self) -> bool {
        self.lines.iter().all(|line| line.tax_included)
    }

    /// The link that pays what is due, if something is and the shop takes UPI.
    pub(crate) fn payment_link(&self) -> Option<String> {
        let owed = self.status == InvoiceStatus::Confirmed && !matches!(self.kind, Kind::CreditNote { .. });
        let (payee, number) = (self.seller.upi.as_ref()?, self.number.as_deref()?);
        if owed { upi::link(&payee.address, &payee.name, self.due, number) } else { None }
    }

    /// The same bill as strangers may see it: without what else the customer owes and how to reach them.
    pub(crate) fn for_strangers(mut self) -> Self {
        self.balance = None;
        self.buyer.phone = None;
        self
    }
}

/// What a bill of a shop that collects tax is called, by what is on it and who buys.
fn of_registered(invoice: &Invoice) -> Kind {
    match InvoiceKind::of_registered(&invoice.items, invoice.customer_gstin.as_deref()) {
        InvoiceKind::BillOfSupply => Kind::BillOfSupply,
        InvoiceKind::InvoiceCumBillOfSupply => Kind::InvoiceCumBillOfSupply,
        InvoiceKind::TaxInvoice | InvoiceKind::Bill | InvoiceKind::CreditNote => Kind::TaxInvoice,
    }
}

/// What was handed over: what was kept, and the cash that was given back.
fn handed(mut kept: Vec<PaymentPart>, change: Money) -> Vec<PaymentPart> {
    if change != Money::ZERO {
        match kept.iter_mut().find(|part| part.mode == PaymentMode::Cash) {
            Some(cash) => cash.amount = cash.amount.plus(change).unwrap_or(cash.amount),
            None => kept.push(PaymentPart { mode: PaymentMode::Cash, amount: change }),
        }
    }
    kept
}
