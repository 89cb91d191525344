//! Drafts, credit notes and cancelled bills, as they are stored: what is written is read back, once, whoever comes at
//! the same time.

use crate::house::{House, NOW, Shop, bill, invoice, new_product};
use execora_actors::clock::Clock;
use execora_actors::ledger::{InvoiceFilter, PostError, ReadError, verify};
use execora_domain::ids::{InvoiceId, PartyId, ProductId};
use execora_domain::invoice::{
    BillWish, Discount, Draft, DraftBill, DraftEdit, DraftLine, Invoice, InvoiceDraft, InvoiceKind, InvoiceStatus,
    Returned,
};
use execora_domain::ledger::{Command, NewProduct, Patch, PaymentMode, PaymentPart, Posted, Refusal};
use execora_domain::money::{Money, TaxRate};
use execora_domain::quantity::Quantity;
use futures_util::future::join_all;
use uuid::Uuid;

fn draft(posted: Posted) -> DraftBill {
    let Posted::Draft(draft) = posted else { panic!("{posted:?}") };
    let Draft { bill, .. } = *draft;
    bill
}

/// Rice of 5 %, soap of 18 %, both with a discount, to another State, with a part paid at once.
fn everything(party: PartyId, rice: ProductId, soap: ProductId) -> InvoiceDraft {
    let paid = |mode, paise| PaymentPart { mode, amount: Money::from_paise(paise) };
    let discount = Some(Discount::BasisPoints(1_000));
    let lines = vec![
        DraftLine { discount, ..DraftLine::new(rice, Quantity::from_milli(1_500)) },
        DraftLine { tax_included: Some(false), ..DraftLine::new(soap, Quantity::from_milli(3_000)) },
    ];
    InvoiceDraft {
        discount: Some(Discount::Paise(Money::from_paise(777))),
        place_of_supply: Some("29".into()),
        notes: Some("by the evening bus".into()),
        payments: vec![paid(PaymentMode::Cash, 5_000), paid(PaymentMode::Upi, 2_500)],
        ..InvoiceDraft::new(party, lines)
    }
}

#[derive(Clone, Copy)]
struct Stall<'a> {
    shop: Shop<'a>,
    party: PartyId,
    rice: ProductId,
    soap: ProductId,
}

impl<'a> Stall<'a> {
    async fn new(house: &'a House) -> Self {
        let shop = house.shop().await;
        let party = shop.customer("Rahul Sharma").await.id;
        let rice = shop.goods("Rice", 50, 100).await.id;
        let soap = NewProduct { tax_rate: TaxRate::try_from(1_800).unwrap(), ..new_product("Soap", 20, 100) };
        let Posted::Product(soap) = shop.must(Command::CreateProduct(soap)).await else { panic!("no product") };
        Stall { shop, party, rice, soap: soap.id }
    }

    async fn wish(&self, wish: BillWish) -> Result<Posted, PostError> {
        self.shop.post(Command::Bill(wish), &Uuid::now_v7().to_string()).await
    }

    async fn sold(&self) -> Invoice {
        invoice(self.shop.must(bill(self.party, &[(self.rice, 2_000), (self.soap, 3_000)])).await)
    }

    async fn begun(&self) -> DraftBill {
        draft(self.wish(BillWish::Draft(everything(self.party, self.rice, self.soap))).await.unwrap())
    }

    async fn confirm(&self, draft: InvoiceId) -> Result<Posted, PostError> {
        self.wish(BillWish::Confirm { draft, version: None, expected_total: None, payments: None }).await
    }

    async fn cancel(&self, invoice: InvoiceId) -> Result<Posted, PostError> {
        self.wish(BillWish::Cancel { invoice, reason: Some("wrong customer".into()) }).await
    }

    async fn take_back(&self, invoice: InvoiceId, lines: &[(u16, i64)]) -> Result<Posted, PostError> {
        let part = |&(line, milli): &(u16, i64)| Returned { line, quantity: Some(Quantity::from_milli(milli)) };
        let lines = lines.iter().map(part).collect();
        self.wish(BillWish::Return { invoice, lines, reason: Some("did not fit".into()) }).await
    }

    async fn books(&self) -> (i64, i64, i64) {
        let shop = self.shop;
        (shop.balance(self.party).await, shop.stock(self.rice).await, shop.stock(self.soap).await)
    }

    async fn read(&self, id: InvoiceId) -> Invoice {
        self.shop.house.reader.invoice(self.shop.tenant, id).await.unwrap()
    }
}

fn now() -> jiff::Timestamp {
    NOW.parse().unwrap()
}

fn refused(refusal: Refusal) -> Result<Posted, PostError> {
    Err(PostError::Refused(refusal))
}

#[tokio::test]
async fn a_bill_with_everything_on_it_is_read_as_it_was_issued() {
    let house = House::new().await;
    let stall = Stall::new(&house).await;
    let issued = invoice(stall.shop.must(Command::IssueInvoice(everything(stall.party, stall.rice, stall.soap))).await);
    assert_eq!((issued.kind, issued.cgst, issued.payments.len()), (InvoiceKind::TaxInvoice, Money::ZERO, 2));
    assert!(issued.igst > Money::ZERO && issued.discount == Money::from_paise(777));
    assert_eq!(stall.read(issued.id).await, issued);
    assert_eq!(stall.shop.balance(stall.party).await, issued.total.paise() - 7_500);
    let note = invoice(stall.take_back(issued.id, &[(2, 1_000)]).await.unwrap());
    assert_eq!(stall.read(note.id).await, note);
    let cancelled = invoice(stall.cancel(note.id).await.unwrap());
    assert_eq!(Invoice { balance: note.balance, ..cancelled }, stall.read(note.id).await);
    stall.cancel(issued.id).await.unwrap();
    assert_eq!(stall.read(issued.id).await.reversed_by.len(), 2);
    assert_eq!(stall.books().await, (0, 100_000, 100_000));
    assert_eq!(verify(&house.url).await.unwrap(), []);
}

#[tokio::test]
async fn a_draft_is_kept_changed_and_gone_once_it_is_a_bill() {
    let house = House::new().await;
    let stall = Stall::new(&house).await;
    let tenant = stall.shop.tenant;
    let begun = stall.begun().await;
    assert_eq!(house.reader.draft(tenant, begun.id, now()).await.unwrap(), begun);
    let edit = DraftEdit { removed: vec![1], notes: Patch::Clear, ..DraftEdit::default() };
    let edit = || BillWish::Edit { draft: begun.id, version: Some(1), edit: edit.clone() };
    let edited = draft(stall.wish(edit()).await.unwrap());
    assert_eq!(house.reader.draft(tenant, begun.id, now()).await.unwrap(), edited);
    assert_eq!(stall.wish(edit()).await, refused(Refusal::StaleVersion { version: 2 }));
    assert_eq!(stall.books().await, (0, 100_000, 100_000));
    let issued = invoice(stall.confirm(begun.id).await.unwrap());
    assert_eq!((issued.id, issued.total, &issued.items), (begun.id, edited.total, &edited.items));
    assert_eq!(house.reader.draft(tenant, begun.id, now()).await, Err(ReadError::NotFound));
    assert_eq!(stall.read(begun.id).await, issued);
    assert_eq!(verify(&house.url).await.unwrap(), []);
}

#[tokio::test]
async fn sixty_four_confirmations_of_a_draft_make_one_bill() {
    let house = House::new().await;
    let other = House::on(house.url.clone()).await;
    let stall = Stall::new(&house).await;
    let id = stall.begun().await.id;
    let there = Stall { shop: Shop { house: &other, tenant: stall.shop.tenant }, ..stall };
    let answers = join_all((0..64).map(|n| if n % 2 == 0 { stall.confirm(id) } else { there.confirm(id) })).await;
    let bills: Vec<_> = answers.iter().filter(|answer| answer.is_ok()).collect();
    assert_eq!(bills.len(), 1, "{answers:?}");
    assert!(answers.iter().all(|answer| answer.is_ok() || *answer == refused(Refusal::AlreadyConfirmed)));
    let all = house.reader.invoices(stall.shop.tenant, &InvoiceFilter::default(), 10, None).await.unwrap();
    assert_eq!(all.items.len(), 1);
    assert_eq!(verify(&house.url).await.unwrap(), []);
}

#[tokio::test]
async fn a_bill_is_cancelled_once_however_many_try() {
    let house = House::new().await;
    let stall = Stall::new(&house).await;
    let sold = stall.sold().await;
    let entry = sold.entry_id.unwrap();
    let reverse = |key: String| async move { stall.shop.post(Command::Reverse { entry }, &key).await };
    let cancels = join_all((0..32).map(|_| stall.cancel(sold.id)));
    let reversals = join_all((0..32).map(|n| reverse(format!("reverse-{n}"))));
    let (cancels, reversals) = tokio::join!(cancels, reversals);
    assert_eq!(cancels.iter().chain(&reversals).filter(|answer| answer.is_ok()).count(), 1);
    assert_eq!(stall.books().await, (0, 100_000, 100_000));
    assert_eq!(stall.cancel(sold.id).await, refused(Refusal::AlreadyCancelled));
    assert_eq!(stall.confirm(sold.id).await, refused(Refusal::AlreadyCancelled));
    assert_eq!(stall.take_back(sold.id, &[]).await, refused(Refusal::AlreadyCancelled));
    assert_eq!(verify(&house.url).await.unwrap(), []);
}

#[tokio::test]
async fn no_more_comes_back_than_was_billed_however_many_try() {
    let house = House::new().await;
    let other = House::on(house.url.clone()).await;
    let stall = Stall::new(&house).await;
    let sold = stall.sold().await;
    let there = Stall { shop: Shop { house: &other, tenant: stall.shop.tenant }, ..stall };
    let one = |n: usize| {
        if usize::is_multiple_of(n, 2) {
            stall.take_back(sold.id, &[(1, 300)])
        } else {
            there.take_back(sold.id, &[(1, 300)])
        }
    };
    let answers = join_all((0..20).map(one)).await;
    assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 6, "six times 300 g of 2 kg");
    let left = Quantity::from_milli(200);
    assert_eq!(
        stall.take_back(sold.id, &[(1, 300)]).await,
        refused(Refusal::MoreThanBilled { name: "Rice".into(), left })
    );
    assert_eq!(stall.cancel(sold.id).await, refused(Refusal::HasCreditNotes));
    let reversed = stall.shop.post(Command::Reverse { entry: sold.entry_id.unwrap() }, "reverse").await;
    assert_eq!(reversed, refused(Refusal::HasCreditNotes));
    stall.take_back(sold.id, &[]).await.unwrap();
    assert_eq!(stall.take_back(sold.id, &[]).await, refused(Refusal::NothingLeft));
    assert_eq!(stall.books().await, (0, 100_000, 100_000));
    assert_eq!(verify(&house.url).await.unwrap(), []);
}

#[tokio::test]
async fn a_list_holds_the_bills_that_were_asked_for() {
    let house = House::new().await;
    let later = House::at(house.url.clone(), Clock::new(|| "2026-11-24T12:00:00Z".parse().unwrap())).await;
    let stall = Stall::new(&house).await;
    let (tenant, reader) = (stall.shop.tenant, &house.reader);
    let oldest_draft = stall.begun().await;
    let (first, second) = (stall.sold().await, stall.sold().await);
    stall.cancel(second.id).await.unwrap();
    let there = Stall { shop: Shop { house: &later, tenant }, ..stall };
    let confirmed = invoice(there.confirm(oldest_draft.id).await.unwrap());
    let other = stall.shop.customer("Meena").await.id;
    let begun = draft(stall.wish(BillWish::Draft(everything(other, stall.rice, stall.soap))).await.unwrap());

    let listed = async |filter: InvoiceFilter| {
        let page = reader.invoices(tenant, &filter, 10, None).await.unwrap();
        page.items.into_iter().map(|bill| bill.invoice.id).collect::<Vec<_>>()
    };
    let none = InvoiceFilter::default;
    assert_eq!(listed(none()).await, [confirmed.id, second.id, first.id], "the last issued first");
    let cancelled = InvoiceFilter { status: Some(InvoiceStatus::Cancelled), ..none() };
    assert_eq!(listed(cancelled).await, [second.id]);
    assert_eq!(listed(InvoiceFilter { party: Some(other), ..none() }).await, []);
    let day = |text: &str| Some(text.parse().unwrap());
    assert_eq!(listed(InvoiceFilter { from: day("2026-11-23"), ..none() }).await, [confirmed.id]);
    assert_eq!(listed(InvoiceFilter { to: day("2026-11-22"), ..none() }).await, [second.id, first.id]);
    let page = reader.invoices(tenant, &none(), 2, None).await.unwrap();
    let rest = reader.invoices(tenant, &none(), 2, page.next_cursor.as_deref()).await.unwrap();
    assert_eq!((rest.items[0].invoice.id, rest.next_cursor), (first.id, None));

    let drafts = reader.drafts(tenant, &InvoiceFilter::default(), now(), 10, None).await.unwrap();
    assert_eq!(drafts.items, [begun]);
    let of_party = InvoiceFilter { party: Some(stall.party), ..InvoiceFilter::default() };
    assert_eq!(reader.drafts(tenant, &of_party, now(), 10, None).await.unwrap().items, []);
    assert_eq!(reader.last_invoice(tenant, stall.party).await.unwrap(), confirmed.id);
    assert_eq!(reader.last_invoice(tenant, other).await, Err(ReadError::NotFound));
}

#[tokio::test]
async fn a_draft_is_forgotten_after_thirty_days() {
    let house = House::new().await;
    let stall = Stall::new(&house).await;
    let id = stall.begun().await.id;
    let later = || "2026-12-22T12:00:00Z".parse::<jiff::Timestamp>().unwrap();
    assert_eq!(house.reader.draft(stall.shop.tenant, id, later()).await, Err(ReadError::NotFound));
    let afterwards = House::at(house.url.clone(), Clock::new(later)).await;
    let there = Stall { shop: Shop { house: &afterwards, tenant: stall.shop.tenant }, ..stall };
    assert_eq!(there.confirm(id).await, refused(Refusal::UnknownInvoice));
    there.begun().await;
    let (superuser, _connection) = house.superuser().await;
    let kept: i64 = superuser.query_one("SELECT count(*) FROM drafts", &[]).await.unwrap().get(0);
    assert_eq!(kept, 1, "whoever draws up a draft clears the shop's old ones away");
}

#[tokio::test]
async fn the_numbers_start_anew_at_midnight_in_india_on_the_first_of_april() {
    let house = House::new().await;
    let stall = Stall::new(&house).await;
    let mut numbers = vec![];
    for moment in ["2027-03-31T18:29:59.999Z", "2027-03-31T18:30:00Z", "2027-03-31T18:30:00Z", "2027-03-30T18:30:00Z"] {
        let then = House::at(house.url.clone(), Clock::new(move || moment.parse().unwrap())).await;
        let there = Stall { shop: Shop { house: &then, tenant: stall.shop.tenant }, ..stall };
        let sold = there.sold().await;
        let note = invoice(there.take_back(sold.id, &[]).await.unwrap());
        numbers.push((sold.number, note.number));
    }
    let number = |year: &str, n: u8| (format!("INV/{year}/00000{n}"), format!("CN/{year}/00000{n}"));
    assert_eq!(numbers, [number("26-27", 1), number("27-28", 1), number("27-28", 2), number("26-27", 2)]);
    assert_eq!(verify(&house.url).await.unwrap(), []);
}

#[tokio::test]
async fn a_repeated_bill_is_a_draft_at_todays_prices() {
    let house = House::new().await;
    let stall = Stall::new(&house).await;
    let sold = stall.sold().await;
    let again = draft(stall.wish(BillWish::Repeat { invoice: sold.id }).await.unwrap());
    assert_eq!((again.customer_id, again.total, again.items.len()), (sold.customer_id, sold.total, 2));
    let nothing = InvoiceId::from_uuid(Uuid::nil());
    assert_eq!(stall.wish(BillWish::Repeat { invoice: nothing }).await, refused(Refusal::UnknownInvoice));
}

#[tokio::test]
async fn a_shop_never_touches_another_shops_bills() {
    let house = House::new().await;
    let (mine, theirs) = (Stall::new(&house).await, Stall::new(&house).await);
    let (sold, begun) = (mine.sold().await, mine.begun().await);
    for id in [sold.id, begun.id] {
        assert_eq!(theirs.cancel(id).await, refused(Refusal::UnknownInvoice));
        assert_eq!(theirs.confirm(id).await, refused(Refusal::UnknownInvoice));
        assert_eq!(theirs.take_back(id, &[]).await, refused(Refusal::UnknownInvoice));
    }
    assert_eq!(house.reader.draft(theirs.shop.tenant, begun.id, now()).await, Err(ReadError::NotFound));
    assert_eq!(house.reader.invoice(theirs.shop.tenant, sold.id).await, Err(ReadError::NotFound));
}
