//! What speaks for and against each intent, in points. No single word decides.

use super::facts::Facts;
use super::frame::Intent;
use super::senses::{
    ADD, ADDRESS, AFTER, ALL, ARRIVED, BACK, BANK, BILL, BOOK, CAN, CANCEL, CARD, CASH, CHANGE, CHARGE, CHEQUE, CLOSE,
    COUNTED, CREDIT, CUSTOMER, DEAR, DEBTOR, DELETE, DETAIL, DROP, DUE, EACH, EARN, EMAIL, ENGLISH, FINISHED, FROM,
    FUTURE, GAVE, GIVE, GIVEN, GOODS, GOT, HELP, HINDI, HINGLISH, HOWMUCH, INSTEAD, IS, LAST, LATER, LEFT, LEND, LIST,
    LOWER, MAKE, MESSAGE, MONEY, MORE, MOST, MOVE, NAME, NAMED, NEW, NOW, NUMBER, ON, OUGHT, OWE, PAY, PAYMENT, PHONE,
    PLACE, PRICE, PRODUCT, RAISE, RATE, REMIND, REPAIR, RUPEE, SALES, SAYS, SE, SEND, SETTLE, SETTO, SMS, SPEAK,
    SPOILED, STOCK, STOP, TAKE, TEAR, TELL, TO, TOOK, UPI, WANTS, WHAT, WHATSAPP, WHO, WILLGIVE, WRITE,
};

/// One piece of evidence: for which intent, what is seen, what it weighs.
pub(super) struct Rule {
    pub intent: Intent,
    pub what: &'static str,
    pub weight: i32,
    pub holds: fn(&Facts) -> bool,
}

const fn rule(intent: Intent, weight: i32, what: &'static str, holds: fn(&Facts) -> bool) -> Rule {
    Rule { intent, what, weight, holds }
}

use Intent::{
    AddCredit, AddProduct, CancelInvoice, CancelReminder, CheckBalance, CheckStock, CreateCustomer, CreateInvoice,
    DailySummary, DeleteCustomer, GetCustomerInfo, Help, ListReminders, ModifyReminder, RecordPayment,
    ScheduleReminder, SendInvoice, Stop, SwitchLanguage, TopDebtors, UpdateCustomer, UpdatePrice, UpdateStock,
};

/// The least that an intent needs before it is believed.
pub(super) const ENOUGH: i32 = 40;
/// How far the best must be ahead of the next before anything is changed.
pub(super) const MARGIN: i32 = 10;

fn paying(f: &Facts) -> bool {
    f.has(PAY.or(SETTLE).or(GAVE)) || ((f.has(GIVEN) || f.has(GOT)) && !f.roles.ko)
}

fn took_goods(f: &Facts) -> bool {
    let taken_back = f.roles.se && f.has(BACK);
    f.has(TOOK) && !taken_back && (f.has(GOODS.or(CREDIT).or(LATER)) || f.negated)
}

fn owing_question(f: &Facts) -> bool {
    (f.question || f.amounts == 0) && f.has(DUE.or(OWE)) && !f.has(WRITE.or(PAY))
}

fn changing(f: &Facts) -> bool {
    f.has(CHANGE.or(SETTO).or(NEW).or(WRITE).or(MOVE))
}

#[rustfmt::skip]
pub(super) const RULES: &[Rule] = &[
    // A bill.
    rule(CreateInvoice, 45, "a bill is named", |f| f.has(BILL)),
    rule(CreateInvoice, 20, "something is to be made", |f| f.has(MAKE) && f.has(BILL)),
    rule(CreateInvoice, 25, "a bill with things on it", |f| f.has(BILL) && f.products > 0),
    rule(CreateInvoice, 35, "things for somebody", |f| f.products > 0 && (f.quantities > 0 || f.amounts > 0) && f.person()),
    rule(CreateInvoice, 25, "things taken or given", |f| f.products > 0 && f.person() && (f.quantities > 0 || f.amounts > 0) && (f.has(TOOK.or(GIVE).or(GIVEN).or(WRITE).or(CREDIT).or(LATER).or(SALES)))),
    rule(CreateInvoice, 10, "things for whom", |f| f.products > 0 && f.quantities > 0 && (f.roles.for_whom || f.roles.ko)),
    rule(CreateInvoice, 15, "several things for somebody", |f| f.products > 1 && f.person()),
    rule(CreateInvoice, 10, "somebody's bill", |f| f.has(BILL) && f.person()),
    rule(CreateInvoice, 25, "things are wanted", |f| f.has(WANTS) && f.products > 0 && f.person() && (f.quantities > 0 || f.amounts > 0)),
    rule(CreateInvoice, -60, "a bill is sent, not made", |f| f.has(SEND.or(WHATSAPP).or(EMAIL).or(SMS)) && f.products == 0),
    rule(CreateInvoice, -80, "a bill is undone", |f| f.has(CANCEL.or(DELETE))),
    rule(CreateInvoice, -50, "a question", |f| f.question && !f.has(MAKE) && f.quantities == 0),
    rule(CreateInvoice, -40, "the shelf, not a bill", |f| f.has(STOCK.or(ARRIVED)) && !f.has(BILL) && !f.person()),
    rule(CreateInvoice, -40, "nobody and no bill", |f| !f.person() && !f.has(BILL)),
    rule(CreateInvoice, -40, "money came in", |f| f.products == 0 && f.amounts > 0 && paying(f)),
    rule(CreateInvoice, -80, "brought back", |f| f.has(BACK) && !f.has(MAKE)),
    rule(CreateInvoice, -40, "a reminder", |f| f.has(REMIND)),

    // A payment.
    rule(RecordPayment, 40, "an amount was paid", |f| f.amounts > 0 && paying(f)),
    rule(RecordPayment, 30, "X ne … diye", |f| f.roles.ne && f.has(GIVEN.or(PAY).or(GAVE).or(SETTLE))),
    rule(RecordPayment, 30, "X se … mile", |f| f.roles.se && f.has(GOT.or(PAY).or(TOOK)) && !f.has(GOODS)),
    rule(RecordPayment, 25, "X ka … aaya", |f| (f.roles.ka || f.roles.bare) && f.has(GOT) && (f.amounts > 0 || f.has(MONEY))),
    rule(RecordPayment, 45, "X paid", |f| (f.roles.bare || f.roles.ne || f.roles.ka) && f.person() && f.has(PAY.or(GAVE).or(SETTLE))),
    rule(RecordPayment, 25, "X gave", |f| f.roles.bare && f.has(GIVEN) && f.amounts > 0),
    rule(RecordPayment, 45, "money was put down", |f| f.has(PLACE) && f.amounts > 0 && f.person() && f.past),
    rule(RecordPayment, 20, "written down from X", |f| f.has(WRITE.or(ADD)) && f.amounts > 0 && f.roles.se && !f.has(CREDIT.or(BOOK))),
    rule(RecordPayment, 25, "money is named", |f| f.has(MONEY) && (f.has(GOT.or(PAY).or(WRITE).or(ADD)) || f.roles.se || (f.roles.ne && f.has(GIVEN)))),
    rule(RecordPayment, 45, "a payment of an amount", |f| f.has(PAYMENT) && f.amounts > 0 && f.person() && !f.roles.ko),
    rule(RecordPayment, 25, "from X", |f| f.roles.se && f.amounts > 0),
    rule(RecordPayment, 30, "an account is settled", |f| f.has(SETTLE) && f.has(DUE.or(CREDIT).or(ALL).or(BOOK)) && f.person()),
    rule(RecordPayment, 15, "a way of paying", |f| f.has(CASH.or(UPI).or(BANK).or(CHEQUE).or(CARD)) && f.amounts > 0),
    rule(RecordPayment, 30, "credit is paid back", |f| f.has(CREDIT.or(DUE)) && f.has(PAY.or(SETTLE))),
    rule(RecordPayment, 25, "they paid, somebody said before", |f| f.pronoun && f.amounts > 0 && paying(f)),
    rule(RecordPayment, -50, "credit, not payment", |f| f.has(CREDIT) && !f.has(PAY.or(SETTLE).or(BACK))),
    rule(RecordPayment, -40, "the book is written, nobody paid", |f| f.has(BOOK) && f.has(WRITE) && !f.has(PAY.or(GOT).or(GAVE)) && !f.roles.se),
    rule(RecordPayment, -80, "not paid", |f| f.negated && !f.has(REPAIR)),
    rule(RecordPayment, -60, "not yet", |f| f.future),
    rule(RecordPayment, -50, "goods were taken", took_goods),
    rule(RecordPayment, -50, "things, not money", |f| f.products > 0),
    rule(RecordPayment, -40, "X ko … diye", |f| f.roles.ko && !f.roles.ne && f.has(GIVEN.or(GAVE).or(GIVE).or(PAY))),
    rule(RecordPayment, -60, "asked, not told", |f| f.question && f.amounts == 0 && f.has(SETTLE)),
    rule(RecordPayment, -45, "a question", |f| f.has(HOWMUCH.or(WHO)) || (f.question && f.amounts == 0)),
    rule(RecordPayment, -50, "a reminder", |f| f.has(REMIND)),
    rule(RecordPayment, -60, "lent", |f| f.has(LEND)),
    rule(RecordPayment, -60, "a bill or the shelf", |f| f.has(STOCK.or(PRICE)) || (f.has(BILL) && f.has(MAKE.or(SEND).or(CANCEL).or(DELETE)))),
    rule(RecordPayment, -30, "nobody", |f| !f.person() && f.amounts == 0),
    rule(RecordPayment, -60, "a call came, no money", |f| f.has(PHONE) && f.has(GOT) && f.roles.ka && !f.has(UPI)),
    rule(RecordPayment, -60, "details, not money", |f| f.phone || f.email),

    // Credit.
    rule(AddCredit, 45, "credit and an amount", |f| f.has(CREDIT) && f.amounts > 0),
    rule(AddCredit, 25, "X ko udhaar", |f| f.has(CREDIT) && (f.roles.ko || f.roles.for_whom || f.roles.on || f.roles.ka)),
    rule(AddCredit, 50, "written into X's book", |f| f.has(BOOK) && f.has(WRITE.or(ADD)) && f.person()),
    rule(AddCredit, 50, "added to what X owes", |f| f.has(DUE) && f.has(WRITE.or(ADD).or(RAISE)) && f.person()),
    rule(AddCredit, 25, "an amount against X", |f| f.amounts > 0 && f.has(DUE.or(BOOK)) && f.has(WRITE.or(ADD)) && f.person()),
    rule(AddCredit, 45, "X took it and pays later", |f| f.has(TOOK) && f.amounts > 0 && f.person() && f.products == 0 && (f.future || f.has(LATER.or(AFTER).or(SAYS))) && !f.roles.se),
    rule(AddCredit, 50, "put onto them", |f| f.upon && f.has(WRITE.or(SETTO)) && f.amounts > 0 && !f.has(PAY.or(GOT).or(MONEY).or(PAYMENT).or(BOOK))),
    rule(AddCredit, 45, "an amount in their name", |f| f.pronoun && f.has(NAMED) && f.amounts == 1 && f.products == 0 && !f.has(PAY.or(GOT).or(GIVEN).or(PAYMENT).or(BILL).or(REMIND)) && !f.phone),
    rule(AddCredit, 45, "charged to X", |f| f.has(CHARGE) && f.amounts == 1 && f.customers == 1 && f.words <= 6 && f.roles.bare && f.products == 0 && !f.has(PAY.or(GOT).or(GIVEN).or(MONEY).or(PAYMENT).or(BILL).or(SE).or(PHONE).or(NUMBER).or(PLACE).or(CASH).or(UPI)) && !f.phone),
    rule(AddCredit, 45, "X took goods", |f| took_goods(f) && (f.amounts > 0 || f.has(CREDIT))),
    rule(AddCredit, 20, "X took", |f| f.has(TOOK) && f.amounts > 0 && !f.roles.se && f.person()),
    rule(AddCredit, 55, "not paid, so write it", |f| f.negated && f.has(MONEY.or(GIVEN).or(GIVE).or(PAY).or(CAN)) && f.has(WRITE) && f.amounts > 0),
    rule(AddCredit, 40, "X will pay later", |f| (f.has(LATER) || f.has(WILLGIVE)) && f.amounts > 0 && f.has(TOOK.or(WRITE).or(GOODS)) && f.person()),
    rule(AddCredit, 30, "written against X", |f| f.has(WRITE) && f.amounts > 0 && (f.roles.ko || f.roles.ka || f.roles.for_whom || f.roles.on || (f.pronoun && f.has(NAMED))) && !f.has(PAY.or(GOT).or(MONEY)) && !f.roles.se),
    rule(AddCredit, 15, "X ko, X ke naam … likho", |f| f.has(WRITE) && f.amounts > 0 && (f.roles.ko || f.roles.for_whom || f.roles.on || (f.pronoun && f.has(NAMED))) && !f.has(PAY.or(GOT).or(MONEY)) && !f.roles.se),
    rule(AddCredit, 55, "X owes, so write it", |f| f.has(OWE) && f.has(WRITE.or(ADD)) && f.amounts > 0 && f.person() && !f.has(HOWMUCH)),
    rule(AddCredit, 45, "kept in X's name", |f| (f.has(NAMED) || (f.has(NAME) && f.roles.ka)) && f.has(SETTO.or(WRITE).or(ADD)) && f.amounts > 0 && f.person() && !f.phone && !f.has(NEW.or(CHANGE).or(CUSTOMER).or(BILL).or(PAY).or(GOT).or(PAYMENT))),
    rule(AddCredit, 30, "to be paid later, so write it", |f| f.future && f.has(PAY.or(SETTLE).or(WILLGIVE)) && f.has(WRITE) && f.amounts > 0 && f.person()),
    rule(AddCredit, 40, "lent", |f| f.has(LEND) && f.amounts > 0),
    rule(AddCredit, 25, "an order to write", |f| f.has(CREDIT) && f.has(WRITE.or(ADD).or(GIVEN).or(GIVE).or(LEND)) && !f.has(HOWMUCH)),
    rule(AddCredit, -60, "credit is paid back", |f| f.has(PAY.or(SETTLE)) && !f.negated && !f.future && !f.has(LATER)),
    rule(AddCredit, -50, "a question", |f| f.has(HOWMUCH.or(WHO)) || (f.question && f.amounts == 0)),
    rule(AddCredit, -45, "things with quantities", |f| f.products > 0),
    rule(AddCredit, -60, "a reminder", |f| f.has(REMIND)),
    rule(AddCredit, -50, "a bill or the shelf", |f| f.has(STOCK.or(PRICE)) || (f.has(BILL) && f.has(MAKE.or(SEND).or(CANCEL).or(DELETE)))),
    rule(AddCredit, -50, "a receipt", |f| f.has(GOT) && !f.has(TOOK)),
    rule(AddCredit, -80, "lessened or brought back", |f| f.has(LOWER.or(BACK))),
    rule(RecordPayment, 60, "credit is collected", |f| f.has(CREDIT.or(DUE)) && f.has(GOT) && f.roles.se && f.amounts > 0),
    rule(AddCredit, -100, "lent by X, not to X", |f| f.has(TOOK.or(GOT)) && f.roles.se && !f.roles.ko && !f.roles.ne && !f.roles.ka),
    rule(RecordPayment, 40, "credit is brought back", |f| f.has(BACK) && f.has(CREDIT.or(DUE).or(MONEY)) && f.has(GOT.or(GIVEN)) && !f.has(GOODS)),
    rule(RecordPayment, -60, "more or less than an amount", |f| f.has(MORE)),
    rule(RecordPayment, -60, "goods are brought back", |f| f.has(BACK) && f.has(GOODS)),
    rule(RecordPayment, -35, "a bill was given", |f| f.has(BILL) && f.has(GIVEN) && !f.has(PAY.or(SETTLE).or(MONEY)) && !(f.roles.ne && f.amounts == 1)),
    rule(RecordPayment, 45, "what X owes became less, and money came", |f| f.has(LOWER) && f.has(CREDIT.or(DUE).or(BOOK)) && f.has(GOT.or(PAY).or(CASH).or(UPI)) && f.amounts > 0 && f.person()),
    rule(RecordPayment, 45, "an amount from X", |f| f.has(FROM) && f.roles.se && f.amounts == 1 && f.customers == 1 && f.words <= 6 && f.products == 0 && !f.has(IS.or(WRITE).or(TAKE).or(OWE).or(CREDIT).or(WANTS).or(HOWMUCH))),
    rule(AddCredit, -30, "nobody", |f| !f.person()),
    rule(AddCredit, -60, "undone", |f| f.has(DELETE.or(CANCEL))),
    rule(AddCredit, -60, "details, not money", |f| f.phone || f.email),

    // A balance.
    rule(CheckBalance, 40, "how much is owed", |f| f.has(HOWMUCH) && f.has(DUE.or(OWE).or(CREDIT).or(BOOK).or(TAKE)) && !f.has(STOCK)),
    rule(CheckBalance, 45, "somebody's balance", |f| f.has(DUE) && f.person() && f.amounts == 0 && !f.has(WRITE.or(ADD).or(PAY).or(SETTLE))),
    rule(CheckBalance, 40, "what somebody owes", |f| f.has(OWE) && f.person() && owing_question(f)),
    rule(CheckBalance, 45, "what is left for somebody", |f| f.has(HOWMUCH.or(WHAT)) && f.has(LEFT) && f.person() && f.products == 0 && f.amounts == 0 && !f.has(STOCK)),
    rule(CheckBalance, 45, "to be collected from X", |f| f.roles.se && f.has(TAKE) && !f.has(GOT.or(WRITE))),
    rule(CheckBalance, 20, "somebody's account is asked for", |f| f.has(BOOK.or(CREDIT)) && f.person() && f.question && f.amounts == 0),
    rule(CheckBalance, 15, "an account is to be shown", |f| f.has(BOOK) && f.person() && f.has(TELL.or(WHAT)) && f.amounts == 0),
    rule(CheckBalance, 15, "a question", |f| f.question && f.has(DUE.or(OWE).or(CREDIT).or(TAKE).or(BOOK))),
    rule(CheckBalance, 40, "an amount to be taken from X", |f| f.roles.se && f.has(OWE.or(TAKE)) && f.amounts > 0 && !f.has(WRITE.or(GOT))),
    rule(CheckBalance, 40, "how much, of somebody", |f| f.has(HOWMUCH) && f.customers > 0 && f.products == 0 && f.amounts == 0 && !f.has(GIVEN.or(GAVE).or(PAY).or(GOT).or(BILL).or(TOOK))),
    rule(CheckBalance, 50, "whether an account is settled", |f| f.question && f.amounts == 0 && f.has(SETTLE) && f.person()),
    rule(CheckBalance, 60, "whether all is paid", |f| f.question && f.amounts == 0 && f.has(PAY.or(SETTLE)) && f.has(ALL) && f.customers > 0),
    rule(CheckBalance, -40, "taken, not asked", |f| f.has(TOOK) && !f.question),
    rule(CheckBalance, 35, "nothing but somebody's account", |f| f.has(CREDIT.or(BOOK)) && f.customers > 0 && f.amounts == 0 && f.words <= 4 && !f.has(WRITE.or(ADD).or(GIVE).or(GIVEN).or(CLOSE).or(DELETE).or(MAKE).or(NEW))),
    rule(CheckBalance, 10, "somebody", Facts::person),
    rule(CheckBalance, -60, "written, not asked", |f| f.has(WRITE.or(ADD)) && f.amounts > 0),
    rule(CheckBalance, -50, "things", |f| f.products > 0 || f.has(STOCK)),
    rule(CheckBalance, -60, "the most of all", |f| f.has(MOST) || (f.has(WHO) && f.customers == 0)),
    rule(CheckBalance, -60, "a reminder", |f| f.has(REMIND)),
    rule(CheckBalance, -50, "the shop's own sales", |f| f.has(SALES.or(EARN)) && !f.person()),
    rule(CheckBalance, -60, "undone or closed", |f| f.has(DELETE.or(CANCEL).or(CLOSE))),
    rule(CheckBalance, -60, "paid", |f| f.has(PAY.or(SETTLE)) && f.amounts > 0),
    rule(CheckBalance, -60, "details", |f| f.phone || f.email || f.has(PHONE.or(ADDRESS).or(EMAIL))),
    rule(CheckBalance, -40, "debtors in general", |f| f.has(DEBTOR) && f.customers == 0),

    // Reminders.
    rule(ScheduleReminder, -40, "asked whom to remind", |f| f.has(WHO) && f.has(REMIND) && f.customers == 0),
    rule(CheckBalance, -45, "they gave, nobody asks", |f| f.roles.ne && f.has(GIVEN.or(PAY).or(GAVE)) && !f.question),
    rule(ScheduleReminder, 45, "a reminder is named", |f| f.has(REMIND)),
    rule(ScheduleReminder, 20, "a day or time", |f| f.day || f.clock),
    rule(ScheduleReminder, 15, "somebody", |f| f.person() && f.has(REMIND)),
    rule(ScheduleReminder, 45, "a message at a time", |f| f.has(MESSAGE) && !f.past && (f.day || f.clock) && f.person() && !f.has(BILL)),
    rule(ScheduleReminder, 40, "money to be asked for at a time", |f| f.has(MONEY.or(CREDIT).or(DUE)) && f.has(TAKE.or(MESSAGE)) && (f.day || f.clock) && f.person() && !f.past),
    rule(ScheduleReminder, -60, "undone", |f| f.has(DELETE.or(CANCEL).or(CLOSE).or(DROP))),
    rule(ScheduleReminder, -50, "somebody's reminder is moved", |f| f.has(MOVE.or(INSTEAD)) || (f.has(CHANGE) && f.roles.ka)),
    rule(ScheduleReminder, -35, "a reminder that is there gets another time", |f| f.reminded && f.roles.ka && (f.day || f.clock) && f.has(SETTO) && !f.has(WRITE.or(NEW).or(SEND))),
    rule(ScheduleReminder, -35, "a reminder that is there ought to be at another time", |f| f.reminded && f.roles.ka && (f.day || f.clock) && f.has(OUGHT)),
    rule(ModifyReminder, 55, "somebody's reminder ought to be at another time", |f| f.has(REMIND) && f.reminded && f.roles.ka && (f.day || f.clock) && f.has(OUGHT)),
    rule(ModifyReminder, 15, "there is one to move", |f| f.reminded && f.has(REMIND) && f.roles.ka),
    rule(ScheduleReminder, -45, "a question", |f| f.has(WHO.or(WHAT).or(HOWMUCH).or(TELL).or(LIST)) && !f.has(SETTO)),
    rule(ScheduleReminder, -30, "all reminders", |f| f.has(ALL.or(LIST))),

    rule(ListReminders, 40, "reminders are asked for", |f| f.has(REMIND) && f.has(WHO.or(WHAT).or(HOWMUCH).or(TELL).or(LIST))),
    rule(ListReminders, 25, "all reminders", |f| f.has(REMIND) && f.has(ALL.or(LIST))),
    rule(ListReminders, 20, "a question", |f| f.has(REMIND) && f.question),
    rule(ListReminders, -60, "undone", |f| f.has(DELETE.or(CANCEL).or(CLOSE).or(DROP))),
    rule(ListReminders, -40, "an order", |f| f.has(MOVE.or(CHANGE)) || (f.has(SEND) && f.person())),
    rule(ListReminders, -25, "for somebody at a time", |f| f.clock && f.roles.ko),

    rule(CancelReminder, 70, "a reminder is undone", |f| f.has(REMIND) && f.has(DELETE.or(CANCEL).or(CLOSE).or(DROP))),
    rule(CancelReminder, 55, "no reminder, please", |f| f.has(REMIND) && f.negated && !f.has(REPAIR) && !f.has(WHO.or(WHAT))),
    rule(CancelReminder, 15, "somebody", |f| f.has(REMIND) && f.person()),
    rule(CancelReminder, -30, "moved", |f| f.has(MOVE) && !f.has(CANCEL.or(DELETE))),

    rule(ModifyReminder, 60, "somebody's reminder is moved", |f| f.has(REMIND) && f.has(MOVE.or(CHANGE).or(INSTEAD))),
    rule(ModifyReminder, 55, "somebody's reminder to another time", |f| f.has(REMIND) && f.roles.ka && (f.day || f.clock) && f.has(SETTO.or(MOVE).or(CHANGE).or(MAKE)) && !f.has(WRITE.or(NEW))),
    rule(ModifyReminder, 60, "not that day but another", |f| f.has(REMIND) && f.redated && f.reminded),
    rule(ModifyReminder, 25, "a day or time", |f| f.has(REMIND) && (f.day || f.clock) && f.has(MOVE.or(CHANGE))),
    rule(ModifyReminder, 10, "somebody", |f| f.has(REMIND) && f.person()),
    rule(ModifyReminder, -60, "undone", |f| f.has(DELETE.or(CANCEL))),

    // People.
    rule(CreateCustomer, 65, "a new customer", |f| f.has(CUSTOMER) && f.has(NEW.or(ADD).or(MAKE).or(WRITE)) && !f.has(DELETE)),
    rule(CreateCustomer, -80, "all of them", |f| f.has(ALL) && !f.has(NAME) && !f.phone),
    rule(CreateCustomer, 55, "a new account in a name", |f| f.has(BOOK) && f.has(NEW.or(MAKE)) && !f.question && f.amounts == 0 && !(f.known > 0 && f.roles.ka)),
    rule(CreateCustomer, 60, "somebody new, a name and a number", |f| f.has(NEW) && f.has(NAME) && (f.phone || f.email) && !f.roles.ka),
    rule(UpdateCustomer, -60, "somebody new", |f| f.has(NEW) && f.has(NAME) && !f.roles.ka),
    rule(CreateCustomer, 20, "a name that nobody has", |f| f.unknown > 0 && f.has(NEW.or(ADD)) && f.products == 0),
    rule(CreateCustomer, 45, "a customer, a name and a number", |f| f.has(CUSTOMER) && f.has(NAME) && (f.phone || f.email) && f.known == 0),
    rule(CreateCustomer, 45, "a customer and a name that nobody has", |f| f.has(CUSTOMER) && f.has(NAME) && f.known == 0 && f.unknown + f.customers > 0 && !f.question && f.amounts == 0),
    rule(CreateCustomer, 45, "somebody new into the list", |f| f.has(ADD) && f.has(LIST) && f.customers > 0 && f.known == 0 && f.amounts == 0 && f.products == 0),
    rule(CreateCustomer, 15, "with a number", |f| f.phone && f.has(CUSTOMER.or(NEW).or(ADD).or(MAKE))),
    rule(CreateCustomer, 30, "a new name with a number", |f| f.phone && f.unknown > 0 && f.customers == 0 && f.has(WRITE.or(ADD).or(NEW))),
    rule(CreateCustomer, -30, "somebody's details change", |f| f.customers > 0 && f.has(CHANGE) && !f.has(CUSTOMER)),
    rule(CreateCustomer, -40, "known already", |f| f.customers > 0 && f.roles.ka && !f.has(CUSTOMER.or(BOOK))),
    rule(CreateCustomer, -50, "things or money", |f| f.has(PRODUCT.or(STOCK).or(PRICE).or(BILL).or(REMIND)) || f.products > 0),
    rule(CreateCustomer, -50, "a question", |f| f.has(HOWMUCH.or(WHO))),
    rule(CreateCustomer, -30, "money", |f| f.amounts > 0 && f.has(CREDIT.or(PAY).or(DUE))),

    rule(UpdateCustomer, 55, "somebody's new number", |f| f.phone && f.customers > 0),
    rule(UpdateCustomer, 55, "somebody's new address", |f| f.email && f.customers > 0),
    rule(UpdateCustomer, 20, "a detail is changed", |f| f.has(PHONE.or(NUMBER).or(EMAIL).or(NAME)) && changing(f) && f.person()),
    rule(UpdateCustomer, 35, "a name, number or address is to change", |f| f.has(PHONE.or(NUMBER).or(EMAIL).or(NAME)) && f.has(CHANGE) && f.person() && !f.has(BILL)),
    rule(UpdateCustomer, 35, "somebody's name is to be another", |f| f.has(NAME) && f.has(SETTO) && f.roles.ka && f.known > 0 && !f.has(BILL.or(CUSTOMER))),
    rule(UpdateCustomer, 15, "somebody's", |f| f.roles.ka && (f.phone || f.email)),
    rule(UpdateCustomer, 25, "their new number", |f| f.pronoun && (f.phone || f.email)),
    rule(UpdateCustomer, -80, "money, not details", |f| f.amounts > 0 && f.has(GIVEN.or(PAY).or(GOT).or(CREDIT)) && !f.has(CHANGE.or(NEW))),
    rule(UpdateCustomer, -60, "a new customer", |f| f.has(CUSTOMER.or(BOOK)) && f.has(NEW.or(ADD).or(MAKE)) && f.known == 0),
    rule(UpdateCustomer, -40, "a question", |f| f.question && !f.phone && !f.email),
    rule(UpdateCustomer, -30, "other business", |f| f.has(BILL.or(REMIND).or(STOCK)) ),

    rule(DeleteCustomer, 60, "a customer is deleted", |f| f.has(DELETE) && f.customers > 0 && !f.has(BILL.or(REMIND).or(PRODUCT).or(STOCK))),
    rule(DeleteCustomer, 65, "customers are deleted", |f| f.has(DELETE.or(CLOSE)) && f.has(CUSTOMER.or(BOOK)) && !f.has(BILL.or(REMIND))),
    rule(DeleteCustomer, 20, "an account is closed", |f| f.has(CLOSE) && f.has(BOOK) && f.customers > 0),
    rule(DeleteCustomer, 45, "their account is deleted", |f| f.has(DELETE) && f.pronoun && !f.has(BILL.or(REMIND))),
    rule(DeleteCustomer, -90, "what somebody owes, not somebody", |f| f.has(CREDIT.or(DUE).or(MONEY).or(PRICE).or(PHONE).or(NUMBER).or(EMAIL)) && !f.has(CUSTOMER)),
    rule(DeleteCustomer, -110, "money or things", |f| f.amounts > 0 || f.products > 0),
    rule(DeleteCustomer, -60, "they closed one of their own", |f| f.roles.ne || f.has(BANK)),
    rule(DeleteCustomer, -60, "not", |f| f.negated && !f.has(REPAIR)),

    rule(GetCustomerInfo, 55, "somebody's number or address is asked", |f| f.person() && f.has(PHONE.or(NUMBER).or(ADDRESS).or(EMAIL)) && !f.phone && !f.email && f.amounts == 0),
    rule(GetCustomerInfo, 60, "somebody's details", |f| f.person() && f.has(DETAIL)),
    rule(GetCustomerInfo, 15, "a question", |f| f.question && f.has(PHONE.or(NUMBER).or(ADDRESS).or(EMAIL).or(DETAIL))),
    rule(GetCustomerInfo, 25, "who is somebody", |f| f.customers > 0 && f.has(WHO) && f.words <= 5),
    rule(GetCustomerInfo, -60, "a number is told", |f| f.phone || f.email),
    rule(GetCustomerInfo, -60, "a bill, money or a reminder", |f| f.has(BILL.or(REMIND).or(CREDIT).or(DUE)) || f.amounts > 0),
    rule(GetCustomerInfo, -45, "a change", |f| f.has(CHANGE.or(DELETE).or(NEW)) && !f.has(TELL.or(WHAT))),
    rule(GetCustomerInfo, -40, "a message is sent", |f| f.has(SEND)),

    // The shelf.
    rule(CheckStock, 45, "how much of a thing", |f| f.products > 0 && f.has(HOWMUCH) && !f.has(PRICE)),
    rule(CheckStock, 45, "nothing but a thing's count", |f| f.products == 1 && f.has(COUNTED) && f.words <= 4 && f.quantities == 0 && f.amounts == 0),
    rule(CheckStock, 45, "whether a thing is left", |f| f.products > 0 && f.has(LEFT.or(FINISHED)) && f.quantities == 0 && f.amounts == 0),
    rule(CheckStock, 30, "a thing's stock", |f| f.products > 0 && f.has(STOCK) && f.quantities == 0 && f.amounts == 0),
    rule(CheckStock, 20, "nothing but a thing's stock", |f| f.products > 0 && f.has(STOCK) && f.words <= 6 && f.quantities == 0 && f.amounts == 0),
    rule(CheckStock, 25, "a question about a thing", |f| f.products > 0 && f.question && f.amounts == 0 && f.quantities == 0 && !f.has(PRICE)),
    rule(CheckStock, 20, "is there any", |f| f.products > 0 && f.has(IS) && f.amounts == 0 && f.quantities == 0 && !f.person()),
    rule(CheckStock, 25, "nothing but whether there is any", |f| f.products > 0 && f.has(IS) && f.words <= 6 && f.amounts == 0 && f.quantities == 0 && !f.person()),
    rule(CheckStock, 45, "how much of a thing that nobody knows", |f| f.has(HOWMUCH) && f.unknown > 0 && f.words <= 5 && f.customers == 0 && f.products == 0 && f.amounts == 0 && !f.has(DUE.or(OWE).or(CREDIT).or(MONEY).or(SALES).or(EARN).or(BILL).or(BOOK).or(REMIND))),
    rule(CheckStock, 40, "how much stock", |f| f.has(STOCK) && f.has(HOWMUCH.or(TELL).or(WHAT)) && f.products == 0),
    rule(CheckStock, -40, "the stock is set", |f| f.has(STOCK) && f.has(SETTO) && f.quantities > 0 && !f.question),
    rule(CheckStock, -60, "the shelf is changed", |f| f.has(RAISE.or(LOWER).or(ADD).or(SPOILED).or(DELETE)) && (f.quantities > 0 || f.amounts > 0)),
    rule(CheckStock, -50, "prices or bills", |f| f.has(PRICE.or(BILL)) && !f.has(STOCK)),
    rule(CheckStock, -40, "for somebody", super::facts::Facts::person),
    rule(CheckStock, -45, "sold", |f| f.has(SALES.or(EARN))),

    rule(AddProduct, 70, "a new product", |f| f.has(PRODUCT) && f.has(NEW.or(ADD).or(MAKE).or(WRITE)) && !f.has(CUSTOMER.or(STOCK))),
    rule(AddProduct, 45, "a new thing at a price", |f| f.has(NEW.or(ADD)) && f.unknown + f.products > 0 && f.amounts > 0 && f.has(PRODUCT.or(PRICE).or(GOODS).or(RATE)) && f.customers == 0 && f.products == 0),
    rule(AddProduct, 60, "a thing that nobody knows, at a price", |f| f.has(NEW.or(ADD)) && f.strange > 0 && f.strange == f.products && f.amounts > 0 && f.quantities == 0 && !f.person()),
    rule(AddProduct, -60, "for somebody", |f| f.customers > 0 || f.has(CUSTOMER)),
    rule(AddProduct, -40, "a question", |f| f.has(HOWMUCH.or(WHO))),
    rule(AddProduct, -60, "a bill", |f| f.has(BILL.or(CREDIT).or(DELETE))),

    rule(UpdateStock, 50, "the shelf goes up or down", |f| f.products > 0 && (f.quantities > 0 || f.amounts > 0) && f.has(RAISE.or(LOWER).or(SPOILED))),
    rule(UpdateStock, 50, "goods came in", |f| f.products > 0 && (f.quantities > 0 || f.amounts > 0) && f.has(ARRIVED) && !f.person()),
    rule(UpdateStock, 50, "the stock of a thing and a quantity", |f| f.products > 0 && f.has(STOCK) && (f.quantities > 0 || f.amounts > 0)),
    rule(UpdateStock, 40, "there are so many of a thing", |f| f.products > 0 && (f.quantities > 0 || (f.amounts > 0 && f.has(SETTO))) && f.has(LEFT) && !f.has(HOWMUCH) && !f.person()),
    rule(UpdateStock, 50, "they were counted", |f| f.has(COUNTED) && f.products > 0 && (f.quantities > 0 || f.amounts > 0) && !f.person()),
    rule(UpdateStock, 15, "an order", |f| f.products > 0 && f.has(ADD.or(RAISE).or(LOWER).or(SETTO)) && f.quantities > 0),
    rule(UpdateStock, 45, "so many more of a thing", |f| f.products > 0 && f.quantities > 0 && f.has(ADD) && !f.person() && !f.has(BILL.or(PRICE).or(PRODUCT).or(NEW))),
    rule(UpdateStock, -40, "a question", |f| f.has(HOWMUCH.or(WHO).or(TELL))),
    rule(UpdateStock, -50, "for somebody", |f| f.customers > 0 && !f.has(STOCK)),
    rule(UpdateStock, -60, "a price, not a count", |f| f.has(PRICE) && f.amounts + f.quantities == 1 && !f.has(STOCK)),
    rule(CreateInvoice, -50, "the shelf, nobody's bill", |f| f.has(SPOILED.or(STOCK)) && f.known == 0 && !f.has(BILL)),
    rule(UpdateStock, -50, "prices or bills", |f| (f.rupees || f.has(PRICE.or(BILL).or(RUPEE))) && !f.has(STOCK)),

    rule(UpdatePrice, 55, "the price of a thing and an amount", |f| f.products > 0 && f.has(PRICE) && f.amounts > 0 && !f.person()),
    rule(UpdatePrice, 40, "a thing is now at an amount", |f| f.products > 0 && f.amounts > 0 && f.quantities == 0 && !f.person() && f.has(SETTO.or(CHANGE).or(IS).or(RATE).or(EACH).or(FUTURE))),
    rule(UpdatePrice, 35, "a price is to change", |f| f.products > 0 && f.has(PRICE) && f.has(CHANGE.or(SETTO).or(RAISE).or(LOWER).or(NEW)) && !f.person()),
    rule(UpdatePrice, 45, "from now on at an amount", |f| f.has(NOW) && f.products > 0 && f.amounts > 0 && f.quantities == 0 && !f.person()),
    rule(UpdatePrice, 50, "a price by the unit", |f| f.products > 0 && f.has(PRICE) && f.amounts == 0 && f.quantities == 1 && f.has(SETTO.or(CHANGE).or(IS)) && !f.person() && !f.has(STOCK.or(BILL))),
    rule(UpdatePrice, 45, "raised or lowered to an amount", |f| f.products > 0 && f.amounts > 0 && f.quantities == 0 && f.has(RAISE.or(LOWER)) && f.has(TO) && !f.person()),
    rule(UpdatePrice, 45, "a thing and what it is now", |f| f.now && f.products > 0 && f.amounts == 1 && f.quantities == 0 && !f.person() && !f.has(ADD.or(ARRIVED).or(LEFT).or(SALES))),
    rule(UpdatePrice, 40, "made so much", |f| f.has(MAKE) && f.products == 1 && f.amounts == 1 && f.quantities == 0 && !f.person() && !f.has(NEW.or(PRODUCT).or(ADD).or(BILL))),
    rule(UpdatePrice, 45, "dearer or cheaper", |f| f.has(DEAR) && f.products > 0 && f.amounts > 0 && !f.person()),
    rule(UpdatePrice, 15, "a change", |f| f.products > 0 && f.has(PRICE) && f.has(NEW.or(CHANGE).or(SETTO))),
    rule(UpdatePrice, -60, "for somebody or on a bill", |f| f.person() || f.has(BILL)),
    rule(UpdatePrice, -60, "the stock", |f| f.has(STOCK.or(ARRIVED).or(SPOILED)) && !f.has(PRICE)),
    rule(UpdatePrice, -60, "what it cost before", |f| (f.before || f.stretch) && !f.now && !f.has(NOW.or(SETTO).or(CHANGE).or(TO))),
    rule(UpdatePrice, -40, "a question", |f| f.has(HOWMUCH.or(WHO)) || (f.question && f.amounts == 0)),
    rule(UpdatePrice, -50, "a new product", |f| f.has(PRODUCT) && f.has(NEW.or(ADD))),

    // Bills that exist.
    rule(CancelInvoice, 75, "a bill is undone", |f| f.has(BILL) && f.has(CANCEL.or(DELETE))),
    rule(CancelInvoice, 75, "a bill is torn up", |f| f.has(BILL) && f.has(TEAR) && f.has(NUMBER.or(LAST)) && f.products == 0),
    rule(CancelInvoice, 75, "a numbered bill was wrong", |f| f.has(BILL) && f.has(NUMBER) && f.has(DROP) && f.has(MAKE) && f.products == 0 && f.customers == 0),
    rule(CreateInvoice, -80, "a bill is torn up", |f| f.has(TEAR) && f.has(NUMBER.or(LAST)) && f.products == 0),
    rule(RecordPayment, -60, "a bill is torn up", |f| f.has(BILL) && f.has(TEAR) && f.has(NUMBER.or(LAST))),
    rule(CancelInvoice, -30, "things", |f| f.products > 0),
    rule(CancelInvoice, -60, "not", |f| f.negated && !f.has(REPAIR)),
    rule(SendInvoice, 60, "a bill is sent", |f| f.has(BILL) && f.has(SEND)),
    rule(SendInvoice, 40, "a bill over a channel", |f| f.has(BILL) && f.has(WHATSAPP.or(EMAIL).or(SMS)) && (f.has(SETTO.or(GIVE)) || f.person())),
    rule(SendInvoice, 50, "it is sent over a channel", |f| f.pronoun && f.has(WHATSAPP.or(SMS)) && f.amounts == 0 && f.products == 0 && !f.phone && !f.has(REMIND.or(PHONE).or(NUMBER).or(MESSAGE))),
    rule(SendInvoice, 10, "to somebody", |f| f.has(BILL) && f.has(SEND) && f.person()),
    rule(SendInvoice, -50, "undone", |f| f.has(CANCEL.or(DELETE))),
    rule(SendInvoice, -40, "things on it", |f| f.products > 0),
    rule(SendInvoice, -40, "not", |f| f.negated),

    // Reports.
    rule(DailySummary, 50, "sales are named", |f| f.has(SALES)),
    rule(DailySummary, 50, "what was earned", |f| f.has(EARN)),
    rule(DailySummary, 45, "the account of a day", |f| f.has(DUE) && (f.day || f.stretch) && !f.person() && f.amounts == 0 && f.products == 0 && !f.has(WHO.or(MOST).or(WRITE).or(BILL))),
    rule(DailySummary, 15, "a day", |f| f.has(SALES.or(EARN)) && (f.day || f.stretch)),
    rule(DailySummary, 15, "a question", |f| f.has(SALES.or(EARN)) && f.question),
    rule(DailySummary, 45, "how much came in on a day", |f| f.customers == 0 && (f.day || f.stretch) && f.has(HOWMUCH.or(WHAT)) && f.has(GOT.or(MONEY).or(SALES).or(EARN)) && f.products == 0),
    rule(DailySummary, -60, "somebody's", |f| f.customers > 0),
    rule(DailySummary, -40, "a thing's", |f| f.products > 0),
    rule(DailySummary, -60, "who owes", |f| f.has(DEBTOR.or(REMIND)) || (f.has(WHO) && f.has(DUE.or(OWE).or(CREDIT)))),
    rule(DailySummary, -40, "an order about bills", |f| f.has(BILL) && f.has(MAKE.or(CANCEL).or(SEND).or(DELETE))),

    rule(TopDebtors, 60, "debtors are named", |f| f.has(DEBTOR) && f.customers == 0),
    rule(TopDebtors, 50, "who owes more than so much", |f| f.has(MORE) && f.amounts > 0 && f.customers == 0 && f.products == 0 && !f.has(ADD) && (f.has(CREDIT.or(DUE).or(OWE).or(CUSTOMER)) || f.words <= 6) && !f.has(WRITE.or(BILL).or(GIVEN).or(PAY))),
    rule(TopDebtors, 50, "a list of whom more than so much is on", |f| f.has(MORE) && f.has(LIST) && f.has(WHO) && f.amounts > 0 && f.customers == 0),
    rule(TopDebtors, 55, "the most owed", |f| f.has(MOST) && f.has(DUE.or(OWE).or(CREDIT).or(TAKE).or(MONEY)) && f.customers == 0),
    rule(TopDebtors, 55, "who owes", |f| f.has(WHO) && f.has(DUE.or(OWE).or(CREDIT).or(TAKE)) && f.customers == 0),
    rule(TopDebtors, 40, "who has not paid", |f| f.has(WHO) && f.has(MONEY.or(GIVEN).or(PAY)) && (f.negated || f.has(LEFT)) && f.customers == 0),
    rule(TopDebtors, 35, "all that is owed", |f| f.has(ALL.or(LIST)) && f.has(DUE.or(CREDIT)) && f.customers == 0 && f.question),
    rule(TopDebtors, 10, "a question or list", |f| (f.question || f.has(LIST)) && f.has(DEBTOR.or(MOST))),
    rule(TopDebtors, -60, "somebody named", |f| f.customers > 0),
    rule(TopDebtors, -60, "things or reminders", |f| f.products > 0 || f.has(REMIND)),
    rule(TopDebtors, -50, "written", |f| f.has(WRITE) && f.amounts > 0),

    // Talk.
    rule(SwitchLanguage, 70, "a language is asked for", |f| f.has(HINDI.or(ENGLISH).or(HINGLISH)) && f.has(SPEAK.or(ON).or(CHANGE).or(SETTO).or(TO))),
    rule(SwitchLanguage, 40, "a language is named", |f| f.has(HINDI.or(ENGLISH).or(HINGLISH)) && f.words <= 3),
    rule(SwitchLanguage, -60, "other business", |f| f.customers > 0 || f.amounts > 0 || f.products > 0),
    rule(Help, 60, "help is asked for", |f| f.has(HELP)),
    rule(Help, -60, "other business", |f| f.customers > 0 || f.amounts > 0 || f.products > 0 || f.has(REMIND.or(BILL).or(SALES).or(DEBTOR).or(CREDIT))),
    rule(Stop, 60, "stop", |f| f.has(STOP) && f.words <= 6),
    rule(Stop, -60, "other business", |f| f.customers > 0 || f.amounts > 0 || f.products > 0 || f.has(REMIND.or(BILL).or(BOOK).or(CUSTOMER).or(DUE).or(STOCK))),
];

/// The points of every intent that has any for it, the best first.
pub(super) fn weigh(facts: &Facts) -> Vec<(i32, Intent)> {
    let mut points: Vec<(i32, Intent)> = vec![];
    for rule in RULES {
        if (rule.holds)(facts) {
            match points.iter_mut().find(|(_, intent)| *intent == rule.intent) {
                Some((own, _)) => *own += rule.weight,
                None => points.push((rule.weight, rule.intent)),
            }
        }
    }
    points.retain(|(own, _)| *own > 0);
    points.sort_by(|left, right| right.0.cmp(&left.0).then(left.1.cmp(&right.1)));
    points
}

/// The points of all that speaks for an intent, whatever speaks against it.
pub(super) fn for_it(facts: &Facts, intent: Intent) -> i32 {
    RULES
        .iter()
        .filter(|rule| rule.intent == intent && rule.weight > 0 && (rule.holds)(facts))
        .map(|rule| rule.weight)
        .sum()
}
