//! Bills, credit notes and drafts.

use super::{Accepted, Rows, basis_points};
use crate::ledger::load::Loaded;
use crate::ledger::tables::{DraftRow, GoneDraftRow, InvoiceRow, ItemRow, StatusRow};
use execora_domain::ids::{EntryId, InvoiceId, TenantId};
use execora_domain::invoice::{Invoice, InvoiceStatus};
use execora_domain::ledger::{FinancialYear, TaxFree};
use std::collections::BTreeSet;
use tokio_postgres::types::Json;
use uuid::Uuid;

impl<'a> Rows<'a> {
    pub(super) fn invoice(&mut self, one: &Accepted<'_>, invoice: &'a Invoice, year: FinancialYear, number: i64) {
        let tenant = one.tenant.uuid();
        self.invoices.push(InvoiceRow {
            tenant_id: tenant,
            invoice_id: invoice.id.uuid(),
            kind: invoice.kind.as_str(),
            series: &invoice.series,
            financial_year: year.to_string(),
            running_number: number,
            number: &invoice.number,
            status: invoice.status.as_str(),
            party_id: invoice.customer_id.uuid(),
            party_name: &invoice.customer_name,
            customer_gstin: invoice.customer_gstin.as_deref(),
            place_of_supply: invoice.place_of_supply.as_deref(),
            discount: invoice.discount.paise(),
            taxable: invoice.taxable.paise(),
            cgst: invoice.cgst.paise(),
            sgst: invoice.sgst.paise(),
            igst: invoice.igst.paise(),
            round_off: invoice.round_off.paise(),
            total: invoice.total.paise(),
            notes: invoice.notes.as_deref(),
            payments: Json(&invoice.payments),
            change_given: invoice.change.paise(),
            original_id: invoice.original.as_ref().map(|original| original.id.uuid()),
            entry_id: invoice.entry_id.map(EntryId::uuid),
            payment_entry_id: invoice.payment_entry_id.map(EntryId::uuid),
            balance_after: invoice.balance.paise(),
            created_at: one.at,
        });
        for (line, item) in (1_i16..).zip(&invoice.items) {
            self.items.push(ItemRow {
                tenant_id: tenant,
                invoice_id: invoice.id.uuid(),
                line,
                product_id: item.product_id.uuid(),
                name: &item.name,
                hsn: item.hsn.as_deref(),
                unit: item.unit.as_str(),
                quantity: item.quantity.milli(),
                rate: item.rate.paise(),
                tax_included: item.tax_included,
                tax_rate_bp: basis_points(item.tax_rate),
                tax_free: item.tax_free.map(TaxFree::as_str),
                discount: item.discount.paise(),
                bill_discount: item.bill_discount.paise(),
                taxable: item.taxable.paise(),
                cgst: item.cgst.paise(),
                sgst: item.sgst.paise(),
                igst: item.igst.paise(),
                total: item.total.paise(),
                original_line: item.original_line.and_then(|line| i16::try_from(line).ok()),
            });
        }
    }

    pub(super) fn cancelled(&mut self, tenant: Uuid, invoice: InvoiceId) {
        let status = InvoiceStatus::Cancelled.as_str();
        self.statuses.push(StatusRow { tenant_id: tenant, invoice_id: invoice.uuid(), status });
    }

    /// Drafts that were written are kept as they are now; those that are there no more go.
    pub(super) fn settle_drafts(&mut self, loaded: &'a Loaded, written: &BTreeSet<(TenantId, InvoiceId)>) {
        for (tenant, shop) in &loaded.shops {
            let (tenant_id, drafts) = (tenant.uuid(), &shop.book.bills.drafts);
            for draft in drafts.values().filter(|draft| written.contains(&(*tenant, draft.bill.id))) {
                self.drafts.push(DraftRow {
                    tenant_id,
                    invoice_id: draft.bill.id.uuid(),
                    party_id: draft.bill.customer_id.uuid(),
                    version: draft.bill.version,
                    wish: Json(&draft.wish),
                    bill: Json(&draft.bill),
                    expires_at: draft.bill.expires_at,
                });
            }
            for id in shop.drafts.iter().filter(|id| !drafts.contains_key(id)) {
                self.gone_drafts.push(GoneDraftRow { tenant_id, invoice_id: id.uuid() });
            }
        }
        self.drafting = written.iter().map(|(tenant, _)| tenant.uuid()).collect();
    }
}
