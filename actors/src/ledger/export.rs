//! The books of one shop as a journal that others can read.

use super::row::{self, RowError};
use crate::database::{self, DatabaseError};
use execora_domain::ids::{PartyId, TenantId};
use execora_domain::ledger::{AccountKind, Entry, Posting, india_day, journal};
use futures_util::{StreamExt as _, pin_mut};
use std::io::Write;
use tokio_postgres::Row;
use tokio_postgres::types::ToSql;
use uuid::Uuid;

/// Why the books were not exported.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The database.
    #[error(transparent)]
    Database(#[from] DatabaseError),
    /// A row that another version wrote.
    #[error("the books could not be read: {0}")]
    Unreadable(String),
    /// Where it is written to.
    #[error("the export could not be written")]
    Write(#[from] std::io::Error),
    /// Nothing of this identity.
    #[error("there is no such shop")]
    NoShop,
}

/// A shop by its identity and name.
pub type NamedShop = (TenantId, String);

/// Every shop of a database, by name. Needs a role that sees every shop, as [`super::verify`] does.
///
/// # Errors
/// [`DatabaseError`].
pub async fn shops(url: &str) -> Result<Vec<NamedShop>, DatabaseError> {
    let (client, _connection) = database::connect(url).await?;
    let rows = client.query("SELECT tenant_id, name FROM tenants ORDER BY name, tenant_id", &[]).await;
    let named = |row: &Row| Ok((TenantId::from_uuid(row.try_get("tenant_id")?), row.try_get("name")?));
    rows.and_then(|rows| rows.iter().map(named).collect()).map_err(DatabaseError::Reach)
}

/// Writes a shop's whole books in hledger's journal format, oldest first, as one moment of them.
///
/// # Errors
/// [`ExportError`].
pub async fn hledger(url: &str, tenant: TenantId, mut out: impl Write) -> Result<(), ExportError> {
    let (client, _connection) = database::connect(url).await?;
    let shop = client.query_opt("SELECT name FROM tenants WHERE tenant_id = $1", &[&tenant.uuid()]).await;
    shop.map_err(DatabaseError::Reach)?.ok_or(ExportError::NoShop)?;
    let id = tenant.uuid();
    let parameters: [&(dyn ToSql + Sync); 1] = [&id];
    // One statement is one snapshot, and its rows come as they are read: a large shop needs no large memory.
    let rows = client.query_raw(POSTINGS, parameters).await.map_err(DatabaseError::Reach)?;
    pin_mut!(rows);
    out.write_all(journal::HEADER.as_bytes())?;
    let mut open: Option<(Entry, Vec<Posting>)> = None;
    while let Some(row) = rows.next().await {
        let row = row.map_err(DatabaseError::Reach)?;
        let (entry, posting) = read(&row).map_err(|error| ExportError::Unreadable(error.to_string()))?;
        match &mut open {
            Some((current, postings)) if current.id == entry.id => postings.push(posting),
            _ => {
                if let Some(done) = open.replace((entry, vec![posting])) {
                    put(&mut out, &done)?;
                }
            }
        }
    }
    if let Some(done) = open {
        put(&mut out, &done)?;
    }
    Ok(out.flush()?)
}

fn put(out: &mut impl Write, (entry, postings): &(Entry, Vec<Posting>)) -> std::io::Result<()> {
    out.write_all(journal::transaction(entry, postings, india_day(entry.created_at)).as_bytes())
}

fn read(row: &Row) -> Result<(Entry, Posting), RowError> {
    let account = AccountKind::from_name(row.try_get("account")?).ok_or(RowError::Word)?;
    let party = row.try_get::<_, Option<Uuid>>("posted_to")?.map(PartyId::from_uuid);
    Ok((row::entry(row)?, Posting { account, party, amount: row::money(row, "posted")? }))
}

const POSTINGS: &str = concat!(
    "SELECT ",
    row::entry_columns!(),
    ", o.account, o.party_id AS posted_to, o.amount AS posted \
     FROM entries e JOIN parties p USING (tenant_id, party_id) JOIN postings o USING (tenant_id, entry_id) \
     WHERE e.tenant_id = $1 ORDER BY e.entry_id, o.line"
);
