//! `execora migrate`: brings the database up to date and ends.

use super::database::{self, Where};

/// Brings the schema up to date; a server that runs meanwhile goes on.
pub(crate) fn run(at: &Where) -> anyhow::Result<()> {
    let stores = database::open(at)?;
    let migrated = stores.block_on(execora_actors::database::migrate(stores.database_url()));
    stores.close();
    migrated?;
    println!("the database is up to date");
    Ok(())
}
