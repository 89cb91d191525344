//! Payments in parts and for another day, refunds, write-offs, what is unpaid and for how long, and statements as of a day.

use crate::house::{House, NOW, Shop, bill, credit, entry, invoice, payment};
use execora_actors::clock::Clock;
use execora_actors::ledger::{PostError, Span, verify};
use execora_domain::ids::PartyId;
use execora_domain::ledger::{Command, EntryKind, NewParty, PaymentMode, PaymentPart, Posted, Refusal};
use execora_domain::money::Money;
use jiff::ToSpan as _;
use jiff::civil::{Date, date};

const fn rupees(rupees: i64) -> Money {
    Money::from_paise(rupees * 100)
}

fn part(mode: PaymentMode, amount: i64) -> PaymentPart {
    PaymentPart { mode, amount: rupees(amount) }
}

fn refused(refusal: Refusal) -> Result<Posted, PostError> {
    Err(PostError::Refused(refusal))
}

#[tokio::test]
async fn a_split_payment_is_one_entry_that_shows_its_parts() {
    let house = House::new().await;
    let shop = house.shop().await;
    let rahul = shop.customer("Rahul").await;
    shop.must(credit(rahul.id, 500)).await;
    let parts = vec![part(PaymentMode::Cash, 200), part(PaymentMode::Upi, 250)];
    let split = Command::ReceivePayment { party: rahul.id, parts: parts.clone(), notes: None, on: None };
    let paid = entry(shop.must(split).await);
    assert_eq!((paid.amount, paid.mode, &paid.parts), (rupees(-450), None, &parts));
    let read = house.reader.statement(shop.tenant, rahul.id, Span::default(), 10, None).await.unwrap();
    assert_eq!(read.entries.items[0], paid);
    let undone = entry(shop.must(Command::Reverse { entry: paid.id }).await);
    assert_eq!((undone.amount, &undone.parts), (rupees(450), &parts));
    let read = house.reader.statement(shop.tenant, rahul.id, Span::default(), 10, None).await.unwrap();
    assert_eq!(read.entries.items[0], undone);
    let (client, _connection) = house.superuser().await;
    let sql = "SELECT count(*) FROM (SELECT account FROM postings WHERE account IN ('cash', 'upi') \
               GROUP BY account HAVING sum(amount) <> 0) unequal";
    assert_eq!(client.query_one(sql, &[]).await.unwrap().get::<_, i64>(0), 0);
    assert_eq!(verify(&house.url).await.unwrap(), []);
}

#[tokio::test]
async fn a_payment_for_another_day_says_so_and_stays_in_the_order_of_posting() {
    let house = House::new().await;
    let shop = house.shop().await;
    let rahul = shop.customer("Rahul").await;
    shop.must(credit(rahul.id, 500)).await;
    let on = |day| {
        let parts = vec![part(PaymentMode::Cash, 100)];
        Command::ReceivePayment { party: rahul.id, parts, notes: None, on: Some(day) }
    };
    let paid = entry(shop.must(on(date(2026, 11, 20))).await);
    assert_eq!((paid.effective_on, paid.sequence), (Some(date(2026, 11, 20)), 2));
    let today = entry(shop.must(on(date(2026, 11, 22))).await);
    assert_eq!(today.effective_on, None);
    let read = house.reader.statement(shop.tenant, rahul.id, Span::default(), 10, None).await.unwrap();
    assert_eq!(read.entries.items[..2], [today, paid]);
    for day in [date(2026, 11, 23), date(1999, 12, 31), Date::MIN, Date::MAX] {
        let answer = shop.post(on(day), &day.to_string()).await;
        assert!(matches!(answer, Err(PostError::Refused(Refusal::InvalidField { .. }))), "{day}: {answer:?}");
    }
}

#[tokio::test]
async fn no_more_is_written_off_or_given_back_than_is_owed() {
    let house = House::new().await;
    let shop = house.shop().await;
    let rahul = shop.customer("Rahul").await;
    let write_off = |amount| Command::WriteOff { party: rahul.id, amount: rupees(amount), reason: "left town".into() };
    let refund = |amount, may_exceed| {
        let (amount, mode) = (rupees(amount), PaymentMode::Upi);
        Command::Refund { party: rahul.id, amount, mode, notes: None, may_exceed }
    };
    shop.must(credit(rahul.id, 500)).await;
    assert_eq!(shop.post(write_off(501), "1").await, refused(Refusal::AboveOwed { owed: rupees(500) }));
    assert_eq!(shop.post(refund(1, false), "2").await, refused(Refusal::AboveOwed { owed: rupees(0) }));
    let gone = entry(shop.must(write_off(500)).await);
    assert_eq!((gone.kind, gone.balance_after), (EntryKind::WriteOff, rupees(0)));
    shop.must(payment(rahul.id, 300)).await;
    assert_eq!(shop.post(write_off(1), "3").await, refused(Refusal::AboveOwed { owed: rupees(0) }));
    assert_eq!(shop.post(refund(301, false), "4").await, refused(Refusal::AboveOwed { owed: rupees(300) }));
    let back = entry(shop.must(refund(300, false)).await);
    assert_eq!((back.kind, back.mode, back.balance_after), (EntryKind::Refund, Some(PaymentMode::Upi), rupees(0)));
    assert_eq!(entry(shop.must(refund(50, true)).await).balance_after, rupees(50));
    for one in [gone.id, back.id] {
        shop.must(Command::Reverse { entry: one }).await;
        let again = shop.post(Command::Reverse { entry: one }, &format!("again {one}")).await;
        assert_eq!(again, refused(Refusal::AlreadyReversed));
    }
    assert_eq!(shop.balance(rahul.id).await, 25_000);
    assert_eq!(verify(&house.url).await.unwrap(), []);
}

#[tokio::test]
async fn a_reversal_is_never_stopped_by_the_credit_limit() {
    let house = House::new().await;
    let shop = house.shop().await;
    let new = NewParty { name: "Meena".into(), credit_limit: Some(rupees(500)), ..NewParty::default() };
    let Posted::Party(meena) = shop.must(Command::CreateParty(new)).await else { panic!("a party") };
    shop.must(credit(meena.id, 500)).await;
    let paid = entry(shop.must(payment(meena.id, 400)).await);
    shop.must(credit(meena.id, 400)).await;
    shop.must(Command::Reverse { entry: paid.id }).await;
    assert_eq!(shop.balance(meena.id).await, 90_000);
}

/// The same shop on another day, by a server whose clock says so.
async fn days_ago(house: &House, days: i64) -> House {
    let now: jiff::Timestamp = NOW.parse().unwrap();
    let then = now - (days * 24).hours();
    House::at(house.url.clone(), Clock::new(move || then)).await
}

#[tokio::test]
async fn payments_go_to_the_oldest_first_and_the_rest_ages() {
    let house = House::new().await;
    let shop = house.shop().await;
    let (rahul, rice) = (shop.customer("Rahul").await, shop.goods("Rice", 100, 1_000).await);
    let mut bills = vec![];
    for (days, kilos) in [(100, 5), (70, 4), (40, 3), (10, 2)] {
        let then = days_ago(&house, days).await;
        let there = Shop { house: &then, ..shop };
        bills.push(invoice(there.must(bill(rahul.id, &[(rice.id, kilos * 1_000)])).await));
    }
    let dues = async || {
        let ids: Vec<_> = bills.iter().filter_map(|bill| bill.entry_id).collect();
        let unpaid = house.reader.unpaid(shop.tenant, &ids).await.unwrap();
        ids.iter().map(|id| unpaid.get(id).map_or(0, |due| due.paise() / 100)).collect::<Vec<_>>()
    };
    assert_eq!(dues().await, [500, 400, 300, 200]);
    let paid = entry(shop.must(payment(rahul.id, 600)).await);
    assert_eq!(dues().await, [0, 300, 300, 200]);
    let items = house.reader.open_items(shop.tenant, rahul.id, 2, None).await.unwrap();
    let [first, second] = items.items.as_slice() else { panic!("{items:?}") };
    assert_eq!(
        (first.invoice_id, first.total, first.paid, first.due),
        (Some(bills[1].id), rupees(400), rupees(100), rupees(300))
    );
    assert_eq!(second.invoice_number.as_ref(), Some(&bills[2].number));
    let rest = house.reader.open_items(shop.tenant, rahul.id, 2, items.next_cursor.as_deref()).await.unwrap();
    assert_eq!((rest.items.len(), rest.items[0].since, rest.next_cursor), (1, date(2026, 11, 12), None));

    let ageing = house.reader.ageing(shop.tenant, date(2026, 11, 22), 10, None).await.unwrap();
    let ages = ageing.customers[0].ages;
    assert_eq!(
        (ages.up_to_30, ages.up_to_60, ages.up_to_90, ages.over_90),
        (rupees(200), rupees(300), rupees(300), rupees(0))
    );
    assert_eq!((ageing.totals, ages.balance), (ages, rupees(800)));
    // Eleven days before: the newest bill and the payment were not yet there.
    let before = house.reader.ageing(shop.tenant, date(2026, 11, 11), 10, None).await.unwrap();
    let ages = before.totals;
    assert_eq!(
        (ages.up_to_30, ages.up_to_60, ages.up_to_90, ages.over_90),
        (rupees(300), rupees(400), rupees(500), rupees(0))
    );
    // A bill that is cancelled owes nothing, and what paid it pays the next.
    shop.must(Command::Reverse { entry: bills[0].entry_id.unwrap() }).await;
    assert_eq!(dues().await, [0, 0, 100, 200]);
    shop.must(Command::Reverse { entry: paid.id }).await;
    assert_eq!(dues().await, [0, 400, 300, 200]);
    shop.must(payment(rahul.id, 1_000)).await;
    assert_eq!(dues().await, [0, 0, 0, 0]);
    let none = house.reader.ageing(shop.tenant, date(2026, 11, 22), 10, None).await.unwrap();
    assert_eq!((none.customers.len(), none.totals.balance), (0, rupees(0)));
}

#[tokio::test]
async fn a_statement_tells_the_balance_of_any_day() {
    let house = House::new().await;
    let shop = house.shop().await;
    let rahul = shop.customer("Rahul").await;
    for days in (0..20).rev() {
        let then = days_ago(&house, days * 3).await;
        let there = Shop { house: &then, ..shop };
        for _ in 0..3 {
            there.must(credit(rahul.id, 10)).await;
        }
    }
    let today = date(2026, 11, 22);
    let day = |ago: i64| today.saturating_sub(ago.days());
    let read = async |span: Span, limit: u16, cursor: Option<&str>| {
        house.reader.statement(shop.tenant, rahul.id, span, limit, cursor).await.unwrap()
    };
    for ago in 0..60 {
        let posted = 60 - (ago + 2) / 3 * 3;
        let span = Span { as_of: Some(day(ago)), ..Span::default() };
        assert_eq!(read(span, 1, None).await.as_of, Some(rupees(posted * 10)), "{ago} days ago");
    }
    let span = Span { from: Some(day(9)), to: Some(day(3)), as_of: None };
    let page = read(span, 4, None).await;
    assert_eq!((page.opening, page.closing, page.as_of), (rupees(480), rupees(570), None));
    let sequences = |page: &execora_actors::ledger::Statement| {
        page.entries.items.iter().map(|one| one.sequence).collect::<Vec<_>>()
    };
    assert_eq!(sequences(&page), [57, 56, 55, 54]);
    let page = read(span, 10, page.entries.next_cursor.as_deref()).await;
    assert_eq!((sequences(&page), page.entries.next_cursor.clone()), (vec![53, 52, 51, 50, 49], None));
    let before = read(Span { to: Some(day(100)), ..Span::default() }, 10, None).await;
    assert_eq!((before.opening, before.closing, before.entries.items.len()), (rupees(0), rupees(0), 0));
    let nobody = house.reader.statement(shop.tenant, PartyId::walk_in(shop.tenant), span, 10, None).await;
    assert_eq!(nobody, Err(execora_actors::ledger::ReadError::NotFound));
}

/// F21: what is typed late is for the day that it names, in every report of an earlier day.
#[tokio::test]
async fn what_was_typed_late_is_told_on_its_own_day() {
    let house = House::new().await;
    let shop = house.shop().await;
    let rahul = shop.customer("Rahul").await;
    let then = days_ago(&house, 10).await;
    Shop { house: &then, ..shop }.must(credit(rahul.id, 50)).await;
    let late = |rupees_: i64, day| Command::GiveCredit {
        party: rahul.id,
        amount: rupees(rupees_),
        description: "old slip".into(),
        on: Some(day),
    };
    shop.must(late(1_000, date(2026, 10, 1))).await;
    let slip = entry(shop.must(late(7, date(2026, 10, 2))).await);
    let undone = entry(shop.must(Command::Reverse { entry: slip.id }).await);
    assert_eq!(undone.effective_on, Some(date(2026, 10, 2)), "a slip is undone for the day that it was for");
    let paid = payment(rahul.id, 400);
    shop.must(paid).await;

    let ageing = async |day| house.reader.ageing(shop.tenant, day, 10, None).await.unwrap().totals;
    let ages = |ages: execora_actors::ledger::Ages| {
        [ages.balance, ages.up_to_30, ages.up_to_60, ages.up_to_90, ages.over_90].map(|money| money.paise() / 100)
    };
    assert_eq!(ages(ageing(date(2026, 9, 30)).await), [0, 0, 0, 0, 0]);
    assert_eq!(ages(ageing(date(2026, 10, 31)).await), [1_000, 1_000, 0, 0, 0]);
    assert_eq!(ages(ageing(date(2026, 11, 21)).await), [1_050, 50, 1_000, 0, 0], "51 days old");
    assert_eq!(ages(ageing(date(2026, 11, 22)).await), [650, 50, 600, 0, 0], "the oldest day is paid first");
    let open = house.reader.open_items(shop.tenant, rahul.id, 1, None).await.unwrap();
    assert_eq!((open.items[0].since, open.items[0].due), (date(2026, 10, 1), rupees(600)));
    let rest = house.reader.open_items(shop.tenant, rahul.id, 1, open.next_cursor.as_deref()).await.unwrap();
    assert_eq!((rest.items[0].since, rest.items[0].due, rest.next_cursor), (date(2026, 11, 12), rupees(50), None));

    let read = async |from, to, as_of, limit, cursor: Option<&str>| {
        let span = Span { from, to, as_of };
        house.reader.statement(shop.tenant, rahul.id, span, limit, cursor).await.unwrap()
    };
    let rows = |page: &execora_actors::ledger::Statement| {
        page.entries
            .items
            .iter()
            .map(|one| (one.amount.paise() / 100, one.balance_after.paise() / 100))
            .collect::<Vec<_>>()
    };
    let october = read(Some(date(2026, 10, 1)), Some(date(2026, 10, 31)), Some(date(2026, 10, 15)), 10, None).await;
    assert_eq!((october.opening, october.closing, october.as_of), (rupees(0), rupees(1_000), Some(rupees(1_000))));
    assert_eq!(rows(&october), [(-7, 1_000), (7, 1_007), (1_000, 1_000)]);
    let november = read(Some(date(2026, 11, 1)), None, None, 1, None).await;
    assert_eq!((november.opening, november.closing), (rupees(1_000), rupees(650)));
    assert_eq!(rows(&november), [(-400, 650)]);
    let november = read(Some(date(2026, 11, 1)), None, None, 5, november.entries.next_cursor.as_deref()).await;
    assert_eq!((rows(&november), november.entries.next_cursor.clone()), (vec![(50, 1_050)], None));
    let whole = read(None, None, None, 10, None).await;
    assert_eq!(whole.entries.items.iter().map(|one| one.sequence).collect::<Vec<_>>(), [5, 4, 3, 2, 1], "as posted");

    let day = async |day| house.reader.daily_summary(shop.tenant, day).await.unwrap();
    let told = async |date| (day(date).await.credit, day(date).await.payments, day(date).await.receivable);
    assert_eq!(told(date(2026, 10, 1)).await, (rupees(1_000), rupees(0), rupees(1_000)));
    assert_eq!(told(date(2026, 11, 12)).await, (rupees(50), rupees(0), rupees(1_050)));
    assert_eq!(told(date(2026, 11, 22)).await, (rupees(0), rupees(400), rupees(650)));
    let listed = house.reader.entries_of_day(shop.tenant, date(2026, 10, 1), 10, None).await.unwrap();
    assert_eq!(listed.items.iter().map(|one| one.amount).collect::<Vec<_>>(), [rupees(1_000)]);
    assert_eq!(house.reader.entries_of_day(shop.tenant, date(2026, 11, 22), 10, None).await.unwrap().items.len(), 1);
    assert_eq!(verify(&house.url).await.unwrap(), []);
}

/// What is undone on a later day was there until then: a cheque that came back.
#[tokio::test]
async fn what_is_undone_later_stood_until_then() {
    let house = House::new().await;
    let shop = house.shop().await;
    let rahul = shop.customer("Rahul").await;
    let then = days_ago(&house, 5).await;
    let there = Shop { house: &then, ..shop };
    there.must(credit(rahul.id, 500)).await;
    let parts = vec![part(PaymentMode::Cheque, 500)];
    let on = Some(date(2026, 11, 16));
    let cheque = there.must(Command::ReceivePayment { party: rahul.id, parts, notes: None, on }).await;
    let back = entry(shop.must(Command::Reverse { entry: entry(cheque).id }).await);
    assert_eq!(back.effective_on, None);
    let owed = async |day| house.reader.ageing(shop.tenant, day, 10, None).await.unwrap().totals.balance;
    assert_eq!(owed(date(2026, 11, 17)).await, rupees(0));
    assert_eq!(owed(date(2026, 11, 22)).await, rupees(500));
}
