//! Entries with their postings and notices, and the goods that they move.

use super::{Accepted, Rows};
use crate::ledger::tables::{EntryRow, MovementRow, NoticeRow, PostingRow};
use execora_domain::ids::{EntryId, PartyId};
use execora_domain::ledger::{Entry, Movement, PaymentMode, Posting};
use uuid::Uuid;

impl<'a> Rows<'a> {
    pub(super) fn entry(&mut self, one: &Accepted<'_>, entry: &'a Entry, postings: &[Posting]) {
        let (tenant, entry_id) = (one.tenant.uuid(), entry.id.uuid());
        self.entries.push(EntryRow {
            tenant_id: tenant,
            entry_id,
            party_id: entry.customer_id.uuid(),
            kind: entry.kind.as_str(),
            sequence: entry.sequence,
            amount: entry.amount.paise(),
            balance_after: entry.balance_after.paise(),
            mode: entry.mode.map(PaymentMode::as_str),
            description: entry.description.as_deref(),
            invoice_number: entry.invoice_number.as_deref(),
            reverses: entry.reverses.map(EntryId::uuid),
            effective_on: entry.effective_on,
            audit_sequence: one.audit.sequence,
            created_at: one.at,
        });
        for (line, posting) in (1_i16..).zip(postings) {
            self.postings.push(PostingRow {
                tenant_id: tenant,
                entry_id,
                line,
                account: posting.account.as_str(),
                party_id: posting.party.map(PartyId::uuid),
                amount: posting.amount.paise(),
            });
        }
        let topic = "entry";
        self.notices.push(NoticeRow { tenant_id: tenant, outbox_id: entry_id, topic, entry_id, created_at: one.at });
    }

    pub(super) fn movement(
        &mut self,
        one: &Accepted<'_>,
        movement: &'a Movement,
        (movement_id, entry_id): (Uuid, Option<Uuid>),
    ) {
        self.movements.push(MovementRow {
            tenant_id: one.tenant.uuid(),
            movement_id,
            product_id: movement.product.uuid(),
            quantity: movement.quantity.milli(),
            reason: &movement.reason,
            entry_id,
            audit_sequence: one.audit.sequence,
            created_at: one.at,
        });
    }
}
