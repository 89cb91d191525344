//! How long one sentence takes to understand in a shop with 5,000 customers and 2,000 products.
#![expect(clippy::disallowed_methods, reason = "a benchmark reads the clock")]

use execora_domain::intent::{Lexicon, Limits, World, WorldCustomer, WorldProduct, parse};
use execora_domain::money::Money;
use execora_domain::quantity::{Quantity, Unit};
use std::collections::BTreeMap;
use std::hint::black_box;
use std::time::{Duration, Instant};

const GIVEN: &[&str] = &[
    "Amit",
    "Sunita",
    "Ramesh",
    "Suresh",
    "Geeta",
    "Imran",
    "Fatima",
    "Rahul",
    "Pooja",
    "Kavita",
    "Manoj",
    "Neha",
    "Salim",
    "Farhan",
    "Joseph",
    "Dinesh",
    "Ganesh",
    "Lakshmi",
    "Shanti",
    "Balwinder",
    "अमित",
    "सुनीता",
    "राधा",
    "मोहन",
    "Bhavna",
];
const FAMILY: &[&str] = &["Sharma", "Verma", "Gupta", "Khan", "Singh", "Kaur", "Rao", "Nair", "Das", "Joshi"];
const THINGS: &[&str] = &["Rice", "Sugar", "Oil", "Tea", "Soap", "Dal", "Salt", "Atta", "Biscuit", "Milk"];
const SENTENCES: &[&str] = &[
    "Amit Sharma17 ne paanch sau pachas rupaye diye",
    "Sunita Verma3 ji abhi paise nahi de payi, likh lo dedh sau",
    "Imran Khan9 ka bill banao do kilo Rice11 aur teen packet Biscuit7",
    "राधा Gupta5 को कल शाम चार बजे याद दिलाना",
    "Rahul ko do sau udhaar likho nahi teen sau aur Fatima Khan2 ka balance bhi batao",
    "aaj ki bikri batao",
    "xylo brand wali cheez kitni padi hai",
    "remind Joseph Nair12 on the 3rd at half past four pm for 900 rupees",
];
const ROUNDS: usize = 2_000;

fn shop() -> World {
    let customers = (0..5_000).map(|at| WorldCustomer {
        id: format!("c{at}"),
        name: format!(
            "{} {}{}",
            GIVEN[at % GIVEN.len()],
            FAMILY[at / GIVEN.len() % FAMILY.len()],
            at / (GIVEN.len() * FAMILY.len())
        ),
        phone: None,
        nickname: None,
        landmark: None,
        balance: Money::ZERO,
    });
    let products = (0..2_000).map(|at| WorldProduct {
        id: format!("p{at}"),
        name: format!("{}{} Brand{}", THINGS[at % THINGS.len()], at / THINGS.len() % 20, at / 200),
        unit: if at % 2 == 0 { Unit::Kg } else { Unit::Pkt },
        price: Money::from_paise(5_000),
        stock: Quantity::ZERO,
        packs: BTreeMap::new(),
        aliases: vec![],
    });
    World {
        now: jiff::Timestamp::UNIX_EPOCH,
        timezone: "Asia/Kolkata".to_owned(),
        limits: Limits { amount_max: Money::from_paise(100_000_000), quantity_max: Quantity::from_milli(10_000_000) },
        confirm: execora_domain::ledger::ConfirmPolicy::default(),
        customers: customers.collect(),
        products: products.collect(),
        reminders: vec![],
        invoices: vec![],
        can_send: false,
        refuses_oversell: false,
        walk_in: None,
    }
}

fn main() {
    let world = shop();
    let started = Instant::now();
    let lexicon = Lexicon::new(&world);
    println!("index of 5,000 customers and 2,000 products: {:?}", started.elapsed());
    let now = jiff::civil::date(2026, 11, 20).at(10, 0, 0, 0);
    black_box(parse("Amit ne do sau diye", &lexicon, None, now));
    println!("{:>8} {:>8} {:>8}  sentence", "p50", "p99", "max");
    for sentence in SENTENCES {
        let mut times: Vec<Duration> = (0..ROUNDS)
            .map(|_| {
                let started = Instant::now();
                black_box(parse(black_box(sentence), &lexicon, None, now));
                started.elapsed()
            })
            .collect();
        times.sort();
        let micros = |at: usize| times.get(at.min(ROUNDS - 1)).map_or(0, Duration::as_micros);
        println!(
            "{:>5} µs {:>5} µs {:>5} µs  {sentence}",
            micros(ROUNDS / 2),
            micros(ROUNDS * 99 / 100),
            micros(ROUNDS)
        );
    }
}
