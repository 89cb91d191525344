//! The shop itself: its settings, what it sells, and its days.

use super::{Accepted, Rows, basis_points};
use crate::ledger::audit::kind_of_change;
use crate::ledger::tables::{DayCloseRow, ProductChangeRow, ProductRow, ShopRow, ShopVersionRow};
use execora_domain::ids::{EntryId, UserId};
use execora_domain::ledger::{DayClose, Product, Scheme, Shop, TaxFree};
use execora_domain::money::Money;
use execora_domain::quantity::Quantity;
use tokio_postgres::types::Json;
use uuid::Uuid;

impl<'a> Rows<'a> {
    pub(super) fn product(&mut self, tenant: Uuid, product: &'a Product) {
        self.products.push(ProductRow {
            tenant_id: tenant,
            product_id: product.id.uuid(),
            name: &product.name,
            unit: product.unit.as_str(),
            price: product.price.paise(),
            mrp: product.mrp.map(Money::paise),
            tax_rate_bp: basis_points(product.tax_rate),
            tax_rates: Json(&product.tax_rates),
            tax_free: product.tax_free.map(TaxFree::as_str),
            hsn: product.hsn.as_deref(),
            barcode: product.barcode.as_deref(),
            low_stock: product.low_stock.map(Quantity::milli),
            packs: Json(&product.packs),
            aliases: Json(&product.aliases),
            is_active: product.is_active,
        });
    }

    /// What the settings became.
    pub(super) fn shop_version(&mut self, one: &'a Accepted<'a>, shop: &'a Shop) {
        let (tenant_id, audit_sequence) = (one.tenant.uuid(), one.audit.sequence);
        self.shop_versions.push(ShopVersionRow { tenant_id, audit_sequence, shop: Json(shop), created_at: one.at });
    }

    /// What the product became, and by whom.
    pub(super) fn product_change(&mut self, one: &'a Accepted<'a>, product: &'a Product) {
        let moved = one.decision.movements.first();
        self.product_changes.push(ProductChangeRow {
            tenant_id: one.tenant.uuid(),
            product_id: product.id.uuid(),
            change_id: one.id,
            kind: kind_of_change(one.decision.change),
            product: Json(product),
            quantity: moved.map(|movement| movement.quantity.milli()),
            reason: moved.map(|movement| movement.reason.as_str()),
            user_id: one.author.user().map(UserId::uuid),
            audit_sequence: one.audit.sequence,
            created_at: one.at,
        });
    }

    pub(super) fn day_close(
        &mut self,
        one: &'a Accepted<'a>,
        close: &'a DayClose,
        recent: (Money, Money),
        since: Uuid,
    ) {
        self.day_closes.push(DayCloseRow {
            tenant_id: one.tenant.uuid(),
            day: close.date,
            close_id: close.id.uuid(),
            opening: close.opening.paise(),
            received: close.received.paise(),
            paid_out: close.paid_out.paise(),
            expected: close.expected.paise(),
            counted: close.counted.paise(),
            difference: close.difference.paise(),
            entry_id: close.entry_id.map(EntryId::uuid),
            denominations: Json(&close.denominations),
            note: close.note.as_deref(),
            since,
            recent_received: recent.0.paise(),
            recent_paid_out: recent.1.paise(),
            user_id: one.author.user().map(UserId::uuid),
            audit_sequence: one.audit.sequence,
            created_at: one.at,
        });
    }

    pub(super) fn shop(&mut self, tenant: Uuid, shop: &'a Shop) {
        self.shops.push(ShopRow {
            tenant_id: tenant,
            name: &shop.name,
            state_code: &shop.state_code,
            gstin: shop.gstin.as_deref(),
            is_composition: shop.scheme == Scheme::Composition,
            address: shop.address.as_deref(),
            phone: shop.phone.as_deref(),
            upi_id: shop.upi_id.as_deref(),
            upi_name: shop.upi_name.as_deref(),
            fssai: shop.fssai.as_deref(),
            series: &shop.series,
            oversell: shop.oversell.as_str(),
            round_to: shop.rounding.as_str(),
            low_stock: shop.low_stock.map(Quantity::milli),
            amount_max: shop.limits.amount_max.paise(),
            quantity_max: shop.limits.quantity_max.milli(),
            confirm_by: shop.confirm.least.as_str(),
            confirm_amount_from: shop.confirm.amount_from.map(Money::paise),
            confirm_code_from: shop.confirm.code_from.map(Money::paise),
        });
    }
}
