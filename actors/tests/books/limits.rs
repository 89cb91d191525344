//! What the rules take the tables take too: a value at its edge is refused by name or kept, and never a fault of the books.

use crate::house::{House, Shop, bill};
use execora_actors::ledger::{self, PostError};
use execora_domain::invoice::{DraftLine, InvoiceDraft};
use execora_domain::ledger::{
    Command, ConfirmChange, NewParty, NewProduct, Patch, PaymentMode, Refusal, ShopChange, StockOp,
};
use execora_domain::money::{Money, TaxRate};
use execora_domain::quantity::Quantity;
use uuid::Uuid;

/// Texts at the edges of what any field takes, and right and wrong numbers of every kind that has a form.
fn texts() -> Vec<String> {
    let mut texts: Vec<String> =
        [1, 2, 3, 16, 200, 201, 254, 255, 300, 301, 500, 501, 2_001].map(|n| "क".repeat(n)).into();
    let forms = [
        "",
        " ",
        "a@.",
        "a@b.c",
        "सुनीता@दुकान.भारत",
        "00",
        "27",
        "39",
        "97",
        "99",
        "1006",
        "10063",
        "100630",
        "10063000",
        "4006381333931",
        "40063812",
        "012345678905",
        "9810010001",
        "+919810010001",
        "+14155550100",
        "022 2345 6789",
        "27AAPFU0939F1ZV",
        "27aapfu0939f1zv",
        "27ABCDE1234F0Z1",
        "00ABCDE1234F1ZG",
        "39ABCDE1234F1ZV",
        "99ABCDE1234F1ZP",
        "27MUMA00001A1DR",
        "0717GBR00001UN7",
        "29AAGCB7383J1Z4",
        "ab@cd",
        "a@b",
        "ok.-_@icici",
        "INV",
        "CN",
        "A/B",
        "१२३",
        "11512019000012",
        "21512019000012",
        "31512019000012",
        "0",
        "-1",
        "\u{200d}",
        "x\u{0}y",
        "\u{202e}y",
        "😀",
    ];
    texts.extend(forms.map(str::to_owned));
    texts
}

const AMOUNTS: [i64; 10] = [i64::MIN, -1, 0, 1, 49, 99_999_999, 100_000_000, 100_000_001, 1_000_000_000_001, i64::MAX];

/// Each field of a customer in turn, everything else right.
fn customers() -> Vec<Command> {
    let base = || NewParty { name: "Lalita".to_owned(), may_be_known: true, ..NewParty::default() };
    let mut all = vec![];
    for text in texts() {
        let some = Some(text.clone());
        all.extend([
            NewParty { name: text.clone(), ..base() },
            NewParty { phone: some.clone(), ..base() },
            NewParty { nickname: some.clone(), ..base() },
            NewParty { landmark: some.clone(), ..base() },
            NewParty { email: some.clone(), ..base() },
            NewParty { state_code: some.clone(), ..base() },
            NewParty { gstin: some.clone(), ..base() },
            NewParty { address: some, ..base() },
        ]);
    }
    for amount in AMOUNTS.map(Money::from_paise) {
        all.push(NewParty { opening_balance: amount, ..base() });
        all.push(NewParty { credit_limit: Some(amount), ..base() });
    }
    all.into_iter().map(Command::CreateParty).collect()
}

fn products() -> Vec<Command> {
    let base =
        || NewProduct { name: Uuid::now_v7().to_string(), price: Money::from_paise(100), ..NewProduct::default() };
    let mut all = vec![];
    for text in texts() {
        all.extend([
            NewProduct { name: text.clone(), ..base() },
            NewProduct { hsn: Some(text.clone()), ..base() },
            NewProduct { barcode: Some(text.clone()), ..base() },
            NewProduct { aliases: vec![text.clone()], ..base() },
            NewProduct { packs: [(text, 1_000)].into(), ..base() },
        ]);
    }
    for number in AMOUNTS {
        let (amount, quantity) = (Money::from_paise(number), Quantity::from_milli(number));
        all.extend([
            NewProduct { price: amount, ..base() },
            NewProduct { mrp: Some(amount), ..base() },
            NewProduct { stock: quantity, ..base() },
            NewProduct { low_stock: Some(quantity), ..base() },
            NewProduct { packs: [("bori".to_owned(), number)].into(), ..base() },
        ]);
    }
    for bp in [0, 1, 25, 500, 10_000] {
        all.push(NewProduct { tax_rate: TaxRate::try_from(bp).unwrap(), ..base() });
    }
    all.into_iter().map(Command::CreateProduct).collect()
}

fn settings() -> Vec<Command> {
    let base = ShopChange::default;
    let mut all = vec![];
    for text in texts() {
        let set = || Patch::Set(text.clone());
        all.extend([
            ShopChange { name: Some(text.clone()), ..base() },
            ShopChange { state_code: Some(text.clone()), ..base() },
            ShopChange { gstin: set(), ..base() },
            ShopChange { address: set(), ..base() },
            ShopChange { phone: set(), ..base() },
            ShopChange { upi_id: set(), ..base() },
            ShopChange { upi_name: set(), ..base() },
            ShopChange { fssai: set(), ..base() },
            ShopChange { series: Some(text.clone()), ..base() },
        ]);
    }
    for number in AMOUNTS {
        let (amount, quantity) = (Money::from_paise(number), Quantity::from_milli(number));
        let confirm = ConfirmChange { amount_from: Patch::Set(amount), code_from: Patch::Set(amount), least: None };
        all.extend([
            ShopChange { low_stock: Patch::Set(quantity), ..base() },
            ShopChange { amount_max: Some(amount), ..base() },
            ShopChange { quantity_max: Some(quantity), ..base() },
            ShopChange { confirm, ..base() },
        ]);
    }
    all.into_iter().map(Command::ChangeShop).collect()
}

/// What is written of a customer and a product.
async fn entries(shop: Shop<'_>) -> Vec<Command> {
    let (party, rice) = (shop.customer("Rahul").await.id, shop.goods("Rice", 50, 100).await.id);
    let mut all = vec![];
    for text in texts() {
        let noted = |notes| InvoiceDraft { notes: Some(notes), ..one_line(party, rice) };
        let to = |place| InvoiceDraft { place_of_supply: Some(place), ..one_line(party, rice) };
        all.extend([
            Command::credit(party, Money::from_paise(100), text.clone()),
            Command::IssueInvoice(noted(text.clone())),
            Command::IssueInvoice(to(text.clone())),
            Command::MoveStock {
                product: rice,
                op: StockOp::Add,
                quantity: Quantity::from_milli(1_000),
                reason: Some(text),
            },
        ]);
    }
    for number in AMOUNTS {
        let line =
            DraftLine { rate: Some(Money::from_paise(number)), ..DraftLine::new(rice, Quantity::from_milli(1_000)) };
        all.extend([
            Command::payment(party, Money::from_paise(number), PaymentMode::Cash),
            Command::credit(party, Money::from_paise(number), "udhaar".to_owned()),
            bill(party, &[(rice, number)]),
            Command::IssueInvoice(InvoiceDraft::new(party, vec![line])),
            Command::MoveStock {
                product: rice,
                op: StockOp::Set,
                quantity: Quantity::from_milli(number),
                reason: None,
            },
        ]);
    }
    all
}

fn one_line(party: execora_domain::ids::PartyId, product: execora_domain::ids::ProductId) -> InvoiceDraft {
    InvoiceDraft::new(party, vec![DraftLine::new(product, Quantity::from_milli(1_000))])
}

/// The control: with the thirteenth character of a business's GSTIN taken as `X` by the rules, the tables refuse it.
#[tokio::test]
async fn what_the_rules_take_the_tables_take_too() {
    let house = House::new().await;
    let shop = house.shop().await;
    let mut commands = customers();
    commands.extend(products());
    commands.extend(entries(shop).await);
    // Last: a lower limit would hide what comes after it.
    commands.extend(settings());
    let (mut kept, mut faults) = (0, vec![]);
    for command in commands {
        match shop.post(command.clone(), &Uuid::now_v7().to_string()).await {
            Ok(_) => kept += 1,
            Err(PostError::Refused(_)) => {}
            Err(error) => faults.push(format!("{error}: {command:?}")),
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert!(kept > 100, "only {kept} were kept");
    assert_eq!(ledger::verify(&house.url).await.unwrap(), []);
}

#[tokio::test]
async fn a_shop_is_no_customer_of_its_own_also_where_it_came_to_that_later() {
    let house = House::new().await;
    let shop = house.shop().await;
    let with =
        |gstin: &str| NewParty { name: "Branch".to_owned(), gstin: Some(gstin.to_owned()), ..NewParty::default() };
    let own = shop.post(Command::CreateParty(with("27AAPFU0939F1ZV")), "own").await;
    assert_eq!(own, Err(PostError::Refused(Refusal::OwnGstin)));
    let made = shop.must(Command::CreateParty(with("29AAGCB7383J1Z4"))).await;
    let execora_domain::ledger::Posted::Party(branch) = made else { panic!("{made:?}") };
    let rice = shop.goods("Rice", 50, 100).await;
    shop.must(bill(branch.id, &[(rice.id, 1_000)])).await;
    let gstin = Patch::Set("29AAGCB7383J1Z4".to_owned());
    shop.must(Command::ChangeShop(ShopChange { state_code: Some("29".into()), gstin, ..ShopChange::default() })).await;
    let billed = shop.post(bill(branch.id, &[(rice.id, 1_000)]), "itself").await;
    assert_eq!(billed, Err(PostError::Refused(Refusal::OwnGstin)));
}
