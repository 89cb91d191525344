//! Books in memory: a small shop, and a list of what was posted.

use crate::ledger::{Author, PostError, ReadError};
use crate::messenger::PostboxError;
use crate::session::Books;
use execora_domain::dialogue::{Entered, Found, Query, Sought};
use execora_domain::ids::{EntryId, TenantId, UserId};
use execora_domain::intent::{Lexicon, Limits, World, WorldCustomer, WorldProduct};
use execora_domain::ledger::{Command, ConfirmPolicy, Entry, EntryKind, IdempotencyKey, PaymentMode, Posted, Refusal};
use execora_domain::money::Money;
use execora_domain::quantity::{Quantity, Unit};
use execora_domain::reply::Reply;
use futures_util::future::BoxFuture;
use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use uuid::Uuid;

/// How long every read and write takes.
const PACE: Duration = Duration::from_millis(3);

#[derive(Default)]
pub(super) struct ScriptedBooks {
    posted: Mutex<Vec<(String, Command)>>,
    /// What the next posts answer, before they are posted after all.
    errors: Mutex<VecDeque<PostError>>,
    /// The codes that were sent to the owner.
    codes: Mutex<Vec<String>>,
    /// Whether the books cannot be reached at all.
    away: Mutex<bool>,
}

impl ScriptedBooks {
    /// The keys and commands that were posted, once each.
    pub(super) fn posted(&self) -> Vec<(String, Command)> {
        self.posted.lock().unwrap().clone()
    }

    pub(super) fn fail_next(&self, errors: impl IntoIterator<Item = PostError>) {
        self.errors.lock().unwrap().extend(errors);
    }

    /// The codes that were sent to the owner.
    pub(super) fn codes(&self) -> Vec<String> {
        self.codes.lock().unwrap().clone()
    }

    pub(super) fn go_away(&self) {
        *self.away.lock().unwrap() = true;
    }

    fn take(&self, command: &Command, key: &IdempotencyKey) -> Result<Posted, PostError> {
        let error = self.errors.lock().unwrap().pop_front();
        let keep = || {
            let mut posted = self.posted.lock().unwrap();
            if !posted.iter().any(|(known, _)| known == key.as_str()) {
                posted.push((key.as_str().to_owned(), command.clone()));
            }
        };
        match error {
            // An answer that is lost is lost after the commit.
            Some(PostError::OutcomeUnknown) => {
                keep();
                Err(PostError::OutcomeUnknown)
            }
            Some(error) => Err(error),
            None => {
                keep();
                Ok(entry(command))
            }
        }
    }
}

fn entry(command: &Command) -> Posted {
    let (party, amount) = match command {
        Command::ReceivePayment { party, parts, .. } => (*party, parts[0].amount.negated().unwrap()),
        Command::GiveCredit { party, amount, .. } => (*party, *amount),
        Command::CreateParty(_)
        | Command::UpdateParty { .. }
        | Command::RetireParty { .. }
        | Command::CreateProduct(_)
        | Command::ChangeProduct { .. }
        | Command::ChangeShop(_)
        | Command::CloseDay(_)
        | Command::MoveStock { .. }
        | Command::IssueInvoice(_)
        | Command::WriteOff { .. }
        | Command::Refund { .. }
        | Command::Bill(_)
        | Command::SendInvoice { .. }
        | Command::Remind(_)
        | Command::Reverse { .. } => (execora_domain::ids::PartyId::from_uuid(Uuid::nil()), Money::ZERO),
    };
    Posted::Entry(Entry {
        id: EntryId::from_uuid(Uuid::from_u128(99)),
        kind: EntryKind::Payment,
        customer_id: party,
        customer_name: "Suresh Yadav".into(),
        sequence: 1,
        amount,
        balance_after: amount,
        mode: Some(PaymentMode::Cash),
        parts: vec![],
        description: None,
        invoice_number: None,
        reverses: None,
        effective_on: None,
        created_at: jiff::Timestamp::UNIX_EPOCH,
    })
}

fn lexicon() -> Lexicon {
    let customer = |number: u128, name: &str| WorldCustomer {
        id: Uuid::from_u128(number).to_string(),
        name: name.to_owned(),
        phone: None,
        nickname: None,
        landmark: None,
        balance: Money::ZERO,
    };
    Lexicon::new(&World {
        now: "2026-11-20T10:00:00+05:30".parse().unwrap(),
        timezone: "Asia/Kolkata".into(),
        limits: Limits { amount_max: Money::from_paise(100_000_000), quantity_max: Quantity::from_milli(10_000_000) },
        confirm: ConfirmPolicy { code_from: Some(Money::from_paise(10_000_000)), ..ConfirmPolicy::default() },
        customers: vec![customer(1, "Suresh Yadav"), customer(2, "Priya Singh")],
        products: vec![WorldProduct {
            id: Uuid::from_u128(11).to_string(),
            name: "Rice".into(),
            unit: Unit::Kg,
            price: Money::from_paise(6_000),
            stock: Quantity::from_milli(50_000),
            packs: BTreeMap::new(),
            aliases: vec!["chawal".into()],
        }],
        reminders: vec![],
        invoices: vec![],
        can_send: false,
        refuses_oversell: false,
        walk_in: None,
    })
}

impl Books for ScriptedBooks {
    fn lexicon(&self, _: TenantId) -> BoxFuture<'static, Result<Arc<Lexicon>, ReadError>> {
        let names = if *self.away.lock().unwrap() { Err(ReadError::Unavailable) } else { Ok(Arc::new(lexicon())) };
        Box::pin(async move {
            tokio::time::sleep(PACE).await;
            names
        })
    }

    fn read(&self, _: TenantId, _: Query) -> BoxFuture<'static, Result<Reply, ReadError>> {
        Box::pin(async move {
            tokio::time::sleep(PACE).await;
            Ok(Reply::Balance { name: "Suresh Yadav".into(), balance: Money::from_paise(20_000) })
        })
    }

    fn find(&self, _: TenantId, _: UserId, sought: Sought) -> BoxFuture<'static, Result<Found, ReadError>> {
        Box::pin(async move {
            match sought {
                Sought::Last => Ok(Found::Last(None)),
                Sought::Bill(_) | Sought::Customer(_) => Err(ReadError::NotFound),
            }
        })
    }

    fn entered(&self, _: TenantId, keys: Vec<IdempotencyKey>) -> BoxFuture<'static, Result<Vec<Entered>, ReadError>> {
        let posted = self.posted();
        let of = |key: &IdempotencyKey| posted.iter().find(|(known, _)| known == key.as_str());
        let entered = keys.iter().map(|key| match of(key) {
            Some((_, command)) => Entered::Written { posted: Box::new(entry(command)), age_ms: 0 },
            None => Entered::Not,
        });
        let entered = if *self.away.lock().unwrap() { Err(ReadError::Unavailable) } else { Ok(entered.collect()) };
        Box::pin(async move { entered })
    }

    fn send_code(&self, _: TenantId, digits: String) -> BoxFuture<'static, Result<(), PostboxError>> {
        self.codes.lock().unwrap().push(digits);
        Box::pin(async { Ok(()) })
    }

    fn post(
        &self,
        _: TenantId,
        _: Author,
        command: Command,
        key: IdempotencyKey,
    ) -> BoxFuture<'static, Result<Posted, PostError>> {
        let answer = self.take(&command, &key);
        Box::pin(async move {
            tokio::time::sleep(PACE).await;
            answer
        })
    }
}

/// The goods are gone.
pub(super) fn out_of_stock() -> PostError {
    PostError::Refused(Refusal::OutOfStock { name: "Rice".into(), left: Quantity::ZERO, unit: "kg".into() })
}
