//! Customers.

use super::{LedgerReader, PAGE_MAX, Page, ReadError, known, page, rows_of};
use crate::ledger::cursor;
use crate::ledger::row::{self, party_columns};
use execora_domain::ids::{PartyId, TenantId};
use execora_domain::ledger::Party;
use execora_domain::money::Money;
use execora_domain::search::{self, Query, Wanted};
use std::cmp::Reverse;
use std::collections::HashMap;
use tokio_postgres::Row;
use uuid::Uuid;

/// A customer and how well the name fits what was asked, in thousandths.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PartyMatch {
    /// The customer.
    pub party: Party,
    /// 1 000 is exact.
    pub score_milli: u16,
}

/// The most customers that one question to the index brings up to be scored.
const FOUND_MAX: i32 = 200;
/// Fewer than these, and those are looked for as well whose names are only alike.
const ENOUGH: usize = 10;

impl LedgerReader {
    /// Customers by name, a page at a time.
    ///
    /// # Errors
    /// [`ReadError::BadCursor`] or [`ReadError::Unavailable`].
    pub async fn parties(&self, tenant: TenantId, limit: u16, cursor: Option<&str>) -> Result<Page<Party>, ReadError> {
        let [name, id] = cursor.map_or_else(|| Ok([String::new(), Uuid::nil().to_string()]), cursor::read)?;
        let id: Uuid = id.parse().map_err(|_| ReadError::BadCursor)?;
        let rows = self.ask(tenant, PARTIES, &[&tenant.uuid(), &name, &id, &rows_of(limit)]).await?;
        page(&rows, limit, row::party, |party| cursor::write(&[&party.name, &party.id.to_string()]))
    }

    /// Customers whose name, nickname, landmark, e-mail or phone fits, best first; those that fit as well by name.
    /// Of very many that fit alike it knows some.
    ///
    /// # Errors
    /// [`ReadError::Unavailable`].
    pub async fn search_parties(
        &self,
        tenant: TenantId,
        query: &str,
        limit: u16,
    ) -> Result<Vec<PartyMatch>, ReadError> {
        let Some(asked) = Query::of(tenant, query) else { return Ok(vec![]) };
        let shop = tenant.uuid();
        let most = usize::from(limit.clamp(1, PAGE_MAX));
        let (wanted, mut found) = (Wanted::by(query), HashMap::new());
        // Each question is wider than the one before, and what only it finds fits less.
        for (question, enough) in [(&asked.same, 1), (&asked.begun, most), (&asked.alike, ENOUGH.min(most))] {
            if found.len() >= enough {
                break;
            }
            let rows = self.ask(tenant, FIND_PARTIES, &[&shop, question, &FOUND_MAX]).await?;
            score(&wanted, &rows, &mut found)?;
            if asked.same == asked.alike {
                break;
            }
        }
        let mut found: Vec<PartyMatch> = found.into_values().collect();
        found.sort_by_cached_key(|one| (Reverse(one.score_milli), one.party.name.clone(), one.party.id));
        found.truncate(most);
        Ok(found)
    }

    /// Who owes the most and at least `above`, the most first: the name and what they owe; and how many more there are.
    ///
    /// # Errors
    /// [`ReadError::Unavailable`].
    pub async fn debtors(
        &self,
        tenant: TenantId,
        above: Money,
        most: u8,
    ) -> Result<(Vec<(String, Money)>, i64), ReadError> {
        let above = above.paise().max(1);
        let rows = self.ask(tenant, DEBTORS, &[&tenant.uuid(), &above, &i64::from(most)]).await?;
        let list: Vec<_> =
            known(rows.iter().map(|row| Ok((row.try_get("name")?, row::money(row, "balance")?))).collect())?;
        let all: i64 = known(rows.first().map_or(Ok(0), |row| Ok(row.try_get("owing")?)))?;
        let others = all.saturating_sub(i64::try_from(list.len()).unwrap_or(i64::MAX));
        Ok((list, others))
    }

    /// One customer.
    ///
    /// # Errors
    /// [`ReadError::NotFound`] or [`ReadError::Unavailable`].
    pub async fn party(&self, tenant: TenantId, id: PartyId) -> Result<Party, ReadError> {
        self.one(tenant, PARTY, &[&tenant.uuid(), &id.uuid()], row::party).await
    }
}

/// Keeps those that fit.
fn score(wanted: &Wanted, rows: &[Row], found: &mut HashMap<PartyId, PartyMatch>) -> Result<(), ReadError> {
    for row in rows {
        let party = known(row::party(row))?;
        let score_milli = wanted.score(&party);
        if score_milli >= search::SCORE_MIN {
            found.insert(party.id, PartyMatch { party, score_milli });
        }
    }
    Ok(())
}

const PARTIES: &str = concat!(
    "SELECT ",
    party_columns!(),
    " FROM parties WHERE tenant_id = $1 AND is_active AND (name, party_id) > ($2, $3) ORDER BY name, party_id LIMIT $4"
);

const FIND_PARTIES: &str = concat!(
    "SELECT ",
    party_columns!(),
    " FROM find_parties($2, $3) AS found JOIN parties USING (party_id) WHERE tenant_id = $1 AND is_active"
);

const DEBTORS: &str = "SELECT name, balance, count(*) OVER () AS owing FROM parties WHERE tenant_id = $1 AND balance >= $2 \
     ORDER BY balance DESC, name LIMIT $3";

const PARTY: &str = concat!("SELECT ", party_columns!(), " FROM parties WHERE tenant_id = $1 AND party_id = $2");
