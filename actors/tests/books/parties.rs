//! Customers: found however they are spelt, entered once, changed, and the one whom nobody names.

use crate::house::{House, Shop, bill, credit, payment};
use execora_actors::ledger::{PostError, ReadError};
use execora_domain::ids::PartyId;
use execora_domain::invoice::{DraftLine, InvoiceDraft};
use execora_domain::ledger::{Command, NewParty, Party, PartyChange, Patch, PaymentMode, PaymentPart, Posted, Refusal};
use execora_domain::money::Money;
use execora_domain::quantity::Quantity;
use futures_util::future::join_all;

fn new(name: &str, landmark: &str, phone: &str) -> NewParty {
    let some = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    NewParty { name: name.into(), landmark: some(landmark), phone: some(phone), ..NewParty::default() }
}

async fn enter(shop: Shop<'_>, new: NewParty) -> Party {
    let posted = shop.must(Command::CreateParty(new)).await;
    let Posted::Party(party) = posted else { panic!("{posted:?}") };
    party
}

async fn found(shop: Shop<'_>, query: &str) -> Vec<(String, u16)> {
    let found = shop.house.reader.search_parties(shop.tenant, query, 10).await.unwrap();
    found.into_iter().map(|one| (one.party.name, one.score_milli)).collect()
}

async fn names(shop: Shop<'_>, query: &str) -> Vec<String> {
    found(shop, query).await.into_iter().map(|(name, _)| name).collect()
}

#[tokio::test]
async fn a_customer_is_found_across_scripts_spellings_places_and_phones() {
    let house = House::new().await;
    let shop = house.shop().await;
    enter(shop, new("Rahul Sharma", "Station Road", "9810010001")).await;
    enter(shop, new("Rahul Verma", "Gandhi Chowk", "9810010002")).await;
    enter(shop, NewParty { nickname: Some("Chhotu".into()), ..new("सुरेश यादव", "", "9820055555") }).await;
    enter(shop, NewParty { email: Some("priya@example.com".into()), ..new("Lakshmi Iyer", "", "") }).await;
    for query in ["rahul", "Raahul", "राहुल", "rahool", "rahu", "981001", "RAHUL"] {
        let found = found(shop, query).await;
        assert_eq!(found.len(), 2, "{query}: {found:?}");
        assert_eq!(found[0].1, found[1].1, "a tie is shown as one: {query}");
    }
    for (query, first) in [
        ("राहुल वर्मा", "Rahul Verma"),
        ("rahul shrma", "Rahul Sharma"),
        ("rahul station", "Rahul Sharma"),
        ("10002", "Rahul Verma"),
        ("+91 98100 10002", "Rahul Verma"),
        ("९८१००१०००२", "Rahul Verma"),
        ("suersh", "सुरेश यादव"),
        ("chotu", "सुरेश यादव"),
        ("laxmi", "Lakshmi Iyer"),
        ("lakshmi aiyer ji", "Lakshmi Iyer"),
        ("priya@example.com", "Lakshmi Iyer"),
    ] {
        assert_eq!(names(shop, query).await.first().map(String::as_str), Some(first), "{query}");
    }
    assert_eq!(found(shop, "rahul sharma").await[0].1, 1_000);
    for nobody in ["mohan", "", "  ", "'", "':* & | !", "77777", "\u{0}", "x"] {
        assert_eq!(names(shop, nobody).await, Vec::<String>::new(), "{nobody}");
    }
    let other = house.shop().await;
    assert_eq!(names(other, "rahul").await, Vec::<String>::new(), "of another shop");
}

#[tokio::test]
async fn somebody_who_seems_to_be_known_is_entered_only_on_purpose() {
    let house = House::new().await;
    let shop = house.shop().await;
    let rahul = enter(shop, new("Rahul Sharma", "Station Road", "9810010001")).await;
    let twice = shop.post(Command::CreateParty(new("राहुल शर्मा", "station road", "9810010009")), "twice").await;
    let Err(PostError::Refused(Refusal::SimilarParty { known, .. })) = twice else { panic!("{twice:?}") };
    assert_eq!(known, [rahul]);
    enter(shop, new("Rahul Sharma", "Gandhi Chowk", "")).await;
    let on_purpose = NewParty { may_be_known: true, ..new("Rahul Sharma", "Station Road", "9810010009") };
    enter(shop, on_purpose.clone()).await;
    // The answer to a wish is the same however often it is asked.
    let command = Command::CreateParty(new("Asha", "", ""));
    let first = shop.post(command.clone(), "asha").await.unwrap();
    assert_eq!(shop.post(command, "asha").await, Ok(first));
    let at_once =
        join_all((0..8).map(|n| async move {
            shop.post(Command::CreateParty(new("Meena", "", "")), &format!("meena {n}")).await
        }));
    assert_eq!(at_once.await.iter().filter(|answer| answer.is_ok()).count(), 1);
    let phone = shop.post(Command::CreateParty(NewParty { phone: Some("9810010001".into()), ..on_purpose }), "p").await;
    assert_eq!(phone, Err(PostError::Refused(Refusal::DuplicateParty { name: "Rahul Sharma".into() })));
}

#[tokio::test]
async fn what_is_known_of_a_customer_changes_and_the_search_follows() {
    let house = House::new().await;
    let shop = house.shop().await;
    let rahul = enter(shop, new("Rahul Sharma", "Station Road", "9810010001")).await;
    shop.must(credit(rahul.id, 500)).await;
    let version = house.reader.catalog_version(shop.tenant).await.unwrap();
    let change = PartyChange {
        name: Some("Rohit Kumar".into()),
        phone: Patch::Set("9810010002".into()),
        landmark: Patch::Clear,
        gstin: Patch::Set("29aagcb7383j1z4".into()),
        credit_limit: Patch::Set(Money::from_paise(60_000)),
        ..PartyChange::default()
    };
    let posted = shop.must(Command::UpdateParty { party: rahul.id, change }).await;
    let read = house.reader.party(shop.tenant, rahul.id).await.unwrap();
    assert_eq!(posted, Posted::Party(read.clone()));
    assert_eq!((read.name.as_str(), read.phone.as_deref()), ("Rohit Kumar", Some("+919810010002")));
    assert_eq!((read.landmark, read.state_code.as_deref()), (None, Some("29")));
    assert_eq!(read.balance, Money::from_paise(50_000));
    assert!(house.reader.catalog_version(shop.tenant).await.unwrap() > version);
    assert_eq!(names(shop, "rahul").await, Vec::<String>::new());
    assert_eq!(names(shop, "रोहित").await, ["Rohit Kumar"]);
    assert_eq!(names(shop, "10001").await, Vec::<String>::new());
    assert_eq!(
        shop.post(credit(rahul.id, 101), "over").await,
        Err(PostError::Refused(Refusal::CreditLimit { limit: Money::from_paise(60_000) }))
    );
    let freed = enter(shop, new("Asha", "", "9810010001")).await;
    let taken = PartyChange { phone: Patch::Set("9810010001".into()), ..PartyChange::default() };
    let taken = shop.post(Command::UpdateParty { party: rahul.id, change: taken }, "taken").await;
    assert_eq!(taken, Err(PostError::Refused(Refusal::DuplicateParty { name: freed.name })));
    let own = PartyChange { phone: Patch::Set("9810010002".into()), ..PartyChange::default() };
    shop.must(Command::UpdateParty { party: rahul.id, change: own }).await;
    let other = house.shop().await;
    let elsewhere = other.post(Command::UpdateParty { party: rahul.id, change: PartyChange::default() }, "no").await;
    assert_eq!(elsewhere, Err(PostError::Refused(Refusal::UnknownParty)));
}

#[tokio::test]
async fn changes_and_entries_of_one_customer_at_once_lose_nothing() {
    let house = House::new().await;
    let shop = house.shop().await;
    let rahul = shop.customer("Rahul").await;
    let posts = (0..60).map(|n| async move {
        let command = if n % 2 == 0 {
            credit(rahul.id, 1)
        } else {
            let change = PartyChange { landmark: Patch::Set(format!("House {n}")), ..PartyChange::default() };
            Command::UpdateParty { party: rahul.id, change }
        };
        shop.must(command).await
    });
    join_all(posts).await;
    let read = house.reader.party(shop.tenant, rahul.id).await.unwrap();
    assert_eq!(read.balance, Money::from_paise(3_000));
    assert_eq!(names(shop, &read.landmark.unwrap()).await, ["Rahul"]);
}

#[tokio::test]
async fn the_walk_in_customer_is_one_and_takes_nothing_on_credit() {
    let house = House::new().await;
    let shop = house.shop().await;
    let rice = shop.goods("Rice", 50, 100).await;
    let nobody = PartyId::walk_in(shop.tenant);
    assert_eq!(house.reader.party(shop.tenant, nobody).await, Err(ReadError::NotFound));
    let owed = shop.post(bill(nobody, &[(rice.id, 1_000)]), "on credit").await;
    assert_eq!(owed, Err(PostError::Refused(Refusal::CreditLimit { limit: Money::ZERO })));
    assert_eq!(house.reader.party(shop.tenant, nobody).await, Err(ReadError::NotFound), "nothing was written");
    let advance = shop.post(payment(nobody, 50), "advance").await;
    assert_eq!(advance, Err(PostError::Refused(Refusal::AboveOwed { owed: Money::ZERO })));
    let sales = (0..8).map(|_| async move {
        let lines = vec![DraftLine::new(rice.id, Quantity::from_milli(1_000))];
        let payments = vec![PaymentPart { mode: PaymentMode::Cash, amount: Money::from_paise(20_000) }];
        let sold =
            shop.must(Command::IssueInvoice(InvoiceDraft { payments, ..InvoiceDraft::new(nobody, lines) })).await;
        crate::house::invoice(sold)
    });
    for sold in join_all(sales).await {
        assert_eq!((sold.change.paise(), sold.balance), (15_000, Money::ZERO), "the change is nobody's credit");
        assert_eq!(house.reader.invoice(shop.tenant, sold.id).await.unwrap(), sold);
    }
    let walk_in = house.reader.party(shop.tenant, nobody).await.unwrap();
    assert_eq!((walk_in.name.as_str(), walk_in.balance), ("Walk-in", Money::ZERO));
    enter(shop, new("Walk-in", "", "")).await;
    let other = house.shop().await;
    let elsewhere = other.post(payment(nobody, 50), "of another shop").await;
    assert_eq!(elsewhere, Err(PostError::Refused(Refusal::UnknownParty)));
    assert_eq!(execora_actors::ledger::verify(&house.url).await.unwrap(), []);
}

#[tokio::test]
async fn a_credit_limit_holds_under_32_callers_on_two_servers() {
    let house = House::new().await;
    let other = House::on(house.url.clone()).await;
    let shop = house.shop().await;
    let there = Shop { house: &other, tenant: shop.tenant };
    let limit = Money::from_paise(100_000);
    let meena = enter(shop, NewParty { credit_limit: Some(limit), ..new("Meena", "", "") }).await;
    let posts = (0..32).map(|n| {
        let from = if n % 2 == 0 { shop } else { there };
        async move { from.post(credit(meena.id, 100), &format!("credit {n}")).await }
    });
    let answers = join_all(posts).await;
    assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 10);
    let refused = |answer: &&Result<_, _>| **answer == Err(PostError::Refused(Refusal::CreditLimit { limit }));
    assert_eq!(answers.iter().filter(refused).count(), 22);
    assert_eq!(shop.balance(meena.id).await, 100_000);
}

#[tokio::test]
async fn terms_that_older_rules_made_are_made_anew() {
    let house = House::new().await;
    let shop = house.shop().await;
    enter(shop, new("Rahul Sharma", "", "")).await;
    let (client, _connection) = house.superuser().await;
    client.batch_execute("UPDATE party_terms SET terms = '', name_key = '', rules = 0").await.unwrap();
    assert_eq!(names(shop, "rahul").await, Vec::<String>::new());
    execora_actors::database::migrate(&house.url).await.unwrap();
    assert_eq!(names(shop, "rahul").await, ["Rahul Sharma"]);
    let again = shop.post(Command::CreateParty(new("Raahul Sharma", "", "")), "again").await;
    assert!(matches!(again, Err(PostError::Refused(Refusal::SimilarParty { .. }))), "{again:?}");
}

#[tokio::test]
async fn an_account_that_is_even_is_closed_for_good_and_what_it_holds_stays() {
    let house = House::new().await;
    let shop = house.shop().await;
    let anjali = enter(shop, new("Anjali", "", "9812345670")).await;
    let credit = Command::credit(anjali.id, Money::from_paise(10_000), "udhaar".to_owned());
    shop.must(credit.clone()).await;
    let close = Command::RetireParty { party: anjali.id };
    let owed = Refusal::NotEven { name: "Anjali".to_owned(), balance: Money::from_paise(10_000) };
    assert_eq!(shop.post(close.clone(), "too early").await, Err(PostError::Refused(owed)));
    shop.must(payment(anjali.id, 100)).await;
    shop.must(close.clone()).await;

    let closed = PostError::Refused(Refusal::RetiredParty { name: "Anjali".to_owned() });
    for (command, key) in [(credit, "credit"), (payment(anjali.id, 1), "payment"), (close, "again")] {
        assert_eq!(shop.post(command, key).await, Err(closed.clone()), "{key}");
    }
    let kept = house.reader.party(shop.tenant, anjali.id).await.unwrap();
    assert_eq!((kept.is_active, kept.balance), (false, Money::ZERO));
    let again = enter(shop, new("Anjali", "", "9812345670")).await;
    let found = house.reader.search_parties(shop.tenant, "Anjali", 10).await.unwrap();
    assert_eq!(found.iter().map(|one| one.party.id).collect::<Vec<_>>(), [again.id]);
    let world = house.reader.world(shop.tenant, jiff::Zoned::now()).await.unwrap();
    assert!(world.customers.iter().all(|customer| customer.id != anjali.id.to_string()), "still spoken of");
    assert_eq!(execora_actors::ledger::verify(&house.url).await.unwrap(), []);
}
