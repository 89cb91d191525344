//! Customers.

use super::{LedgerReader, PAGE_MAX, Page, ReadError, known, page, rows_of};
use crate::ledger::row::party_columns;
use crate::ledger::{cursor, row};
use execora_domain::ids::{PartyId, TenantId};
use execora_domain::ledger::Party;
use execora_domain::search;
use std::cmp::Reverse;
use uuid::Uuid;

/// A customer and how well the name fits what was asked, in thousandths.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PartyMatch {
    /// The customer.
    pub party: Party,
    /// 1 000 is exact.
    pub score_milli: u16,
}

/// The most customers that a search looks at.
const SEARCHED_MAX: i64 = 20_000;

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

    /// Customers whose name, nickname, landmark or phone fits, best first.
    ///
    /// # Errors
    /// [`ReadError::Unavailable`].
    pub async fn search_parties(
        &self,
        tenant: TenantId,
        query: &str,
        limit: u16,
    ) -> Result<Vec<PartyMatch>, ReadError> {
        let rows = self.ask(tenant, PARTIES, &[&tenant.uuid(), &"", &Uuid::nil(), &SEARCHED_MAX]).await?;
        let mut found: Vec<PartyMatch> = vec![];
        for row in &rows {
            let party = known(row::party(row))?;
            let score_milli = search::score(query, &party);
            if score_milli >= search::SCORE_MIN {
                found.push(PartyMatch { party, score_milli });
            }
        }
        found.sort_by_cached_key(|one| (Reverse(one.score_milli), one.party.name.clone(), one.party.id));
        found.truncate(limit.clamp(1, PAGE_MAX).into());
        Ok(found)
    }

    /// One customer.
    ///
    /// # Errors
    /// [`ReadError::NotFound`] or [`ReadError::Unavailable`].
    pub async fn party(&self, tenant: TenantId, id: PartyId) -> Result<Party, ReadError> {
        self.one(tenant, PARTY, &[&tenant.uuid(), &id.uuid()], row::party).await
    }
}

const PARTIES: &str = concat!(
    "SELECT ",
    party_columns!(),
    " FROM parties WHERE tenant_id = $1 AND (name, party_id) > ($2, $3) ORDER BY name, party_id LIMIT \
     $4"
);

pub(super) const PARTY: &str =
    concat!("SELECT ", party_columns!(), " FROM parties WHERE tenant_id = $1 AND party_id = $2");
