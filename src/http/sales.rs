//! What was sold: summed for the shop, and as the tax office wants it.

use super::answer::envelopes;
use super::code;
use super::paging::Paging;
use super::problem::Failure;
use super::readable::Readable;
use super::route::{Access, Asked, Call, Route};
use super::sheet::{Format, Reader, Report, Sheets};
use execora_actors::ledger::{Sales, SalesSpan, SalesSums};
use execora_domain::ledger::Scheme;
use execora_domain::money::OutOfRange;
use execora_domain::report::gstr1::{Month, SECTIONS, Section};
use execora_domain::report::{Cell, Table};
use jiff::ToSpan as _;
use jiff::civil::Date;
use serde_json::{Value, json};

/// The most days that one report covers.
const DAYS_MAX: i32 = 366;

pub(super) fn routes() -> Vec<Route> {
    const TOPIC: &str = "Reports";
    vec![
        Route::get("/api/v1/reports/sales")
            .about(TOPIC, "What was sold, by product, day or customer, less what came back; as CSV all rows at once")
            .signed_in(Access::Shop, read_span, sales),
        Route::get("/api/v1/reports/gstr1")
            .about(TOPIC, "A month's GSTR-1 as CSV for the tax office's offline tool: one table, or all in one file")
            .problems(&[code::NO_GST_RETURN])
            .signed_in(Access::Books, read_month, gstr1),
    ]
}

envelopes! {
    /// What was sold.
    one SalesAnswer { sales: Sales }
}

/// Which sales are wanted, and as what.
#[derive(Clone, PartialEq, Eq, Debug)]
struct SalesAsked {
    span: SalesSpan,
    paging: Paging,
    format: Option<Format>,
}

fn read_span(asked: &mut Asked<'_>) -> Option<SalesAsked> {
    let today = crate::clock::today();
    let query = &mut asked.query;
    let by = query.optional("by", "What they are summed by: product where it is left out").unwrap_or_default();
    let to: Date =
        query.optional("to", "The last day in India as YYYY-MM-DD; today where it is left out").unwrap_or(today);
    let from: Option<Date> = query.optional("from", "The first day; the first of that month where it is left out");
    let from = from.unwrap_or_else(|| to.first_of_month());
    query.in_order(Some(from), Some(to));
    if to.saturating_sub(DAYS_MAX.days()) >= from {
        query.wrong::<()>("to", "must be at most 366 days, from and to among them");
    }
    let paging = Paging::read(query);
    Some(SalesAsked { span: SalesSpan { by, from, to }, paging, format: Format::asked(asked) })
}

async fn sales(call: Call, asked: SalesAsked) -> Result<Report<SalesAnswer>, Failure> {
    let SalesAsked { span, paging, format } = asked;
    let (reader, tenant) = (&call.doors.reader, call.who.tenant);
    match Format::or_accepted(format, &call.request) {
        Format::Csv => {
            let sales = reader.sales(tenant, span, None, None).await?;
            let name = format!("sales-{}-{}", span.from, span.to);
            Ok(Report::Csv(Sheets { name, tables: vec![sheet(&sales)], reader: Reader::Person }))
        }
        Format::Json => {
            let mut sales = reader.sales(tenant, span, Some(paging.limit), paging.cursor()).await?;
            sales.next_cursor = paging.next(sales.next_cursor);
            Ok(Report::Json(SalesAnswer { sales }))
        }
    }
}

const SALES_COLUMNS: [&str; 10] =
    ["Name", "Unit", "Quantity", "Bills", "Credit Notes", "Taxable Value", "Tax", "Round Off", "Total", "Id"];

/// The rows, and the totals under them.
fn sheet(sales: &Sales) -> Table {
    let sums = |sums: &SalesSums| {
        let counts = [sums.invoice_count, sums.credit_note_count].map(Cell::Count);
        let amounts = [sums.taxable, sums.tax, sums.round_off, sums.total].map(Cell::Rupees);
        counts.into_iter().chain(amounts).collect::<Vec<_>>()
    };
    let mut rows: Vec<Vec<Cell>> = vec![];
    for row in &sales.rows {
        let unit = row.unit.map_or(Cell::Empty, |unit| Cell::Word(unit.as_str()));
        let mut cells = vec![Cell::Text(row.name.clone()), unit, row.quantity.map_or(Cell::Empty, Cell::Quantity)];
        cells.extend(sums(&row.sums));
        cells.push(row.id.map_or(Cell::Empty, |id| Cell::Text(id.to_string())));
        rows.push(cells);
    }
    let mut last = vec![Cell::Word("Total"), Cell::Empty, Cell::Empty];
    last.extend(sums(&sales.totals));
    last.push(Cell::Empty);
    rows.push(last);
    Table { name: "sales", headings: &SALES_COLUMNS, rows }
}

/// A month, by its first day.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct MonthOf(Date);

impl Readable for MonthOf {
    const MUST_BE: &'static str = "must be a month as YYYY-MM, from 2017-07 on";

    fn read(value: &Value) -> Option<Self> {
        let text = value.as_str().filter(|text| text.len() == 7)?;
        let first: Date = format!("{text}-01").parse().ok()?;
        // The tax began in July 2017.
        (first >= jiff::civil::date(2017, 7, 1)).then_some(Self(first))
    }

    fn schema() -> Value {
        json!({ "type": "string", "pattern": "^[0-9]{4}-[0-9]{2}$", "examples": ["2026-04"] })
    }
}

fn read_month(asked: &mut Asked<'_>) -> Option<(Date, Option<Section>)> {
    let month = asked.query.required("month", "The month in India as YYYY-MM");
    let section =
        asked.query.optional("section", "One table alone; all of them, each after its name, where it is left out");
    let MonthOf(first) = month?;
    Some((first, section))
}

async fn gstr1(call: Call, (first, section): (Date, Option<Section>)) -> Result<Sheets, Failure> {
    let (reader, tenant) = (&call.doors.reader, call.who.tenant);
    let shop = reader.shop(tenant).await?;
    let month = reader.gstr1(tenant, &shop.state_code, first).await?;
    // A shop that has changed its scheme still has to tell of the months before.
    let collected = !month.numbers.is_empty();
    match shop.scheme {
        Scheme::Composition if !collected => {
            return Err(Failure::NoGstReturn(
                "under the composition scheme there is no GSTR-1: file CMP-08 and GSTR-4",
            ));
        }
        Scheme::Unregistered if !collected => {
            return Err(Failure::NoGstReturn("a shop without a GSTIN files no GSTR-1"));
        }
        Scheme::Regular | Scheme::Composition | Scheme::Unregistered => {}
    }
    let wanted = section.map_or_else(|| SECTIONS.to_vec(), |section| vec![section]);
    let tables = tables(&month, &wanted).map_err(|error| {
        tracing::error!(%error, "a month's sums are out of range");
        Failure::Internal
    })?;
    let of = section.map_or_else(String::new, |section| format!("-{}", section.name()));
    Ok(Sheets { name: format!("gstr1-{}{of}", first.strftime("%Y-%m")), tables, reader: Reader::Tool })
}

fn tables(month: &Month, wanted: &[Section]) -> Result<Vec<Table>, OutOfRange> {
    wanted.iter().map(|section| month.table(*section)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_is_seven_characters_since_the_tax_began() {
        let read = |text: &str| MonthOf::read(&json!(text)).map(|MonthOf(first)| first.to_string());
        assert_eq!(read("2026-04").as_deref(), Some("2026-04-01"));
        assert_eq!(read("2017-07").as_deref(), Some("2017-07-01"));
        for wrong in ["2017-06", "2026-13", "2026-4", "26-04", "2026-04-01", "", "202x-04"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
