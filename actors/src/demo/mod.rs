//! The demo shop: customers, products and some days of history, posted through the ledger's own door.
//!
//! Everything has a fixed idempotency key, so a second time changes nothing, and a time that was cut short is finished.

use crate::clock::Clock;
use crate::identity::{Identity, IdentityError, NewShop, NewUser, Role};
use crate::ledger::{Answer, Author, Store, Wish};
use deadpool_postgres::Pool;
use execora_domain::ids::{PartyId, ProductId, TenantId};
use execora_domain::invoice::{DraftLine, InvoiceDraft};
use execora_domain::ledger::{Command, IdempotencyKey, NewParty, NewProduct, PaymentMode, Posted, india_day};
use execora_domain::money::{Money, TaxRate};
use execora_domain::quantity::{Quantity, Unit};
use secrecy::SecretString;
use serde::Deserialize;
use std::collections::{BTreeMap, HashMap};

const SHOP: &str = include_str!("shop.json");

/// How to sign in to the demo shop.
#[derive(Debug)]
pub struct DemoSignIn {
    /// The owner's phone.
    pub login: String,
    /// The owner's password, where the shop or the password is new.
    pub password: Option<SecretString>,
    /// The shop.
    pub tenant: TenantId,
}

/// Why there is no demo shop.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// The file in the binary is not what this version reads: a programmer's mistake, held by a test.
    #[error("the demo shop's file cannot be read: {0}")]
    File(#[from] serde_json::Error),
    /// The owner could not be made.
    #[error("the demo shop's owner could not be made: {0}")]
    Owner(#[from] IdentityError),
    /// A command was not posted.
    #[error("the demo shop's {key} was not posted")]
    Post {
        /// Which.
        key: String,
    },
}

/// Makes the demo shop, or what is missing of it. `needs_password` gives an owner who is there already a new password:
/// for a data directory whose sign-in file is lost.
///
/// # Errors
/// [`DemoError`]; calling again goes on where it stopped.
pub async fn seed(
    identity: &Identity,
    pool: &Pool,
    clock: &Clock,
    needs_password: bool,
) -> Result<DemoSignIn, DemoError> {
    let file: File = serde_json::from_str(SHOP)?;
    let sign_in = owner(identity, &file, needs_password).await?;
    let store = Store::new(pool.clone(), clock.clone());
    let customers = (1..).zip(&file.customers).map(|(n, one)| (format!("demo/customer/{n}"), one.command())).collect();
    let products = (1..).zip(&file.products).map(|(n, one)| (format!("demo/product/{n}"), one.command())).collect();
    let at = |moment: jiff::Timestamp| Store { clock: Clock::new(move || moment), ..store.clone() };
    let now = clock.now();
    let first = file.history.iter().map(|event| event.moment(now)).min().unwrap_or(now);
    let mut names = Names::default();
    names.learn(post(&at(first), sign_in.tenant, customers).await?);
    names.learn(post(&at(first), sign_in.tenant, products).await?);
    for (n, event) in (1..).zip(&file.history) {
        let then = at(event.moment(now));
        let key = format!("demo/history/{n}");
        let command = event.command(&names).ok_or_else(|| DemoError::Post { key: key.clone() })?;
        post(&then, sign_in.tenant, vec![(key, command)]).await?;
    }
    Ok(sign_in)
}

async fn owner(identity: &Identity, file: &File, needs_password: bool) -> Result<DemoSignIn, DemoError> {
    let login = file.owner.login.clone();
    let password: SecretString = Identity::random_password()?;
    let shop = NewShop { name: file.shop.name.clone(), state_code: file.shop.state_code.clone(), gstin: None };
    let owner =
        NewUser { name: file.owner.name.clone(), login: login.clone(), password: password.clone(), role: Role::Owner };
    match identity.create_shop(&shop, &owner).await {
        Ok(made) => Ok(DemoSignIn { login, password: Some(password), tenant: made.tenant.id }),
        Err(IdentityError::LoginTaken) => {
            let tenant = identity.shop_of(&login).await?;
            if !needs_password {
                return Ok(DemoSignIn { login, password: None, tenant });
            }
            identity.set_password(&login, &password).await?;
            Ok(DemoSignIn { login, password: Some(password), tenant })
        }
        Err(error) => Err(error.into()),
    }
}

/// Posts all in one batch; the answers are in the same order.
async fn post(store: &Store, tenant: TenantId, commands: Vec<(String, Command)>) -> Result<Vec<Posted>, DemoError> {
    let keyed: Vec<_> = commands.into_iter().filter_map(|(key, c)| Some((IdempotencyKey::new(&key)?, c))).collect();
    let wishes: Vec<_> =
        keyed.iter().map(|(key, command)| Wish { tenant, author: Author::Server, command, key }).collect();
    let answers: Vec<Answer> = store.post(&wishes).await;
    let posted = |((key, _), answer): (&(IdempotencyKey, Command), Answer)| {
        answer.map_err(|error| {
            tracing::error!(%error, key = key.as_str(), "the demo shop could not be filled");
            DemoError::Post { key: key.as_str().to_owned() }
        })
    };
    keyed.iter().zip(answers).map(posted).collect()
}

/// What the file calls by name.
#[derive(Default)]
struct Names {
    customers: HashMap<String, PartyId>,
    products: HashMap<String, ProductId>,
}

impl Names {
    fn learn(&mut self, posted: Vec<Posted>) {
        for one in posted {
            match one {
                Posted::Party(party) => drop(self.customers.insert(party.name, party.id)),
                Posted::Product(product) => drop(self.products.insert(product.name, product.id)),
                Posted::Shop(_)
                | Posted::DayClose(_)
                | Posted::Invoice(_)
                | Posted::Draft(_)
                | Posted::Entry(_)
                | Posted::Reminder(_)
                | Posted::Sending(_) => {}
            }
        }
    }
}

#[derive(Deserialize)]
struct File {
    shop: Shop,
    owner: Owner,
    customers: Vec<Customer>,
    products: Vec<Goods>,
    history: Vec<Event>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Shop {
    name: String,
    state_code: String,
}

#[derive(Deserialize)]
struct Owner {
    name: String,
    login: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Customer {
    name: String,
    phone: String,
    nickname: Option<String>,
    landmark: Option<String>,
    #[serde(default)]
    opening_balance_paise: Money,
    credit_limit_paise: Option<Money>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Goods {
    name: String,
    unit: Unit,
    price_paise: Money,
    tax_rate_bp: TaxRate,
    hsn: String,
    stock_milli: Quantity,
    low_stock_milli: Quantity,
    packs: BTreeMap<String, i64>,
    aliases: Vec<String>,
}

/// Something that happened some days ago, at a time in India.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Event {
    days_ago: i64,
    time: jiff::civil::Time,
    customer: String,
    bill: Option<Vec<Line>>,
    payment: Option<Payment>,
    credit: Option<Credit>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Line {
    product: String,
    quantity_milli: Quantity,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Payment {
    amount_paise: Money,
    mode: PaymentMode,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Credit {
    amount_paise: Money,
    description: String,
}

impl Customer {
    fn command(&self) -> Command {
        Command::CreateParty(NewParty {
            name: self.name.clone(),
            phone: Some(self.phone.clone()),
            nickname: self.nickname.clone(),
            landmark: self.landmark.clone(),
            opening_balance: self.opening_balance_paise,
            credit_limit: self.credit_limit_paise,
            ..NewParty::default()
        })
    }
}

impl Goods {
    fn command(&self) -> Command {
        Command::CreateProduct(NewProduct {
            name: self.name.clone(),
            unit: self.unit,
            price: self.price_paise,
            tax_rate: self.tax_rate_bp,
            hsn: Some(self.hsn.clone()),
            stock: self.stock_milli,
            low_stock: Some(self.low_stock_milli),
            packs: self.packs.clone(),
            aliases: self.aliases.clone(),
            ..NewProduct::default()
        })
    }
}

impl Event {
    fn moment(&self, now: jiff::Timestamp) -> jiff::Timestamp {
        let day = india_day(now).saturating_sub(jiff::ToSpan::days(self.days_ago));
        let india = jiff::tz::Offset::from_seconds(330 * 60).unwrap_or(jiff::tz::Offset::UTC);
        india.to_timestamp(day.to_datetime(self.time)).unwrap_or(now)
    }

    /// None where the file names somebody or something that it does not hold.
    fn command(&self, names: &Names) -> Option<Command> {
        let party = *names.customers.get(&self.customer)?;
        if let Some(lines) = &self.bill {
            let line = |line: &Line| {
                let product = *names.products.get(&line.product)?;
                Some(DraftLine::new(product, line.quantity_milli))
            };
            let lines = lines.iter().map(line).collect::<Option<_>>()?;
            return Some(Command::IssueInvoice(InvoiceDraft::new(party, lines)));
        }
        if let Some(Payment { amount_paise: amount, mode }) = self.payment {
            return Some(Command::payment(party, amount, mode));
        }
        let credit = self.credit.as_ref()?;
        let (amount, description) = (credit.amount_paise, credit.description.clone());
        Some(Command::credit(party, amount, description))
    }
}
