//! Reports as CSV, for those who ask for it.

use super::answer::{Answer, json_answer};
use super::problem::Failure;
use super::readable::Readable;
use super::request::Request;
use super::route::{Answered, Asked};
use execora_domain::report::Table;
use http::{HeaderValue, StatusCode, header};
use schemars::{JsonSchema, SchemaGenerator};
use serde::Serialize;
use serde_json::{Value, json};
use warp::reply::Response;

/// How CSV is called.
const CSV: &str = "text/csv";

/// What a report is wanted as.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Format {
    Json,
    Csv,
}

impl Readable for Format {
    const MUST_BE: &'static str = "must be json or csv";

    fn read(value: &Value) -> Option<Self> {
        match value.as_str()? {
            "json" => Some(Self::Json),
            "csv" => Some(Self::Csv),
            _ => None,
        }
    }

    fn schema() -> Value {
        json!({ "type": "string", "enum": ["json", "csv"] })
    }
}

impl Format {
    /// Reads `format`.
    pub(super) fn asked(asked: &mut Asked<'_>) -> Option<Self> {
        asked.query.optional("format", "json or csv; where it is left out, what Accept prefers")
    }

    /// What is wanted, where the URL does not say: CSV if `Accept` names it before JSON.
    pub(super) fn or_accepted(asked: Option<Self>, request: &Request) -> Self {
        let accepted = request.header(header::ACCEPT).unwrap_or_default();
        let is_csv = |kind: &str| kind.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case(CSV));
        let is_json = |kind: &str| kind.split(';').next().is_some_and(|kind| kind.trim() == "application/json");
        let first = accepted.split(',').find(|kind| is_csv(kind) || is_json(kind));
        asked.unwrap_or(if first.is_some_and(is_csv) { Self::Csv } else { Self::Json })
    }
}

/// What a spreadsheet knows UTF-8 by; without it Excel takes Hindi for another script.
const MARK: &[u8] = "\u{feff}".as_bytes();

/// Who reads a file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Reader {
    /// Somebody with a spreadsheet: the file begins with a byte order mark.
    Person,
    /// The tax office's tool, which wants the headings to be the first bytes.
    Tool,
}

/// Tables as CSV (RFC 4180). One stands alone; of several each follows a line with its name, a blank line between them.
pub(super) struct Sheets {
    /// What the file is called, without its ending.
    pub(super) name: String,
    pub(super) tables: Vec<Table>,
    pub(super) reader: Reader,
}

impl Answer for Sheets {
    fn contents(_: &mut SchemaGenerator) -> Vec<(&'static str, Value)> {
        vec![(CSV, json!({ "type": "string" }))]
    }

    fn into_response(self, status: StatusCode) -> Answered {
        let text = written(&self.tables, self.reader).map_err(|error| {
            tracing::error!(%error, "a report could not be written as CSV");
            Failure::Internal
        })?;
        let mut response = Response::new(text.into());
        *response.status_mut() = status;
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8"));
        if let Ok(name) = HeaderValue::from_str(&format!("attachment; filename=\"{}.csv\"", self.name)) {
            headers.insert(header::CONTENT_DISPOSITION, name);
        }
        Ok(response)
    }
}

/// A report as JSON, or as CSV.
pub(super) enum Report<T> {
    Json(T),
    Csv(Sheets),
}

impl<T: Serialize + JsonSchema + Send> Answer for Report<T> {
    fn contents(generator: &mut SchemaGenerator) -> Vec<(&'static str, Value)> {
        let mut contents = T::contents(generator);
        contents.extend(Sheets::contents(generator));
        contents
    }

    fn into_response(self, status: StatusCode) -> Answered {
        match self {
            Self::Json(report) => json_answer(status, &report),
            Self::Csv(sheets) => sheets.into_response(status),
        }
    }
}

fn written(tables: &[Table], reader: Reader) -> Result<Vec<u8>, csv::Error> {
    let mut text = if reader == Reader::Person { MARK.to_vec() } else { vec![] };
    for (place, table) in tables.iter().enumerate() {
        if tables.len() > 1 {
            let blank = if place == 0 { "" } else { "\r\n" };
            text.extend_from_slice(format!("{blank}{}\r\n", table.name).as_bytes());
        }
        let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(&mut text);
        writer.write_record(table.headings)?;
        for row in &table.rows {
            writer.write_record(row.iter().map(ToString::to_string))?;
        }
        writer.flush()?;
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::request::asking;
    use execora_domain::money::Money;
    use execora_domain::report::Cell;

    fn table(name: &'static str, text: &str) -> Table {
        let row = vec![Cell::Text(text.to_owned()), Cell::Rupees(Money::from_paise(-5))];
        Table { name, headings: &["Name", "Amount"], rows: vec![row] }
    }

    #[test]
    fn a_table_alone_is_plain_csv_and_of_several_each_has_its_name() {
        let shown = |tables: &[Table]| String::from_utf8(written(tables, Reader::Tool).unwrap()).unwrap();
        assert_eq!(shown(&[table("a", "x, \"y\"")]), "Name,Amount\r\n\"x, \"\"y\"\"\",-0.05\r\n");
        assert_eq!(
            shown(&[table("a", "=1+1"), table("b", "नाम")]),
            "a\r\nName,Amount\r\n'=1+1,-0.05\r\n\r\nb\r\nName,Amount\r\nनाम,-0.05\r\n"
        );
    }

    /// 37b: Excel shows a file of Hindi names garbled that does not say that it is UTF-8.
    #[test]
    fn a_file_for_people_begins_with_a_byte_order_mark() {
        let tables = [table("a", "नाम")];
        let person = written(&tables, Reader::Person).unwrap();
        assert_eq!(person[..3], [0xef, 0xbb, 0xbf]);
        assert_eq!(person[3..], written(&tables, Reader::Tool).unwrap());
    }

    #[test]
    fn the_url_says_what_is_wanted_before_the_header_does() {
        let of = |accept: &'static str, asked: Option<Format>| {
            let mut request = asking("GET", "/api/v1/reports/sales");
            request.headers.insert(header::ACCEPT, HeaderValue::from_static(accept));
            Format::or_accepted(asked, &request)
        };
        assert_eq!(of("text/csv", None), Format::Csv);
        assert_eq!(of("TEXT/CSV;q=0.9, application/json", None), Format::Csv);
        assert_eq!(of("application/json, text/csv", None), Format::Json);
        assert_eq!(of("*/*", None), Format::Json);
        assert_eq!(of("text/csv", Some(Format::Json)), Format::Json);
    }
}
