//! What is still unpaid: what belongs to a bill comes off that bill, other payments go to the oldest first, and how far they
//! reach is reckoned when it is asked.

use super::{LedgerReader, Page, ReadError, identities_of, known, page, rows_of};
use crate::ledger::cursor;
use crate::ledger::row::{self, RowError};
use execora_domain::ids::{EntryId, InvoiceId, PartyId, TenantId};
use execora_domain::ledger::EntryKind;
use execora_domain::money::Money;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::HashMap;
use tokio_postgres::Row;
use uuid::Uuid;

/// Something that a customer has not paid, or not all of it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct OpenItem {
    /// The entry that raised what they owe.
    pub entry_id: EntryId,
    /// What it was for.
    pub kind: EntryKind,
    /// The bill, if it was one.
    pub invoice_id: Option<InvoiceId>,
    /// Its number.
    pub invoice_number: Option<String>,
    /// What it came to.
    #[serde(rename = "totalPaise")]
    pub total: Money,
    /// What of it was taken back by credit notes.
    #[serde(rename = "creditedPaise")]
    pub credited: Money,
    /// What of it is paid.
    #[serde(rename = "paidPaise")]
    pub paid: Money,
    /// What of it is not.
    #[serde(rename = "duePaise")]
    pub due: Money,
    /// The day in India from which it is owed.
    pub since: Date,
}

/// What customers owe, by how long they have owed it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Ageing {
    /// The day at whose end it stood so.
    pub as_of: Date,
    /// What all customers owe.
    pub totals: Ages,
    /// What each owes who owes anything, the most first.
    pub customers: Vec<AgedCustomer>,
    /// What to ask for next, if there is more.
    pub next_cursor: Option<String>,
}

/// One customer's part of it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct AgedCustomer {
    /// The customer.
    pub customer_id: PartyId,
    /// The name.
    pub name: String,
    /// E.164.
    pub phone: Option<String>,
    /// How long what they owe has been owed.
    #[serde(flatten)]
    pub ages: Ages,
}

/// An amount, by the days for which it has been owed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Ages {
    /// All of it.
    #[serde(rename = "balancePaise")]
    pub balance: Money,
    /// Up to 30 days.
    #[serde(rename = "upTo30Paise")]
    pub up_to_30: Money,
    /// 31 to 60.
    #[serde(rename = "upTo60Paise")]
    pub up_to_60: Money,
    /// 61 to 90.
    #[serde(rename = "upTo90Paise")]
    pub up_to_90: Money,
    /// Longer.
    #[serde(rename = "over90Paise")]
    pub over_90: Money,
}

/// Before any day of the books.
const LONG_AGO: Date = jiff::civil::date(1, 1, 1);

impl LedgerReader {
    /// What a customer has not paid, oldest first.
    ///
    /// # Errors
    /// [`ReadError::NotFound`], [`ReadError::BadCursor`] or [`ReadError::Unavailable`].
    pub async fn open_items(
        &self,
        tenant: TenantId,
        party: PartyId,
        limit: u16,
        cursor: Option<&str>,
    ) -> Result<Page<OpenItem>, ReadError> {
        let start = || Ok([LONG_AGO.to_string(), String::from("0")]);
        let [since, after] = cursor.map_or_else(start, cursor::read)?;
        let since: Date = since.parse().map_err(|_| ReadError::BadCursor)?;
        let after: i64 = after.parse().map_err(|_| ReadError::BadCursor)?;
        let (shop, account, most) = (tenant.uuid(), party.uuid(), rows_of(limit));
        self.party(tenant, party).await?;
        let rows = self.ask(tenant, OPEN_ITEMS, &[&shop, &account, &since, &after, &most]).await?;
        let numbered = |row: &Row| Ok((open_item(row)?, row.try_get("sequence")?));
        let next =
            |(item, sequence): &(OpenItem, i64)| cursor::write(&[&item.since.to_string(), &sequence.to_string()]);
        let Page { items, next_cursor } = page(&rows, limit, numbered, next)?;
        Ok(Page { items: items.into_iter().map(|(item, _)| item).collect(), next_cursor })
    }

    /// What of these entries is not paid; what is paid, or never raised a balance, is left out.
    ///
    /// # Errors
    /// [`ReadError::Unavailable`].
    pub async fn unpaid(&self, tenant: TenantId, entries: &[EntryId]) -> Result<HashMap<EntryId, Money>, ReadError> {
        let entries: Vec<Uuid> = entries.iter().map(|entry| entry.uuid()).collect();
        let rows = self.ask(tenant, UNPAID, &[&tenant.uuid(), &entries]).await?;
        let unpaid = |row: &Row| Ok((EntryId::from_uuid(row.try_get("entry_id")?), row::money(row, "unpaid")?));
        known(rows.iter().map(unpaid).collect())
    }

    /// What customers owed at the end of a day in India, by how long they had owed it then. Entries count from the day that
    /// they are for, whenever they were typed.
    ///
    /// # Errors
    /// [`ReadError::BadCursor`] or [`ReadError::Unavailable`].
    pub async fn ageing(
        &self,
        tenant: TenantId,
        as_of: Date,
        limit: u16,
        cursor: Option<&str>,
    ) -> Result<Ageing, ReadError> {
        let start = || Ok([i64::MAX.to_string(), Uuid::nil().to_string()]);
        let [balance, id] = cursor.map_or_else(start, cursor::read)?;
        let balance: i64 = balance.parse().map_err(|_| ReadError::BadCursor)?;
        let id: Uuid = id.parse().map_err(|_| ReadError::BadCursor)?;
        let (shop, end, most) = (tenant.uuid(), identities_of(as_of).1, rows_of(limit));
        let rows = self.ask(tenant, AGEING, &[&shop, &end, &as_of, &balance, &id, &most]).await?;
        let totals = known(rows.first().map_or_else(|| Ok(Ages::default()), |row| ages(row, "all_")))?;
        let next = |one: &AgedCustomer| {
            let (balance, id) = (one.ages.balance.paise().to_string(), one.customer_id.to_string());
            cursor::write(&[&balance, &id])
        };
        let customer = |row: &Row| {
            Ok(AgedCustomer {
                customer_id: PartyId::from_uuid(row.try_get("party_id")?),
                name: row.try_get("name")?,
                phone: row.try_get("phone")?,
                ages: ages(row, "")?,
            })
        };
        let Page { items, next_cursor } = page(&rows, limit, customer, next)?;
        Ok(Ageing { as_of, totals, customers: items, next_cursor })
    }
}

fn open_item(row: &Row) -> Result<OpenItem, RowError> {
    let (total, credited, due): (i64, i64, i64) =
        (row.try_get("amount")?, row.try_get("credited")?, row.try_get("unpaid")?);
    Ok(OpenItem {
        entry_id: EntryId::from_uuid(row.try_get("entry_id")?),
        kind: row::word(row, "kind")?,
        invoice_id: row.try_get::<_, Option<Uuid>>("invoice_id")?.map(InvoiceId::from_uuid),
        invoice_number: row.try_get("invoice_number")?,
        total: Money::from_paise(total),
        credited: Money::from_paise(credited),
        paid: Money::from_paise(total.saturating_sub(credited).saturating_sub(due)),
        due: Money::from_paise(due),
        since: row.try_get("since")?,
    })
}

fn ages(row: &Row, prefix: &str) -> Result<Ages, RowError> {
    let money = |column: &str| row::money(row, &format!("{prefix}{column}"));
    Ok(Ages {
        balance: money("owed")?,
        up_to_30: money("up_to_30")?,
        up_to_60: money("up_to_60")?,
        up_to_90: money("up_to_90")?,
        over_90: money("over_90")?,
    })
}

const OPEN_ITEMS: &str = "SELECT o.sequence, o.amount, o.credited, o.unpaid, o.since, o.entry_id, e.kind, e.invoice_number, \
     i.invoice_id FROM parties p \
     CROSS JOIN LATERAL open_debits($1, $2, p.last_sequence, 1, p.balance, NULL) o \
     JOIN entries e ON e.tenant_id = $1 AND e.entry_id = o.entry_id \
     LEFT JOIN invoices i ON i.tenant_id = $1 AND i.entry_id = o.entry_id \
     WHERE p.tenant_id = $1 AND p.party_id = $2 AND (o.since, o.sequence) > ($3, $4) \
     ORDER BY o.since, o.sequence LIMIT $5";

const UNPAID: &str = "SELECT o.entry_id, o.unpaid FROM \
     (SELECT e.party_id, min(e.sequence) AS oldest FROM entries e \
     WHERE e.tenant_id = $1 AND e.entry_id = ANY($2::uuid[]) GROUP BY e.party_id) asked \
     JOIN parties p ON p.tenant_id = $1 AND p.party_id = asked.party_id \
     CROSS JOIN LATERAL open_debits($1, p.party_id, p.last_sequence, asked.oldest, p.balance, NULL) o \
     WHERE o.entry_id = ANY($2::uuid[])";

/// `$2` is the first identity after the day `$3`.
const AGEING: &str = "WITH aged AS ( \
     SELECT p.party_id, p.name, p.phone, b.owed, d.* \
     FROM parties p \
     CROSS JOIN LATERAL (SELECT sequence_before($1, p.party_id, p.last_sequence, $2) AS newest OFFSET 0) s \
     CROSS JOIN LATERAL (SELECT balance_on($1, p.party_id, s.newest, $2, $3) AS owed OFFSET 0) b \
     CROSS JOIN LATERAL (SELECT \
     coalesce(sum(o.unpaid) FILTER (WHERE $3::date - o.since <= 30), 0)::bigint AS up_to_30, \
     coalesce(sum(o.unpaid) FILTER (WHERE $3::date - o.since BETWEEN 31 AND 60), 0)::bigint AS up_to_60, \
     coalesce(sum(o.unpaid) FILTER (WHERE $3::date - o.since BETWEEN 61 AND 90), 0)::bigint AS up_to_90, \
     coalesce(sum(o.unpaid) FILTER (WHERE $3::date - o.since > 90), 0)::bigint AS over_90 \
     FROM open_debits($1, p.party_id, s.newest, 1, b.owed, $2, $3) o) d \
     WHERE p.tenant_id = $1 AND p.last_sequence > 0 AND b.owed > 0), \
     summed AS (SELECT *, sum(owed) OVER ()::bigint AS all_owed, sum(up_to_30) OVER ()::bigint AS all_up_to_30, \
     sum(up_to_60) OVER ()::bigint AS all_up_to_60, sum(up_to_90) OVER ()::bigint AS all_up_to_90, \
     sum(over_90) OVER ()::bigint AS all_over_90 FROM aged) \
     SELECT * FROM summed WHERE (-owed, party_id) > (-$4::bigint, $5) ORDER BY -owed, party_id LIMIT $6";
