//! A small shop that is talked to: its names, its books in memory, and what it says back.

use execora_domain::dialogue::{
    Agreement, CodeVerdict, Dialogue, DialogueSettings, Done, Entered, Found, Heard, PostOutcome, Proposal, Sought,
    Step,
};
use execora_domain::ids::{EntryId, InvoiceId, PartyId, ProductId, SessionId, TenantId, TurnId};
use execora_domain::intent::{Lexicon, Limits, World, WorldCustomer, WorldProduct};
use execora_domain::invoice::Invoice;
use execora_domain::ledger::{Command, ConfirmPolicy, Entry, EntryKind, NewProduct, Party, Posted, Product, Refusal};
use execora_domain::money::{Money, TaxRate};
use execora_domain::quantity::{Quantity, Unit};
use execora_domain::reply::{Reply, Tongue};
use execora_domain::turn::SessionTime;
use uuid::Uuid;

pub(crate) fn id(number: u128) -> String {
    Uuid::from_u128(number).to_string()
}

pub(crate) fn party(number: u128) -> PartyId {
    PartyId::from_uuid(Uuid::from_u128(number))
}

pub(crate) fn rupees(rupees: i64) -> Money {
    Money::from_paise(rupees * 100)
}

pub(crate) const TENANT: TenantId = TenantId::from_uuid(Uuid::from_u128(500));
pub(crate) const SESSION: SessionId = SessionId::from_uuid(Uuid::from_u128(600));

fn customer(number: u128, name: &str, landmark: Option<&str>, nickname: Option<&str>, phone: &str) -> WorldCustomer {
    WorldCustomer {
        id: id(number),
        name: name.to_owned(),
        phone: Some(phone.to_owned()),
        nickname: nickname.map(str::to_owned),
        landmark: landmark.map(str::to_owned),
        balance: Money::ZERO,
    }
}

fn product(number: u128, name: &str, unit: Unit, price: i64, aliases: &[&str]) -> WorldProduct {
    WorldProduct {
        id: id(number),
        name: name.to_owned(),
        unit,
        price: rupees(price),
        stock: Quantity::from_milli(50_000),
        packs: std::collections::BTreeMap::default(),
        aliases: aliases.iter().map(|alias| (*alias).to_owned()).collect(),
    }
}

pub(crate) fn world(confirm: ConfirmPolicy) -> World {
    World {
        now: "2026-11-20T10:00:00+05:30".parse().unwrap(),
        timezone: "Asia/Kolkata".into(),
        limits: Limits { amount_max: rupees(1_000_000), quantity_max: Quantity::from_milli(10_000_000) },
        confirm,
        can_send: true,
        refuses_oversell: false,
        walk_in: Some(id(900)),
        customers: vec![
            customer(1, "Rahul Sharma", Some("Station Road"), None, "+919810010012"),
            customer(2, "Rahul Verma", Some("Gandhi Chowk"), Some("Chhotu"), "+919810010034"),
            customer(3, "Suresh Yadav", None, None, "+919810010056"),
            customer(4, "Priya Singh", None, None, "+919810010078"),
            customer(5, "Rohit Gupta", None, None, "+919810010090"),
        ],
        products: vec![
            product(11, "Rice", Unit::Kg, 60, &["chawal", "चावल"]),
            product(12, "Eggs", Unit::Pc, 7, &["ande", "anda", "अंडे"]),
            product(13, "Sugar", Unit::Kg, 46, &["chini", "चीनी"]),
            product(14, "Salt", Unit::Kg, 20, &["namak", "नमक"]),
            product(15, "Flour", Unit::Kg, 40, &["aata", "atta", "आटा"]),
        ],
        reminders: vec![],
        invoices: vec![],
    }
}

/// A conversation with that shop.
pub(crate) struct Talk {
    pub(crate) dialogue: Dialogue,
    pub(crate) shop: Lexicon,
    pub(crate) now: SessionTime,
    pub(crate) turn: TurnId,
    pub(crate) tongue: Tongue,
    /// Whether what was read back was heard before the next words begin.
    pub(crate) knows: bool,
    /// What was posted, in order.
    pub(crate) posted: Vec<Command>,
    /// What the next posts are answered.
    pub(crate) refuse: Vec<Option<Refusal>>,
    /// What the books say was written last.
    pub(crate) last: Option<Done>,
    pub(crate) codes: usize,
    /// The bill that the books give when one is sought.
    pub(crate) bill: Option<Invoice>,
    /// What the books say of what is looked up.
    pub(crate) entered: Entered,
    /// The account that the books give when one is sought.
    pub(crate) account: Option<Party>,
}

/// The policy of a shop that wants a code from ₹1,00,000 on.
pub(crate) fn with_code() -> ConfirmPolicy {
    ConfirmPolicy { code_from: Some(rupees(100_000)), ..ConfirmPolicy::default() }
}

impl Talk {
    pub(crate) fn new(tongue: Tongue) -> Self {
        Self::with(tongue, ConfirmPolicy::default())
    }

    pub(crate) fn with(tongue: Tongue, confirm: ConfirmPolicy) -> Self {
        Self {
            dialogue: Dialogue::new(DialogueSettings::default()),
            shop: Lexicon::new(&world(confirm)),
            now: SessionTime(1_000),
            turn: TurnId(0),
            tongue,
            knows: true,
            posted: vec![],
            refuse: vec![],
            last: None,
            codes: 0,
            bill: None,
            entered: Entered::Not,
            account: None,
        }
    }

    /// Says something in a turn of its own, and gives all that is said back to it.
    pub(crate) fn say(&mut self, text: &str) -> String {
        self.replies(text).iter().map(|reply| reply.text(self.tongue)).collect::<Vec<_>>().join(" ")
    }

    /// The codes of what is said back.
    pub(crate) fn codes_of(&mut self, text: &str) -> Vec<&'static str> {
        self.replies(text).iter().map(Reply::code).collect()
    }

    pub(crate) fn replies(&mut self, text: &str) -> Vec<Reply> {
        let steps = self.steps(text);
        self.carry_out(steps)
    }

    pub(crate) fn steps(&mut self, text: &str) -> Vec<Step> {
        self.heard(text, 950, Agreement::Unweighed)
    }

    /// Hears something so surely, with this sound.
    pub(crate) fn heard(&mut self, text: &str, sure: u16, agreement: Agreement) -> Vec<Step> {
        self.turn = self.turn.next();
        self.now = self.now + 2_000;
        let hypotheses = [(text.to_owned(), sure)];
        let clock = jiff::civil::datetime(2026, 11, 20, 10, 0, 0, 0);
        let (turn, now, knows, tongue) = (self.turn, self.now, self.knows, Some(self.tongue));
        let hypotheses = &hypotheses;
        let heard = Heard { turn, newest: turn, now, clock, knows, hypotheses, agreement, tongue };
        self.dialogue.hear(&heard, &self.shop).steps
    }

    /// Does what a session does with the steps of a turn.
    pub(crate) fn carry_out(&mut self, steps: Vec<Step>) -> Vec<Reply> {
        let mut replies = vec![];
        let mut steps: std::collections::VecDeque<Step> = steps.into();
        while let Some(step) = steps.pop_front() {
            let next = match step {
                Step::Say(reply) | Step::ReadBack { reply, .. } => {
                    replies.push(reply);
                    vec![]
                }
                Step::Read(_) => {
                    replies.push(Reply::Balance { name: "Read".into(), balance: Money::ZERO });
                    vec![]
                }
                Step::Post(proposals) => {
                    let mut outcomes: Vec<(Proposal, PostOutcome)> = vec![];
                    for proposal in proposals {
                        let written = outcomes.iter().all(|(_, outcome)| matches!(outcome, PostOutcome::Posted(_)));
                        outcomes.push(if written { self.post(proposal) } else { (proposal, PostOutcome::Held) });
                    }
                    self.dialogue.posted(self.now, self.turn, outcomes)
                }
                Step::Find(sought) => {
                    let found = match sought {
                        Sought::Last => Found::Last(self.last.clone().map(Box::new)),
                        Sought::Customer(_) => Found::Customer(Box::new(self.account.clone().unwrap())),
                        Sought::Bill(_) => Found::Bill(Box::new(self.bill.clone().unwrap())),
                    };
                    let clock = jiff::civil::datetime(2026, 11, 20, 10, 0, 0, 0);
                    let (turn, now, tongue) = (self.turn, self.now, Some(self.tongue));
                    let heard = Heard {
                        turn,
                        newest: turn,
                        now,
                        clock,
                        knows: true,
                        hypotheses: &[],
                        agreement: Agreement::Unweighed,
                        tongue,
                    };
                    self.dialogue.found(found, &heard, &self.shop)
                }
                Step::SendCode => {
                    self.codes += 1;
                    self.dialogue.code_sent(self.now, self.turn, true)
                }
                Step::Look { proposals, because } => {
                    let entered = proposals.into_iter().map(|proposal| (proposal, self.entered.clone())).collect();
                    self.dialogue.looked(self.now, self.turn, because, entered)
                }
                Step::CheckCode(digits) => {
                    let verdict = if digits == "123456" { CodeVerdict::Right } else { CodeVerdict::Wrong };
                    self.dialogue.code_checked(self.now, self.turn, verdict)
                }
            };
            steps.extend(next);
        }
        replies
    }

    fn post(&mut self, proposal: Proposal) -> (Proposal, PostOutcome) {
        if !self.refuse.is_empty()
            && let Some(refusal) = self.refuse.remove(0)
        {
            return (proposal, PostOutcome::Refused(refusal));
        }
        self.written(proposal)
    }

    /// It is in the books.
    pub(crate) fn written(&mut self, proposal: Proposal) -> (Proposal, PostOutcome) {
        self.posted.push(proposal.command.clone());
        let posted = self.answer(&proposal);
        (proposal, PostOutcome::Posted(Box::new(posted)))
    }

    /// What the books would answer.
    fn answer(&self, proposal: &Proposal) -> Posted {
        let number = u128::try_from(self.posted.len()).unwrap();
        let name = proposal.wish.name().to_owned();
        let created_at = "2026-11-20T10:00:00+05:30".parse().unwrap();
        match &proposal.command {
            Command::CreateParty(new) => Posted::Party(Party {
                is_active: true,
                id: party(1_000 + number),
                name: new.name.clone(),
                phone: None,
                nickname: None,
                landmark: None,
                email: None,
                state_code: None,
                gstin: None,
                address: None,
                balance: Money::ZERO,
                credit_limit: None,
                created_at,
            }),
            Command::CreateProduct(new) => {
                Posted::Product(on_shelf(ProductId::from_uuid(Uuid::from_u128(2_000 + number)), new))
            }
            Command::MoveStock { product: id, .. } | Command::ChangeProduct { product: id, .. } => {
                let known = self.shop.world().products.iter().find(|product| product.id == id.to_string()).unwrap();
                let (name, price) = (known.name.clone(), known.price);
                Posted::Product(on_shelf(*id, &NewProduct { name, price, unit: known.unit, ..NewProduct::default() }))
            }
            command => Posted::Entry(Entry {
                id: EntryId::from_uuid(Uuid::from_u128(3_000 + number)),
                kind: match command {
                    Command::ReceivePayment { .. } => EntryKind::Payment,
                    Command::GiveCredit { .. } => EntryKind::Credit,
                    Command::Reverse { .. } => EntryKind::Reversal,
                    _ => EntryKind::Invoice,
                },
                customer_id: party(3),
                customer_name: name,
                sequence: 1,
                amount: proposal.wish.amount().unwrap_or_default(),
                balance_after: rupees(100),
                mode: None,
                parts: vec![],
                description: None,
                invoice_number: None,
                reverses: None,
                effective_on: None,
                created_at,
            }),
        }
    }
}

pub(crate) fn on_shelf(id: ProductId, new: &NewProduct) -> Product {
    Product {
        id,
        name: new.name.clone(),
        unit: new.unit,
        price: new.price,
        mrp: None,
        tax_rate: TaxRate::default(),
        tax_rates: vec![],
        tax_free: None,
        hsn: None,
        barcode: None,
        stock: Quantity::from_milli(70_000),
        low_stock: None,
        packs: std::collections::BTreeMap::default(),
        aliases: vec![],
        is_active: true,
    }
}

/// A bill that the books hold as the last thing that was written.
pub(crate) fn last_bill() -> Done {
    Done {
        name: "Priya Singh".into(),
        what: execora_domain::reply::Undone::Bill,
        amount: rupees(204),
        undo: Command::Bill(execora_domain::invoice::BillWish::Cancel {
            invoice: InvoiceId::from_uuid(Uuid::from_u128(77)),
            reason: None,
        }),
        is_undone: false,
    }
}
