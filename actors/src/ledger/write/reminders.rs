//! Reminders, and bills that leave the shop.

use super::{Accepted, Rows};
use crate::ledger::load::Loaded;
use crate::ledger::tables::{MessageRow, ReminderChangeRow, ReminderRow};
use execora_domain::ids::{ReminderId, TenantId};
use execora_domain::ledger::{Reminder, Sending};
use execora_domain::money::Money;
use std::collections::BTreeSet;
use uuid::Uuid;

impl<'a> Rows<'a> {
    pub(super) fn reminder(&mut self, tenant: Uuid, reminder: &'a Reminder) {
        self.reminders.push(ReminderRow {
            tenant_id: tenant,
            reminder_id: reminder.id.uuid(),
            party_id: reminder.customer_id.uuid(),
            due_at: reminder.send_at,
            begins_at: reminder.begins_at,
            recurrence: reminder.recurrence.as_str(),
            channel: reminder.channel.as_str(),
            amount: reminder.amount.map(Money::paise),
            message: reminder.message.as_deref(),
            status: reminder.status.as_str(),
            created_at: self.now,
        });
    }

    /// The reminders that were changed, as they stand after the batch.
    pub(super) fn settle_reminders(&mut self, loaded: &'a Loaded, changed: &BTreeSet<(TenantId, ReminderId)>) {
        for (tenant, id) in changed {
            let reminder = loaded.shops.get(tenant).and_then(|shop| shop.book.reminders.get(id));
            let Some(reminder) = reminder else { continue };
            self.reminder_changes.push(ReminderChangeRow {
                tenant_id: tenant.uuid(),
                reminder_id: id.uuid(),
                due_at: reminder.send_at,
                begins_at: reminder.begins_at,
                recurrence: reminder.recurrence.as_str(),
                channel: reminder.channel.as_str(),
                amount: reminder.amount.map(Money::paise),
                message: reminder.message.as_deref(),
                status: reminder.status.as_str(),
            });
        }
    }

    /// A bill leaves the shop as often as it was asked for, each time under an identity of its own.
    pub(super) fn sending(&mut self, one: &Accepted<'_>, sending: &Sending) {
        self.messages.push(MessageRow {
            tenant_id: one.tenant.uuid(),
            outbox_id: one.id,
            topic: "invoice",
            invoice_id: sending.invoice_id.uuid(),
            channel: sending.channel.as_str(),
            created_at: self.now,
        });
    }
}
