//! Reminders against the real books: made and changed like everything else, due once, in the words of that moment.

use crate::around::parent;
use crate::house::{House, NOW, Shop, bill, credit, invoice, payment};
use execora_actors::address::Address;
use execora_actors::clock::Clock;
use execora_actors::ledger::{PostError, ReminderFilter};
use execora_actors::messenger::{self, Courier, CourierError, Messenger, MessengerArgs, Notice, Topic};
use execora_actors::reminder::{self, ReminderArgs};
use execora_domain::ids::{PartyId, ReminderId};
use execora_domain::ledger::{
    Channel, Command, NewParty, NewReminder, Patch, Posted, Recurrence, Refusal, Reminder, ReminderChange,
    ReminderStatus, ReminderWish,
};
use futures_util::future::{BoxFuture, FutureExt, join_all};
use jiff::{SignedDuration, Timestamp};
use std::sync::Arc;
use tokio::sync::mpsc;

fn now() -> Timestamp {
    NOW.parse().unwrap()
}

fn minutes(count: i64) -> Timestamp {
    now() + SignedDuration::from_mins(count)
}

fn remind(party: PartyId, at: Timestamp) -> Command {
    Command::Remind(ReminderWish::Schedule(NewReminder::new(party, at)))
}

fn reminder(posted: Posted) -> Reminder {
    let Posted::Reminder(reminder) = posted else { panic!("{posted:?}") };
    reminder
}

/// A server that looks at its reminders at this moment.
async fn look(house: &House, at: Timestamp) {
    let address = Address::new("reminder", 8);
    let args = ReminderArgs {
        pool: house.pool.clone(),
        clock: Clock::new(move || at),
        ledger: house.ledger.clone(),
        messenger: Messenger::default(),
    };
    reminder::spawn(args, &address, parent().await.get_cell()).await.unwrap();
}

/// What is to be said, by reminder.
async fn said(house: &House) -> Vec<(ReminderId, String)> {
    let (client, _connection) = house.superuser().await;
    let sql = "SELECT reminder_id, message FROM outbox WHERE topic = 'reminder' ORDER BY message";
    let rows = client.query(sql, &[]).await.unwrap();
    rows.iter().map(|row| (ReminderId::from_uuid(row.get(0)), row.get(1))).collect()
}

async fn stands(shop: &Shop<'_>, id: ReminderId) -> Reminder {
    shop.house.reader.reminder(shop.tenant, id).await.unwrap()
}

/// Waits until nothing of the shop is due at this moment.
async fn all_fell(shop: &Shop<'_>, at: Timestamp) {
    let filter = ReminderFilter { status: Some(ReminderStatus::Scheduled), ..ReminderFilter::default() };
    loop {
        let page = shop.house.reader.reminders(shop.tenant, filter, 100, None).await.unwrap();
        if page.items.iter().all(|reminder| reminder.send_at > at) {
            return;
        }
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn a_reminder_is_said_once_however_many_servers_look_with_what_is_owed_then() {
    let house = House::new().await;
    let shop = house.shop().await;
    let (rahul, asha) = (shop.customer("Rahul Sharma").await, shop.customer("Asha").await);
    shop.must(credit(rahul.id, 500)).await;
    let soon = reminder(shop.must(remind(rahul.id, minutes(5))).await);
    let nothing_owed = reminder(shop.must(remind(asha.id, minutes(6))).await);
    let called_off = reminder(shop.must(remind(rahul.id, minutes(7))).await);
    shop.must(Command::Remind(ReminderWish::Cancel { reminder: called_off.id })).await;
    let later = reminder(shop.must(remind(rahul.id, minutes(60))).await);
    // What was owed when it was made is not what is asked for.
    shop.must(payment(rahul.id, 120)).await;
    let mut told = house.ledger.posted();
    join_all((0..8).map(|_| look(&house, minutes(10)))).await;
    all_fell(&shop, minutes(10)).await;
    let said = said(&house).await;
    let [(of, text)] = said.as_slice() else { panic!("{said:?}") };
    assert_eq!(*of, soon.id);
    assert!(text.contains("₹380 is due at Sharma Kirana Store"), "{text}");
    let status = async |one: &Reminder| stands(&shop, one.id).await.status;
    assert_eq!(status(&soon).await, ReminderStatus::Due);
    assert_eq!(status(&nothing_owed).await, ReminderStatus::Skipped);
    assert_eq!(status(&called_off).await, ReminderStatus::Cancelled);
    assert_eq!(status(&later).await, ReminderStatus::Scheduled);
    let mut heard = vec![];
    while heard.len() < 2 {
        let (tenant, posted) = told.recv().await.unwrap();
        assert_eq!(tenant, shop.tenant);
        heard.push(reminder(posted).id);
    }
    assert!(heard.contains(&soon.id) && heard.contains(&nothing_owed.id));
}

#[tokio::test]
async fn what_was_missed_is_said_once_and_comes_again_in_time() {
    let house = House::new().await;
    let shop = house.shop().await;
    let rahul = shop.customer("Rahul Sharma").await;
    shop.must(credit(rahul.id, 500)).await;
    let new = NewReminder { recurrence: Recurrence::Daily, ..NewReminder::new(rahul.id, minutes(5)) };
    let daily = reminder(shop.must(Command::Remind(ReminderWish::Schedule(new))).await);
    let three_days_late = minutes(5) + SignedDuration::from_hours(3 * 24 + 1);
    look(&house, three_days_late).await;
    all_fell(&shop, three_days_late).await;
    look(&house, three_days_late).await;
    assert_eq!(said(&house).await.len(), 1, "three were missed");
    let again = stands(&shop, daily.id).await;
    assert_eq!((again.status, again.last_due_at), (ReminderStatus::Scheduled, Some(three_days_late)));
    assert_eq!(again.send_at, minutes(5) + SignedDuration::from_hours(4 * 24));
    look(&house, again.send_at).await;
    all_fell(&shop, again.send_at).await;
    assert_eq!(said(&house).await.len(), 2);
}

#[tokio::test]
async fn a_reminder_is_made_once_and_changed_by_its_shop_alone() {
    let house = House::new().await;
    let shop = house.shop().await;
    let rahul = shop.customer("Rahul Sharma").await;
    let first = shop.post(remind(rahul.id, minutes(5)), "one").await.unwrap();
    assert_eq!(shop.post(remind(rahul.id, minutes(5)), "one").await.unwrap(), first);
    assert_eq!(shop.post(remind(rahul.id, minutes(6)), "one").await, Err(PostError::KeyReused));
    let made = reminder(first);
    let page = house.reader.reminders(shop.tenant, ReminderFilter::default(), 100, None).await.unwrap();
    assert_eq!(page.items, std::slice::from_ref(&made));

    let other = house.shop().await;
    let cancel = Command::Remind(ReminderWish::Cancel { reminder: made.id });
    assert_eq!(other.post(cancel.clone(), "theirs").await, Err(PostError::Refused(Refusal::UnknownReminder)));
    assert!(house.reader.reminder(other.tenant, made.id).await.is_err());
    let theirs = other.post(remind(rahul.id, minutes(5)), "their customer").await;
    assert_eq!(theirs, Err(PostError::Refused(Refusal::UnknownParty)));

    let change = ReminderChange {
        send_at: Some(minutes(90)),
        channel: Some(Channel::Sms),
        message: Patch::Set("udhaar yaad dilana".into()),
        ..ReminderChange::default()
    };
    let changed = reminder(shop.must(Command::Remind(ReminderWish::Change { reminder: made.id, change })).await);
    assert_eq!((changed.send_at, changed.channel), (minutes(90), Channel::Sms));
    assert_eq!(stands(&shop, made.id).await, changed);
    let past = shop.post(remind(rahul.id, minutes(0)), "past").await;
    assert!(matches!(past, Err(PostError::Refused(Refusal::InvalidField { .. }))), "{past:?}");
    shop.must(cancel.clone()).await;
    assert_eq!(shop.post(cancel, "again").await, Err(PostError::Refused(Refusal::ReminderOver)));
    look(&house, minutes(100)).await;
    all_fell(&shop, minutes(100)).await;
    assert_eq!(said(&house).await, []);
}

#[tokio::test]
async fn a_reminder_that_is_called_off_at_its_time_is_said_or_called_off_and_never_both() {
    let house = House::new().await;
    let shop = house.shop().await;
    let rahul = shop.customer("Rahul Sharma").await;
    shop.must(credit(rahul.id, 500)).await;
    for round in 0..12 {
        let one = reminder(shop.must(remind(rahul.id, minutes(5))).await);
        let before = said(&house).await.len();
        let cancel = Command::Remind(ReminderWish::Cancel { reminder: one.id });
        let key = format!("cancel {round}");
        let (cancelled, ()) = tokio::join!(shop.post(cancel, &key), look(&house, minutes(10)));
        all_fell(&shop, minutes(10)).await;
        let is_said = said(&house).await.len() > before;
        match cancelled {
            Ok(_) => assert!(!is_said, "called off and said"),
            Err(PostError::Refused(Refusal::ReminderOver)) => assert!(is_said, "neither called off nor said"),
            Err(other) => panic!("{other:?}"),
        }
    }
}

struct Willing(mpsc::Sender<Notice>);

impl Courier for Willing {
    fn hand_over(&self, notice: Notice) -> BoxFuture<'static, Result<(), CourierError>> {
        let taken = self.0.clone();
        async move { taken.send(notice).await.map_err(|error| CourierError { reason: error.to_string() }) }.boxed()
    }
}

#[tokio::test]
async fn what_is_due_and_what_is_sent_reaches_the_courier_with_its_words_and_channel() {
    let house = House::new().await;
    let shop = house.shop().await;
    let rice = shop.goods("Rice", 50, 100).await;
    let new = NewParty { name: "Rahul".into(), phone: Some("+919810010001".into()), ..NewParty::default() };
    let Posted::Party(rahul) = shop.must(Command::CreateParty(new)).await else { panic!() };
    let asha = shop.customer("Asha").await;
    let paper = invoice(shop.must(bill(rahul.id, &[(rice.id, 1_000)])).await);
    let of_asha = invoice(shop.must(bill(asha.id, &[(rice.id, 1_000)])).await);
    let send = |invoice, channel| Command::SendInvoice { invoice, channel };
    let refused = |name: &str, channel| Err(PostError::Refused(Refusal::NoAddress { name: name.into(), channel }));
    assert_eq!(shop.post(send(of_asha.id, Channel::Whatsapp), "a").await, refused("Asha", Channel::Whatsapp));
    assert_eq!(shop.post(send(paper.id, Channel::Email), "b").await, refused("Rahul", Channel::Email));
    // The same wish asked twice leaves once, another one leaves again.
    for key in ["c", "c", "d"] {
        let posted = shop.post(send(paper.id, Channel::Sms), key).await.unwrap();
        assert!(matches!(posted, Posted::Sending(sending) if sending.invoice_id == paper.id));
    }
    let wish = NewReminder { channel: Channel::Sms, ..NewReminder::new(rahul.id, minutes(5)) };
    let soon = reminder(shop.must(Command::Remind(ReminderWish::Schedule(wish))).await);
    look(&house, minutes(10)).await;
    all_fell(&shop, minutes(10)).await;

    let (taken, mut notices) = mpsc::channel(64);
    let messenger = Messenger::default();
    let clock = Clock::new(now);
    let args = MessengerArgs { pool: house.pool.clone(), clock, courier: Some(Arc::new(Willing(taken))) };
    messenger::spawn(args, messenger.address(), parent().await.get_cell()).await.unwrap();
    let (mut bills, mut reminded) = (0, vec![]);
    while bills < 2 || reminded.is_empty() {
        let notice = notices.recv().await.unwrap();
        match notice.topic {
            Topic::Invoice(id) => {
                assert_eq!((id, notice.channel), (paper.id, Some(Channel::Sms)));
                bills += 1;
            }
            Topic::Reminder(id) => reminded.push((id, notice.channel, notice.text)),
            Topic::Entry(_) | Topic::Code => {}
        }
    }
    let [(id, channel, Some(text))] = reminded.as_slice() else { panic!("{reminded:?}") };
    assert_eq!((*id, *channel), (soon.id, Some(Channel::Sms)));
    assert!(text.contains("is due at"), "{text}");
    assert_eq!(bills, 2);
}
