//! Keeps the terms under which customers are found in step with the rules that make them.

use execora_domain::ids::TenantId;
use execora_domain::search::{RULES, Terms};
use tokio_postgres::{Client, Error};
use uuid::Uuid;

/// How many customers are taken up at a time.
const BATCH: i64 = 1_000;

/// Makes the terms anew of every customer whose terms older rules made. The connection's role sees every shop.
pub(crate) async fn renew(client: &Client) -> Result<(), Error> {
    loop {
        let (mut shops, mut parties, mut keys, mut terms) = (vec![], vec![], vec![], vec![]);
        for row in client.query(STALE, &[&RULES, &BATCH]).await? {
            let shop: Uuid = row.try_get("tenant_id")?;
            let others = [row.try_get("nickname")?, row.try_get("landmark")?, row.try_get("email")?];
            let made =
                Terms::from_fields(TenantId::from_uuid(shop), row.try_get("name")?, others, row.try_get("phone")?);
            shops.push(shop);
            parties.push(row.try_get::<_, Uuid>("party_id")?);
            keys.push(made.name_key);
            terms.push(made.terms);
        }
        if shops.is_empty() {
            return Ok(());
        }
        client.execute(RENEW, &[&shops, &parties, &keys, &terms, &RULES]).await?;
    }
}

const STALE: &str = "SELECT p.tenant_id, p.party_id, p.name, p.phone, p.nickname, p.landmark, p.email \
     FROM party_terms t JOIN parties p USING (tenant_id, party_id) WHERE t.rules < $1 LIMIT $2";

const RENEW: &str = "UPDATE party_terms t SET name_key = r.name_key, \
     terms = array_to_tsvector(string_to_array(r.terms, ' ')), rules = $5 \
     FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[]) AS r(tenant_id, party_id, name_key, terms) \
     WHERE t.tenant_id = r.tenant_id AND t.party_id = r.party_id AND t.rules < $5";
