//! The tables of the books as columns: one declaration a table gives the row that is pushed, the arrays that are sent and
//! the one statement that writes them all. A new column is one line.

use serde::Serialize;
use std::fmt::Write as _;
use tokio_postgres::types::Json;
use uuid::Uuid;

/// What a statement does with its rows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    /// Adds them.
    Insert,
    /// Changes the rows that the first so many columns name.
    Update(usize),
    /// Adds them, or changes those that the first so many columns name.
    Upsert(usize),
    /// Removes the rows that all columns name.
    Delete,
}

/// A column of a table.
#[derive(Clone, Copy, Debug)]
pub(super) struct Column {
    pub(super) name: &'static str,
    /// What one value of it is sent as.
    pub(super) sent_as: &'static str,
    /// How the value is made from what is sent, where that is not the value itself; the row is `r`.
    pub(super) made_by: Option<&'static str>,
}

/// A type of PostgreSQL's that a column is sent as.
pub(super) trait SqlType {
    const NAME: &'static str;
}

macro_rules! sql_types {
    ($($type:ty => $name:literal),* $(,)?) => {$(
        impl SqlType for $type {
            const NAME: &'static str = $name;
        }
    )*};
}

sql_types! {
    Uuid => "uuid",
    &str => "text",
    String => "text",
    i16 => "smallint",
    i32 => "integer",
    i64 => "bigint",
    bool => "boolean",
    &[u8] => "bytea",
    Vec<u8> => "bytea",
    jiff::Timestamp => "timestamptz",
    jiff::civil::Date => "date",
}

impl<T: Serialize> SqlType for Json<T> {
    const NAME: &'static str = "jsonb";
}

impl<T: SqlType> SqlType for Option<T> {
    const NAME: &'static str = T::NAME;
}

/// Declares a table's rows: `Insert "parties": PartyRow<'a> in PartyColumns { tenant_id: Uuid, name: &'a str }`.
/// `aliases: Json<&'a [String]> => "ARRAY(SELECT jsonb_array_elements_text(r.aliases))"` makes a value from what is sent.
macro_rules! columns {
    ($(
        $(#[$doc:meta])*
        $kind:ident $(($keys:literal))? $table:literal: $row:ident $(<$life:lifetime>)? in $columns:ident {
            $($field:ident: $type:ty $(=> $made_by:literal)?),* $(,)?
        }
    )*) => {$(
        $(#[$doc])*
        pub(super) struct $row $(<$life>)? {
            $(pub(super) $field: $type,)*
        }

        $(#[$doc])*
        #[derive(Default)]
        pub(super) struct $columns $(<$life>)? {
            $($field: Vec<$type>,)*
        }

        impl $(<$life>)? $columns $(<$life>)? {
            /// Adds a row.
            pub(super) fn push(&mut self, row: $row $(<$life>)?) {
                $(self.$field.push(row.$field);)*
            }

            /// The statement that writes all rows; nothing where there are none.
            pub(super) fn step(&self) -> $crate::database::Step<'_> {
                static STATEMENT: std::sync::OnceLock<String> = std::sync::OnceLock::new();
                let columns = [$($crate::ledger::columns::Column {
                    name: stringify!($field),
                    sent_as: <$type as $crate::ledger::columns::SqlType>::NAME,
                    made_by: [$(Some($made_by),)? None][0],
                }),*];
                let kind = $crate::ledger::columns::Kind::$kind $(($keys))?;
                let sql = STATEMENT.get_or_init(|| $crate::ledger::columns::statement(kind, $table, &columns));
                let is_needed = [$(!self.$field.is_empty()),*][0];
                $crate::database::ask_if(is_needed, sql, vec![$(&self.$field),*])
            }
        }
    )*};
}

pub(super) use columns;

/// The statement that takes one array a column and writes one row an element.
pub(super) fn statement(kind: Kind, table: &str, columns: &[Column]) -> String {
    let list = |one: &dyn Fn(&Column) -> String, of: &[Column]| of.iter().map(one).collect::<Vec<_>>().join(", ");
    let names = list(&|column| column.name.to_owned(), columns);
    let value = |column: &Column| column.made_by.map_or_else(|| format!("r.{}", column.name), str::to_owned);
    let mut arrays = String::new();
    for (number, column) in (1..).zip(columns) {
        let comma = if number == 1 { "" } else { ", " };
        // Writing to a String cannot fail.
        let _ = write!(arrays, "{comma}${number}::{}[]", column.sent_as);
    }
    let rows = format!("unnest({arrays}) AS r({names})");
    let insert = || format!("INSERT INTO {table} ({names}) SELECT {} FROM {rows}", list(&value, columns));
    match kind {
        Kind::Insert => insert(),
        Kind::Update(keys) => {
            let (keys, values) = columns.split_at(keys.min(columns.len()));
            let set = list(&|column| format!("{} = {}", column.name, value(column)), values);
            let is_named: Vec<String> = keys.iter().map(|key| format!("{table}.{0} = r.{0}", key.name)).collect();
            format!("UPDATE {table} SET {set} FROM {rows} WHERE {}", is_named.join(" AND "))
        }
        Kind::Delete => {
            let is_named: Vec<String> = columns.iter().map(|key| format!("{table}.{0} = r.{0}", key.name)).collect();
            format!("DELETE FROM {table} USING {rows} WHERE {}", is_named.join(" AND "))
        }
        Kind::Upsert(keys) => {
            let (keys, values) = columns.split_at(keys.min(columns.len()));
            let keys = list(&|column| column.name.to_owned(), keys);
            let set = list(&|column| format!("{0} = excluded.{0}", column.name), values);
            format!("{} ON CONFLICT ({keys}) DO UPDATE SET {set}", insert())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::database::Step;

    columns! {
        Insert "goods": GoodsRow<'a> in GoodsColumns {
            tenant_id: Uuid,
            name: Option<&'a str>,
            aliases: Json<Vec<String>> => "ARRAY(SELECT jsonb_array_elements_text(r.aliases))",
        }

        Update(2) "parties": BalanceRow in BalanceColumns {
            tenant_id: Uuid,
            party_id: Uuid,
            balance: i64,
        }

        Upsert(1) "series": SeriesRow in SeriesColumns {
            tenant_id: Uuid,
            last_number: i64,
        }

        Delete "drafts": GoneRow in GoneColumns {
            tenant_id: Uuid,
            draft_id: Uuid,
        }
    }

    fn sql(step: &Step<'_>) -> &'static str {
        match step {
            Step::Ask(sql, _) => sql,
            Step::Simple(_) | Step::Skip => "",
        }
    }

    #[test]
    fn one_declaration_gives_the_statement_that_adds_its_rows() {
        let mut goods = GoodsColumns::default();
        assert_eq!(sql(&goods.step()), "", "no rows, no statement");
        goods.push(GoodsRow { tenant_id: Uuid::nil(), name: None, aliases: Json(vec![]) });
        assert_eq!(
            sql(&goods.step()),
            "INSERT INTO goods (tenant_id, name, aliases) \
             SELECT r.tenant_id, r.name, ARRAY(SELECT jsonb_array_elements_text(r.aliases)) \
             FROM unnest($1::uuid[], $2::text[], $3::jsonb[]) AS r(tenant_id, name, aliases)"
        );
    }

    #[test]
    fn rows_that_are_removed_are_named_by_all_their_columns() {
        let mut gone = GoneColumns::default();
        gone.push(GoneRow { tenant_id: Uuid::nil(), draft_id: Uuid::nil() });
        assert_eq!(
            sql(&gone.step()),
            "DELETE FROM drafts USING unnest($1::uuid[], $2::uuid[]) AS r(tenant_id, draft_id) \
             WHERE drafts.tenant_id = r.tenant_id AND drafts.draft_id = r.draft_id"
        );
    }

    #[test]
    fn rows_that_are_changed_are_named_by_their_first_columns() {
        let mut balances = BalanceColumns::default();
        balances.push(BalanceRow { tenant_id: Uuid::nil(), party_id: Uuid::nil(), balance: 1 });
        assert_eq!(
            sql(&balances.step()),
            "UPDATE parties SET balance = r.balance \
             FROM unnest($1::uuid[], $2::uuid[], $3::bigint[]) AS r(tenant_id, party_id, balance) \
             WHERE parties.tenant_id = r.tenant_id AND parties.party_id = r.party_id"
        );
        let mut series = SeriesColumns::default();
        series.push(SeriesRow { tenant_id: Uuid::nil(), last_number: 1 });
        assert!(
            sql(&series.step()).ends_with("ON CONFLICT (tenant_id) DO UPDATE SET last_number = excluded.last_number")
        );
    }
}
