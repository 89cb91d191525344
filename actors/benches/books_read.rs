//! How long the books take to be read: a search among 100,000 customers, the statement of one with 1,000,000 entries, the
//! ageing of all. `scripts/with-servers cargo bench -p execora-actors --bench books_read`.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a bench that cannot run should stop"
)]

use execora_actors::clock::Clock;
use execora_actors::database;
use execora_actors::identity::{Identity, NewShop, NewUser, Role};
use execora_actors::ledger::{LedgerReader, Span};
use execora_domain::ids::{PartyId, TenantId};
use execora_domain::search::{RULES, Terms};
use jiff::ToSpan as _;
use std::time::{Duration, Instant};
use tokio_postgres::Client;
use uuid::Uuid;

const CUSTOMERS: usize = 100_000;
const FIRST: [&str; 24] = [
    "Rahul", "Suresh", "Ramesh", "Mahesh", "Priya", "Sunita", "Anil", "Vijay", "Lakshmi", "Pooja", "Kavita", "Deepak",
    "Sanjay", "Manoj", "Rekha", "Geeta", "Imran", "Salim", "Harpreet", "Gurmeet", "Ashok", "Vinod", "Meena", "Kiran",
];
const MIDDLE: [&str; 17] = [
    "Kumar", "Lal", "Devi", "Prasad", "Singh", "Chand", "Mohan", "Nath", "Bai", "Ram", "Raj", "Dev", "Das", "Pal",
    "Kant", "Dutt", "Bhushan",
];
const LAST: [&str; 29] = [
    "Sharma", "Verma", "Gupta", "Yadav", "Patel", "Shah", "Mehta", "Joshi", "Iyer", "Nair", "Reddy", "Rao", "Khan",
    "Ansari", "Kaur", "Gill", "Das", "Bose", "Ghosh", "Sen", "Mishra", "Tiwari", "Pandey", "Dubey", "Chauhan",
    "Rathore", "Solanki", "Thakur", "Jain",
];
const PLACES: [&str; 11] = [
    "Station Road",
    "Gandhi Chowk",
    "Main Bazaar",
    "Civil Lines",
    "Temple Street",
    "Bus Stand",
    "Lake View",
    "Railway Colony",
    "Old Market",
    "Shivaji Nagar",
    "Subhash Marg",
];
const QUERIES: [&str; 18] = [
    "rahul",
    "राहुल शर्मा",
    "Raahul Shrma",
    "suresh yadav gandhi chowk",
    "laxmi",
    "pr",
    "poja mehata",
    "10001",
    "9810",
    "+91 98100 54321",
    "kumar",
    "dev",
    "zzyzx",
    "sunita bai jain ji",
    "rakul",
    "verma station road",
    "मीना",
    "gurmit gil",
];

#[tokio::main(worker_threads = 2)]
async fn main() {
    let url = std::env::var("DATABASE_URL").expect("DATABASE_URL names a PostgreSQL: use scripts/with-servers");
    database::migrate(&url).await.unwrap();
    let pool = database::pool(&url, 4).unwrap();
    let identity = Identity::new(pool.clone(), Clock::new(jiff::Timestamp::now));
    let shop = NewShop { name: "Large shop".into(), state_code: "27".into(), gstin: None };
    let login = format!("owner.{}@example.in", Uuid::now_v7());
    let owner = NewUser { name: "Owner".into(), login, password: "a long password".into(), role: Role::Owner };
    let tenant = identity.create_shop(&shop, &owner).await.unwrap().tenant.id;
    let (client, _connection) = database::connect(&url).await.unwrap();
    let hot = fill(&client, tenant).await;
    let reader = LedgerReader::new(pool);
    for query in QUERIES {
        let found = reader.search_parties(tenant, query, 20).await.unwrap();
        let best = found.first().map_or_else(String::new, |one| format!("{} {}", one.score_milli, one.party.name));
        let search = async || drop(reader.search_parties(tenant, query, 20).await.unwrap());
        measure(&format!("search {query:?}: {} found, {best}", found.len()), 100, search).await;
    }
    let today = jiff::tz::Offset::UTC.to_datetime(jiff::Timestamp::now()).date();
    let day = |ago: i64| Some(today.saturating_sub(ago.days()));
    for (name, span) in [
        ("statement, newest page", Span::default()),
        ("statement, a month a year ago", Span { from: day(395), to: day(365), as_of: None }),
        ("statement, balance of 400 days ago", Span { as_of: day(400), ..Span::default() }),
    ] {
        let read = async || drop(reader.statement(tenant, hot, span, 50, None).await.unwrap());
        measure(name, 100, read).await;
    }
    measure("balance", 100, async || drop(reader.party(tenant, hot).await.unwrap())).await;
    measure("open items", 100, async || drop(reader.open_items(tenant, hot, 50, None).await.unwrap())).await;
    for ago in [0, 60] {
        let (reader, day) = (&reader, today.saturating_sub(ago.days()));
        let ageing = async || drop(reader.ageing(tenant, day, 50, None).await.unwrap());
        measure(&format!("ageing, {ago} days ago"), 5, ageing).await;
    }
}

async fn measure(name: &str, times: usize, work: impl AsyncFn()) {
    work().await;
    let mut took: Vec<Duration> = vec![];
    for _ in 0..times {
        let begun = Instant::now();
        work().await;
        took.push(begun.elapsed());
    }
    took.sort_unstable();
    let at = |share: usize| took[(took.len() * share / 100).min(took.len() - 1)].as_micros();
    println!("{name}: p50 {} µs, p99 {} µs", at(50), at(99));
}

/// Customers with three entries each over two years, and one with a million.
async fn fill(client: &Client, tenant: TenantId) -> PartyId {
    let shop = tenant.uuid();
    client.batch_execute("SET session_replication_role = replica").await.unwrap();
    let numbers: Vec<usize> = (0..CUSTOMERS).collect();
    for some in numbers.chunks(5_000) {
        let (mut ids, mut names, mut places, mut phones, mut keys, mut terms) =
            (vec![], vec![], vec![], vec![], vec![], vec![]);
        for n in some {
            let (first, middle) = (FIRST[n % FIRST.len()], MIDDLE[n / FIRST.len() % MIDDLE.len()]);
            let last = LAST[n / FIRST.len() / MIDDLE.len() % LAST.len()];
            let name = if n % 3 == 0 { format!("{first} {middle} {last}") } else { format!("{first} {last}") };
            let (place, phone) = (PLACES[n % PLACES.len()], format!("+9198{:08}", n * 997 % 100_000_000));
            let made = Terms::from_fields(tenant, &name, [None, Some(place), None], Some(&phone));
            ids.push(Uuid::now_v7());
            names.push(name);
            places.push(place);
            phones.push(phone);
            keys.push(made.name_key);
            terms.push(made.terms);
        }
        let sql = "INSERT INTO parties (tenant_id, party_id, name, landmark, phone, created_at) SELECT $1, r.*, now() \
                   FROM unnest($2::uuid[], $3::text[], $4::text[], $5::text[]) r";
        client.execute(sql, &[&shop, &ids, &names, &places, &phones]).await.unwrap();
        let sql = "INSERT INTO party_terms SELECT $1, r.id, r.key, array_to_tsvector(string_to_array(r.terms, ' ')), $5 \
                   FROM unnest($2::uuid[], $3::text[], $4::text[]) r(id, key, terms)";
        client.execute(sql, &[&shop, &ids, &keys, &terms, &RULES]).await.unwrap();
    }
    let sql = "SELECT party_id FROM parties WHERE tenant_id = $1 ORDER BY party_id LIMIT 1";
    let hot: Uuid = client.query_one(sql, &[&shop]).await.unwrap().get(0);
    for (who, entries) in [("= $2", 1_000_000_i64), ("<> $2", 3)] {
        let sql = format!("{ENTRIES} AND p.party_id {who}");
        client.execute(&sql, &[&shop, &hot, &entries]).await.unwrap();
    }
    let settle = "UPDATE parties p SET balance = s.balance, last_sequence = s.n FROM (SELECT party_id, count(*) AS n, \
                  sum(amount)::bigint AS balance FROM entries GROUP BY party_id) s WHERE p.party_id = s.party_id";
    client.batch_execute(settle).await.unwrap();
    client.batch_execute("VACUUM ANALYZE parties, party_terms, entries").await.unwrap();
    PartyId::from_uuid(hot)
}

/// Bills of 30 rupees, and a payment of 85 after every three; spread over two years up to now.
const ENTRIES: &str = "INSERT INTO entries (tenant_id, entry_id, party_id, kind, sequence, amount, balance_after, created_at) \
     SELECT $1, (lpad(to_hex((extract(epoch FROM m.at) * 1000)::bigint), 12, '0') || substr(md5(p.party_id::text || n), 1, 20))::uuid, \
     p.party_id, CASE WHEN n % 4 = 0 THEN 'payment' ELSE 'credit' END, n, CASE WHEN n % 4 = 0 THEN -8500 ELSE 3000 END, \
     (n - n / 4) * 3000 - n / 4 * 8500, m.at FROM parties p CROSS JOIN generate_series(1, $3::bigint) n \
     CROSS JOIN LATERAL (SELECT now() - interval '730 days' * (1 - (n - 0.5) / $3::bigint) AS at) m WHERE p.tenant_id = $1";
