//! What a backup of the books needs from the database; the copying is PostgreSQL's own.

use crate::database::{DatabaseError, connect};
use tokio_postgres::Config;
use tokio_postgres::config::Host;

/// Why a database cannot be filled from a backup.
#[derive(Debug, thiserror::Error)]
pub enum PrepareError {
    /// It holds something.
    #[error("there are books here already: give --data an empty directory, or name an empty database")]
    NotEmpty,
    /// It could not be asked.
    #[error(transparent)]
    Database(#[from] DatabaseError),
}

/// What a database holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Contents {
    /// Shops.
    pub shops: i64,
    /// Entries of all of them.
    pub entries: i64,
}

/// Makes an empty database ready for a backup, which names the server's roles but does not hold them.
///
/// # Errors
/// [`PrepareError`]; nothing was changed.
pub async fn prepare(url: &str) -> Result<(), PrepareError> {
    let (client, _connection) = connect(url).await?;
    let row = client.query_one(TABLES, &[]).await.map_err(DatabaseError::Reach)?;
    if row.try_get::<_, i64>(0).map_err(DatabaseError::Reach)? > 0 {
        return Err(PrepareError::NotEmpty);
    }
    client.batch_execute(ROLES).await.map_err(DatabaseError::Reach)?;
    Ok(())
}

/// Counts what is there.
///
/// # Errors
/// [`DatabaseError`].
pub async fn contents(url: &str) -> Result<Contents, DatabaseError> {
    let (client, _connection) = connect(url).await?;
    let row = client.query_one(CONTENTS, &[]).await.map_err(DatabaseError::Reach)?;
    let count = |column| row.try_get(column).map_err(DatabaseError::Reach);
    Ok(Contents { shops: count("shops")?, entries: count("entries")? })
}

/// A database's address as PostgreSQL's programs read it from their environment: other users of a machine can read a
/// command line, and there may be a password in it.
///
/// # Errors
/// [`DatabaseError::Url`].
pub fn environment(url: &str) -> Result<Vec<(&'static str, String)>, DatabaseError> {
    let config: Config = url.parse().map_err(DatabaseError::Url)?;
    let host = config.get_hosts().first().map(|host| match host {
        Host::Tcp(name) => name.clone(),
        Host::Unix(path) => path.display().to_string(),
    });
    let parts = [
        ("PGHOST", host),
        ("PGPORT", config.get_ports().first().map(u16::to_string)),
        ("PGUSER", config.get_user().map(str::to_owned)),
        ("PGPASSWORD", config.get_password().map(|word| String::from_utf8_lossy(word).into_owned())),
        ("PGDATABASE", config.get_dbname().map(str::to_owned)),
    ];
    Ok(parts.into_iter().filter_map(|(name, value)| Some((name, value?))).collect())
}

const TABLES: &str = "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'";

const CONTENTS: &str = "SELECT (SELECT count(*) FROM tenants) AS shops, (SELECT count(*) FROM entries) AS entries";

/// As the first migration makes them.
const ROLES: &str = "DO $$ BEGIN \
     IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'execora_app') THEN \
     CREATE ROLE execora_app NOLOGIN NOBYPASSRLS; EXECUTE format('GRANT execora_app TO %I', current_user); END IF; \
     IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'execora_relay') THEN \
     CREATE ROLE execora_relay NOLOGIN NOBYPASSRLS; EXECUTE format('GRANT execora_relay TO %I', current_user); END IF; \
     END $$";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_told_in_parts_and_a_password_is_one_of_them() {
        let parts = environment("postgresql://anil:ch%40wal@books.example:6432/shop").unwrap();
        let expected = [
            ("PGHOST", "books.example"),
            ("PGPORT", "6432"),
            ("PGUSER", "anil"),
            ("PGPASSWORD", "ch@wal"),
            ("PGDATABASE", "shop"),
        ];
        assert_eq!(parts, expected.map(|(name, value)| (name, value.to_owned())));
        let socket = environment("postgresql://execora@%2Frun%2Fbooks/execora").unwrap();
        assert_eq!(socket.first(), Some(&("PGHOST", "/run/books".to_owned())));
    }
}
