//! What a paper says beside the figures: who sells, who buys, which paper it is, what the law wants told of a line.
//! Every paper is drawn from these facts, so that all say the same.

use super::bill::{Bill, Kind, Line, PaperCopy};
use super::labels::{self, Label};
use super::sums::percent;
use super::text::clean;
use execora_domain::money::Money;
use execora_domain::reply::Tongue;
use execora_domain::state;

/// How much is told.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Extent {
    /// All that is known: an A4 page has the room.
    Full,
    /// What the law asks for on this bill, and how the shop is reached: for a roll and a small screen.
    Short,
}

/// From here on the address of a buyer without a GSTIN is told too: rule 46 (e) of the CGST Rules 2017.
const ADDRESS_FROM: Money = Money::from_paise(5_000_000);

/// Where the shop is and how it is reached, and its numbers with the offices, below its name.
pub(crate) fn seller(bill: &Bill, extent: Extent, tongue: Tongue) -> Vec<String> {
    let seller = &bill.seller;
    let state = (extent == Extent::Full).then(|| state_line(&seller.state_code, tongue)).flatten();
    let phone = seller.phone.as_ref().map(|phone| format!("{} {phone}", labels::PHONE.say(tongue)));
    let gstin = seller.gstin.as_ref().map(|gstin| format!("GSTIN {gstin}"));
    let fssai = seller.fssai.as_ref().map(|fssai| format!("FSSAI {fssai}"));
    cleaned([seller.address.clone(), state, phone, gstin, fssai])
}

/// Which copy this is. An invoice with tax is the buyer's original unless another was asked for; on a roll, where the
/// buyer takes credit by it. The law has no copies of other papers: those say it only where it was asked for.
pub(crate) fn copy(bill: &Bill, extent: Extent, tongue: Tongue) -> Option<&'static str> {
    let is_invoice = bill.is_taxed() && !matches!(bill.kind, Kind::CreditNote { .. });
    let is_told = is_invoice && (extent == Extent::Full || bill.is_to_registered());
    let copy = bill.copy.or(is_told.then_some(PaperCopy::Original))?;
    Some(labels::copy(bill, copy).say(tongue))
}

/// Who buys: the customer's name, or that nobody with an account did.
pub(crate) fn buyer_name(bill: &Bill, tongue: Tongue) -> String {
    if bill.buyer.is_walk_in { labels::CASH_SALE.say(tongue).to_owned() } else { clean(&bill.buyer.name) }
}

/// Where the customer is, below the name.
pub(crate) fn buyer(bill: &Bill, extent: Extent, tongue: Tongue) -> Vec<String> {
    let buyer = &bill.buyer;
    if buyer.is_walk_in {
        return vec![];
    }
    let is_full = extent == Extent::Full;
    let is_told = is_full || bill.is_to_registered() || bill.is_taxed() && bill.total >= ADDRESS_FROM;
    let address = buyer.address.clone().filter(|_| is_told);
    let state = buyer.state_code.as_deref().filter(|_| is_told).and_then(|code| state_line(code, tongue));
    let phone = buyer.phone.as_ref().filter(|_| is_full);
    let phone = phone.map(|phone| format!("{} {phone}", labels::PHONE.say(tongue)));
    let gstin = buyer.gstin.as_ref().map(|gstin| format!("GSTIN {gstin}"));
    cleaned([address, state, phone, gstin])
}

/// Number, day and hour, and what else the law wants told of the whole paper.
pub(crate) fn particulars(bill: &Bill, extent: Extent, tongue: Tongue) -> Vec<(&'static str, String)> {
    let mut facts: Vec<(Label, String)> = vec![];
    facts.push((labels::NUMBER, bill.number.clone().unwrap_or_else(|| labels::DRAFT.say(tongue).to_owned())));
    facts.push((labels::DATE, bill.issued.strftime("%d-%m-%Y %H:%M").to_string()));
    if let Kind::CreditNote { of: Some(of), .. } = &bill.kind {
        facts.push((labels::AGAINST, of.to_string()));
    }
    let is_told = bill.is_taxed() && bill.is_to_registered();
    if let Some(place) = bill.place_of_supply.as_deref().filter(|_| is_told || bill.is_inter_state()) {
        let name = state::name(place, tongue).unwrap_or_default();
        facts.push((labels::PLACE, format!("{name} ({place})").trim().to_owned()));
    }
    if is_told || bill.is_taxed() && extent == Extent::Full {
        facts.push((labels::REVERSE_CHARGE, labels::NO.say(tongue).to_owned()));
    }
    facts.into_iter().map(|(label, value)| (label.say(tongue), clean(&value))).collect()
}

/// The HSN code and the tax rate of a line; a rate that comes on top of the price has a plus before it.
pub(crate) fn of_line(bill: &Bill, line: &Line) -> Option<String> {
    let hsn = line.hsn.as_ref().filter(|_| bill.is_to_registered()).map(|hsn| format!("HSN {}", clean(hsn)));
    let on_top = if line.tax_included { "" } else { "+" };
    let tax = bill.is_taxed().then(|| format!("{on_top}GST {}", percent(line.tax_rate.bp())));
    let facts: Vec<String> = [hsn, tax].into_iter().flatten().collect();
    (!facts.is_empty()).then(|| facts.join(", "))
}

/// `State: Maharashtra (27)`, where there is such a State.
fn state_line(code: &str, tongue: Tongue) -> Option<String> {
    Some(format!("{}: {} ({code})", labels::STATE.say(tongue), state::name(code, tongue)?))
}

fn cleaned<const N: usize>(texts: [Option<String>; N]) -> Vec<String> {
    texts.into_iter().flatten().map(|text| clean(&text)).filter(|text| !text.is_empty()).collect()
}
