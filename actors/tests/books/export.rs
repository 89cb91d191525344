//! I16: another program reads the exported books and comes to the same balances.

use crate::house::{House, bill, credit, payment};
use execora_actors::ledger;
use execora_domain::ledger::{Command, DayCount, NewParty, journal::receivable};
use execora_domain::money::Money;
use jiff::civil::date;
use std::collections::BTreeMap;
use std::process::Command as Program;

/// Control: with one posting left out of the export, hledger refuses the journal.
#[tokio::test]
async fn hledger_reads_the_export_and_finds_the_same_balances() {
    let house = House::new().await;
    let shop = house.shop().await;
    let (rice, dal) = (shop.goods("Rice", 50, 100).await, shop.goods("Dal", 87, 100).await);
    let hostile = NewParty {
        name: "Verma;  (cash:x) 2026-01-01 * | [y]".into(),
        opening_balance: Money::from_paise(12_345),
        ..NewParty::default()
    };
    // Two of one name have two accounts.
    let first = shop.customer("Rahul Sharma").await;
    let second = shop.customer("Rahul Sharma").await;
    shop.must(Command::CreateParty(hostile)).await;
    for (party, rupees) in [(&first, 500), (&second, 75)] {
        shop.must(credit(party.id, rupees)).await;
        shop.must(bill(party.id, &[(rice.id, 2_250), (dal.id, 333)])).await;
        shop.must(payment(party.id, 60)).await;
    }

    let counted = Money::from_paise(11_900);
    let count =
        DayCount { day: date(2026, 11, 22), counted, denominations: BTreeMap::new(), note: Some("fell out".into()) };
    shop.must(Command::CloseDay(count)).await;

    let mut text = Vec::new();
    ledger::hledger(&house.url, shop.tenant, &mut text).await.unwrap();
    let file = std::env::temp_dir().join(format!("books-{}.journal", shop.tenant));
    std::fs::write(&file, text).unwrap();
    hledger(&["check", "-f", file.to_str().unwrap()]).unwrap();
    let balances = balances(&hledger(&["bal", "-f", file.to_str().unwrap(), "--flat", "-N", "-O", "csv"]).unwrap());
    std::fs::remove_file(&file).unwrap();

    for party in [first, second] {
        let owed = house.reader.party(shop.tenant, party.id).await.unwrap().balance;
        assert_eq!(balances.get(&receivable(&party.name, party.id)), Some(&owed.paise()));
    }
    let (superuser, _connection) = house.superuser().await;
    let sum = "SELECT sum(amount)::bigint FROM postings WHERE tenant_id = $1 AND account = $2";
    for (account, name) in [("sales", "income:sales"), ("cash", "assets:cash"), ("unbilled", "income:unbilled")] {
        let ours: i64 = superuser.query_one(sum, &[&shop.tenant.uuid(), &account]).await.unwrap().get(0);
        assert_eq!(balances.get(name), Some(&ours), "{account}");
    }
    let of_drawer = ["assets:cash", "expenses:cash-difference"].map(|name| balances.get(name).copied());
    assert_eq!(of_drawer, [Some(counted.paise()), Some(100)], "the cash account has what was counted");
    assert_eq!(balances.values().sum::<i64>(), 0);
}

fn hledger(arguments: &[&str]) -> Result<String, String> {
    let ended = Program::new("hledger").args(arguments).output().expect("hledger is installed: run scripts/setup test");
    let text = |bytes| String::from_utf8(bytes).unwrap();
    if ended.status.success() { Ok(text(ended.stdout)) } else { Err(text(ended.stderr)) }
}

/// `"account","INR -1,234.05"` as account → paise.
fn balances(csv: &str) -> BTreeMap<String, i64> {
    let line = |line: &str| {
        let (account, amount) = line.trim_matches('"').split_once("\",\"").unwrap();
        let digits: String = amount.chars().filter(|letter| letter.is_ascii_digit() || *letter == '-').collect();
        let whole = if amount.contains('.') { 1 } else { 100 };
        (account.to_owned(), digits.parse::<i64>().unwrap() * whole)
    };
    csv.lines().skip(1).map(line).collect()
}
