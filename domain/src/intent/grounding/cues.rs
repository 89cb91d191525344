//! Which words are of the kind of a change: without one of them nobody is believed who proposes it, and where money may
//! go either way, nor with a word of the other kind.

use crate::intent::frame::Intent;
use crate::intent::senses::{
    ADD, ARRIVED, BACK, BANK, BILL, BOOK, CANCEL, CARD, CASH, CHANGE, CHEQUE, CLOSE, CREDIT, CUSTOMER, DEAR, DELETE,
    DROP, DUE, EMAIL, FINISHED, GAVE, GIVE, GIVEN, GOODS, GOT, LATER, LEFT, LEND, LOWER, MAKE, MESSAGE, MONEY, MOVE,
    NAME, NEW, NUMBER, OWE, PAY, PAYMENT, PHONE, PLACE, PRICE, PRODUCT, RAISE, RATE, REMIND, SALES, SEND, SETTLE,
    SETTO, SPOILED, STOCK, Senses, TAKE, TOOK, UPI, WANTS, WILLGIVE, WRITE,
};

/// The senses of which one must be heard; none for what changes nothing.
pub(super) const fn of(intent: Intent) -> Senses {
    match intent {
        Intent::CreateInvoice => {
            BILL.or(MAKE).or(TOOK).or(GIVE).or(GIVEN).or(GOODS).or(SALES).or(WANTS).or(WRITE).or(CREDIT)
        }
        Intent::RecordPayment => PAY
            .or(PAYMENT)
            .or(GIVEN)
            .or(GAVE)
            .or(GOT)
            .or(SETTLE)
            .or(MONEY)
            .or(PLACE)
            .or(BACK)
            .or(CASH)
            .or(UPI)
            .or(BANK)
            .or(CHEQUE)
            .or(CARD),
        Intent::AddCredit => CREDIT.or(LEND).or(LATER).or(WILLGIVE).or(WRITE),
        Intent::ScheduleReminder => REMIND.or(MESSAGE).or(SEND).or(TAKE),
        Intent::CancelReminder => REMIND.or(MESSAGE),
        Intent::ModifyReminder => REMIND.or(MESSAGE).or(MOVE),
        Intent::CreateCustomer => NEW.or(CUSTOMER).or(BOOK).or(ADD).or(NAME),
        Intent::UpdateCustomer => CHANGE.or(PHONE).or(EMAIL).or(NAME).or(NUMBER),
        Intent::DeleteCustomer => DELETE.or(CLOSE),
        Intent::AddProduct => NEW.or(ADD).or(PRODUCT),
        Intent::UpdateStock => STOCK.or(ARRIVED).or(SPOILED).or(ADD).or(LEFT).or(FINISHED).or(LOWER),
        Intent::UpdatePrice => PRICE.or(RATE).or(RAISE).or(LOWER).or(DEAR).or(SETTO),
        Intent::CancelInvoice => CANCEL.or(DELETE).or(DROP),
        Intent::CheckBalance
        | Intent::ListReminders
        | Intent::GetCustomerInfo
        | Intent::CheckStock
        | Intent::DailySummary
        | Intent::TopDebtors
        | Intent::SendInvoice
        | Intent::Confirm
        | Intent::Deny
        | Intent::Correct
        | Intent::SwitchLanguage
        | Intent::Help
        | Intent::Stop
        | Intent::Unknown => Senses::NONE,
    }
}

/// The senses of which none may be heard: what they say of the money is the opposite.
pub(super) const fn against(intent: Intent) -> Senses {
    if matches!(intent, Intent::RecordPayment) {
        CREDIT.or(LEND).or(LATER).or(WILLGIVE).or(DUE).or(OWE).or(TOOK)
    } else if matches!(intent, Intent::AddCredit) {
        PAY.or(PAYMENT).or(GOT).or(SETTLE).or(GAVE).or(BACK).or(CASH).or(UPI).or(BANK).or(CHEQUE).or(CARD)
    } else {
        Senses::NONE
    }
}
