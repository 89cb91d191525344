//! What was posted after a place in each shop's audit chain, in order, with all that it wrote: the source of every event.

use super::{LedgerReader, ReadError, known};
use crate::database::{Step, begin_batch};
use crate::ledger::row;
use crate::ledger::row::{RowError, entry_columns, invoice_columns, product_columns};
use crate::ledger::turn::first_identity;
use execora_domain::ids::TenantId;
use execora_domain::invoice::Invoice;
use execora_domain::ledger::{Entry, Posted, Product};
use std::collections::HashMap;
use tokio_postgres::{Row, types::Json};
use uuid::Uuid;

/// The most commands of one shop that are read at once.
const JOURNAL_MAX: usize = 64;

/// What became of a product.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Shelved {
    /// It is new.
    Added,
    /// Something of it is different.
    Changed,
    /// It was counted.
    Counted,
}

/// One posted command.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct JournalRecord {
    /// Its place in the shop's chain.
    pub(crate) sequence: i64,
    /// When it was posted.
    pub(crate) at: jiff::Timestamp,
    /// The answer.
    pub(crate) posted: Posted,
    /// Its entries, in order.
    pub(crate) entries: Vec<Entry>,
    /// What it moved, as that is now.
    pub(crate) moved: Vec<Product>,
    /// The bills that its reversals undid, as they are now.
    pub(crate) undone: Vec<Invoice>,
    /// What became of the product, for a command about one.
    pub(crate) shelved: Option<Shelved>,
}

/// What was posted in one shop since.
#[derive(Clone, PartialEq, Debug, Default)]
pub(crate) struct Journal {
    /// The newest place in the chain.
    pub(crate) newest: i64,
    /// At most [`JOURNAL_MAX`], the oldest first; there are more where the last is not the newest.
    pub(crate) records: Vec<JournalRecord>,
}

/// A stretch of one shop's chain, and the identity before all entries in it.
#[derive(Default)]
struct Stretches {
    tenants: Vec<Uuid>,
    after: Vec<i64>,
    until: Vec<i64>,
    first: Vec<Uuid>,
}

impl LedgerReader {
    /// What was posted in these shops after these places of their chains. A shop whose place is `i64::MAX` is only asked
    /// for its newest.
    ///
    /// # Errors
    /// [`ReadError::Unavailable`].
    pub(crate) async fn journal(&self, since: &[(TenantId, i64)]) -> Result<HashMap<TenantId, Journal>, ReadError> {
        let shops: Vec<Uuid> = since.iter().map(|(tenant, _)| tenant.uuid()).collect();
        let after: Vec<i64> = since.iter().map(|(_, place)| *place).collect();
        let limit = i64::try_from(JOURNAL_MAX).unwrap_or(i64::MAX);
        let asked = [Step::Ask(PLACES, vec![&shops]), Step::Ask(RECORDS, vec![&shops, &after, &limit])];
        let [places, records] = self.ask_after(begin_batch(&shops), asked).await?.try_into().unwrap_or_default();
        let mut news: HashMap<TenantId, Journal> = known(places.iter().map(place).collect())?;
        for record in &records {
            let (tenant, record) = known(read(record))?;
            news.entry(tenant).or_default().records.push(record);
        }
        let stretches = Stretches::of(&news);
        if !stretches.tenants.is_empty() {
            self.fill(&mut news, &stretches).await?;
        }
        Ok(news)
    }

    /// Gives each record what it wrote.
    async fn fill(&self, news: &mut HashMap<TenantId, Journal>, of: &Stretches) -> Result<(), ReadError> {
        let asked =
            [ENTRIES, MOVED, UNDONE].map(|sql| Step::Ask(sql, vec![&of.tenants, &of.after, &of.until, &of.first]));
        let rows = self.ask_after(begin_batch(&of.tenants), asked).await?;
        let [entries, moved, undone] = rows.try_into().unwrap_or_default();
        known((|| {
            for row in &entries {
                let entry = row::entry(row)?;
                each(news, row, |record| record.entries.push(entry))?;
            }
            for row in &moved {
                let product = row::product(row)?;
                each(news, row, |record| record.moved.push(product))?;
            }
            for row in &undone {
                let invoice = row::invoice(row)?;
                each(news, row, |record| record.undone.push(invoice))?;
            }
            Ok(())
        })())
    }
}

impl Stretches {
    fn of(news: &HashMap<TenantId, Journal>) -> Self {
        let mut stretches = Self::default();
        for (tenant, news) in news {
            let (Some(first), Some(last)) = (news.records.first(), news.records.last()) else { continue };
            stretches.tenants.push(tenant.uuid());
            stretches.after.push(first.sequence.saturating_sub(1));
            stretches.until.push(last.sequence);
            stretches.first.push(first_identity(first.at));
        }
        stretches
    }
}

fn place(row: &Row) -> Result<(TenantId, Journal), RowError> {
    let tenant = TenantId::from_uuid(row.try_get("tenant_id")?);
    Ok((tenant, Journal { newest: row.try_get("audit_sequence")?, records: vec![] }))
}

fn read(row: &Row) -> Result<(TenantId, JournalRecord), RowError> {
    let shelved = match row.try_get::<_, Option<&str>>("change")? {
        Some("created") => Some(Shelved::Added),
        Some("counted") => Some(Shelved::Counted),
        Some(_) => Some(Shelved::Changed),
        None => None,
    };
    let record = JournalRecord {
        sequence: row.try_get("audit_sequence")?,
        at: row.try_get("created_at")?,
        posted: row.try_get::<_, Json<Posted>>("response")?.0,
        entries: vec![],
        moved: vec![],
        undone: vec![],
        shelved,
    };
    Ok((TenantId::from_uuid(row.try_get("tenant_id")?), record))
}

/// The record that this row belongs to.
fn each(
    news: &mut HashMap<TenantId, Journal>,
    row: &Row,
    give: impl FnOnce(&mut JournalRecord),
) -> Result<(), RowError> {
    let (shop, sequence): (Uuid, i64) = (row.try_get("shop")?, row.try_get("place")?);
    let records = news.get_mut(&TenantId::from_uuid(shop)).map(|news| &mut news.records);
    if let Some(record) = records.and_then(|records| records.iter_mut().find(|record| record.sequence == sequence)) {
        give(record);
    }
    Ok(())
}

const PLACES: &str = "SELECT tenant_id, audit_sequence FROM tenants WHERE tenant_id = ANY($1::uuid[])";

const RECORDS: &str = "SELECT w.tenant_id, k.audit_sequence, k.created_at, k.response, c.kind AS change \
     FROM unnest($1::uuid[], $2::bigint[]) AS w(tenant_id, after) CROSS JOIN LATERAL ( \
     SELECT audit_sequence, created_at, response FROM idempotency i \
     WHERE i.tenant_id = w.tenant_id AND i.audit_sequence > w.after ORDER BY i.audit_sequence LIMIT $3) k \
     LEFT JOIN LATERAL (SELECT p.kind FROM product_changes p WHERE p.tenant_id = w.tenant_id \
     AND p.product_id = (k.response->'Product'->>'id')::uuid AND p.audit_sequence = k.audit_sequence LIMIT 1) c ON true \
     ORDER BY w.tenant_id, k.audit_sequence";

/// The entries of a stretch: identities rise in the order of posting.
macro_rules! of_stretch {
    () => {
        " FROM unnest($1::uuid[], $2::bigint[], $3::bigint[], $4::uuid[]) AS w(shop, after, until, first) \
         JOIN entries e ON e.tenant_id = w.shop AND e.entry_id >= w.first \
         AND e.audit_sequence > w.after AND e.audit_sequence <= w.until"
    };
}

const ENTRIES: &str = concat!(
    "SELECT w.shop, e.audit_sequence AS place, ",
    entry_columns!(),
    of_stretch!(),
    " JOIN parties p ON p.tenant_id = e.tenant_id AND p.party_id = e.party_id ORDER BY e.tenant_id, e.entry_id"
);

const MOVED: &str = concat!(
    "SELECT k.shop, k.place, ",
    product_columns!(),
    " FROM (SELECT DISTINCT w.shop, e.audit_sequence AS place, m.product_id AS moved",
    of_stretch!(),
    " JOIN stock_movements m ON m.tenant_id = e.tenant_id AND m.entry_id = e.entry_id) k \
     JOIN products ON tenant_id = k.shop AND product_id = k.moved ORDER BY k.shop, k.place, product_id"
);

const UNDONE: &str = concat!(
    "SELECT w.shop, e.audit_sequence AS place, ",
    invoice_columns!(),
    of_stretch!(),
    " JOIN invoices i ON i.tenant_id = e.tenant_id AND i.entry_id = e.reverses ORDER BY e.tenant_id, e.entry_id"
);
