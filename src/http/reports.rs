//! Reports: what a day came to.

use super::answer::envelopes;
use super::code;
use super::paging::Paging;
use super::posting::post;
use super::problem::Failure;
use super::route::{Access, Asked, Call, Route, nothing};
use execora_actors::ledger::{Ageing, AuditRecord, DailySummary};
use execora_domain::ledger::{Command, DayClose, DayCount, Drawer};
use execora_domain::money::Money;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

pub(super) fn routes() -> Vec<Route> {
    const TOPIC: &str = "Reports";
    vec![
        Route::get("/api/v1/summary/daily")
            .about(TOPIC, "What happened on one day; what was reversed since is left out")
            .signed_in(Access::Shop, read_day, daily),
        Route::get("/api/v1/reports/ageing")
            .about(TOPIC, "What customers owed at the end of a day, by how long they had owed it; the most first")
            .signed_in(Access::Shop, read_ageing, ageing),
        Route::get("/api/v1/audit")
            .about(TOPIC, "What was posted, by whom, newest first; each record's hash holds the one before it")
            .signed_in(Access::Books, read_page, audit),
        Route::post("/api/v1/summary/close")
            .about(TOPIC, "Count the drawer and close a day; what is posted later falls to the next")
            .created()
            .problems(&[code::DAY_CLOSED, code::INVALID_FIELD])
            .signed_in(Access::Sellers, read_close, close),
        Route::get("/api/v1/summary/drawer")
            .about(
                TOPIC,
                "What the drawer should hold now: what it was left with at the last close, and the cash since",
            )
            .signed_in(Access::Shop, nothing, drawer),
        Route::get("/api/v1/summary/closes").about(TOPIC, "Days that were closed, newest first").signed_in(
            Access::Shop,
            read_page,
            closes,
        ),
    ]
}

envelopes! {
    /// A day.
    one SummaryAnswer { summary: DailySummary }
    /// What is owed, by how long.
    one AgeingAnswer { ageing: Ageing }
    /// What was posted.
    page AuditAnswer { records: AuditRecord }
    /// The drawer.
    one DrawerAnswer { drawer: DrawerNow }
    /// The close of a day.
    one CloseAnswer { close: DayClose } of DayClose
    /// A page of closes.
    page ClosesAnswer { closes: DayClose }
}

/// What the drawer should hold.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct DrawerNow {
    /// The last day that was closed.
    closed_on: Option<Date>,
    /// What it was left with then.
    #[serde(rename = "openingPaise")]
    opening: Money,
    /// Cash in since.
    #[serde(rename = "inPaise")]
    received: Money,
    /// Cash out since.
    #[serde(rename = "outPaise")]
    paid_out: Money,
    /// What it should hold.
    #[serde(rename = "expectedPaise")]
    expected: Money,
}

/// Reads `date`; today in India where it is left out.
pub(super) fn read_day(asked: &mut Asked<'_>) -> Option<Date> {
    let day = asked.query.optional("date", "The day in India as YYYY-MM-DD; today where it is left out");
    Some(day.unwrap_or_else(crate::clock::today))
}

async fn daily(call: Call, day: Date) -> Result<SummaryAnswer, Failure> {
    Ok(SummaryAnswer { summary: call.doors.reader.daily_summary(call.who.tenant, day).await? })
}

fn read_ageing(asked: &mut Asked<'_>) -> Option<(Date, Paging)> {
    let day = asked.query.optional("asOf", "The day in India as YYYY-MM-DD; today where it is left out");
    Some((day.unwrap_or_else(crate::clock::today), Paging::read(&mut asked.query)))
}

async fn ageing(call: Call, (day, paging): (Date, Paging)) -> Result<AgeingAnswer, Failure> {
    let (reader, tenant) = (&call.doors.reader, call.who.tenant);
    let mut ageing = reader.ageing(tenant, day, paging.limit, paging.cursor()).await?;
    ageing.next_cursor = paging.next(ageing.next_cursor);
    Ok(AgeingAnswer { ageing })
}

fn read_page(asked: &mut Asked<'_>) -> Option<Paging> {
    Some(Paging::read(&mut asked.query))
}

async fn audit(call: Call, paging: Paging) -> Result<AuditAnswer, Failure> {
    let (reader, tenant) = (&call.doors.reader, call.who.tenant);
    let page = reader.audit(tenant, paging.limit, paging.cursor()).await?;
    Ok(AuditAnswer { records: page.items, next_cursor: paging.next(page.next_cursor) })
}

async fn drawer(call: Call, (): ()) -> Result<DrawerAnswer, Failure> {
    let now = call.doors.reader.drawer(call.who.tenant).await?;
    let expected = now.expected().map_err(|_| Failure::Internal)?;
    let Drawer { closed, opening, received, paid_out, .. } = now;
    Ok(DrawerAnswer { drawer: DrawerNow { closed_on: closed, opening, received, paid_out, expected } })
}

fn read_close(asked: &mut Asked<'_>) -> Option<DayCount> {
    let body = &mut asked.body;
    let day: Option<Date> = body.optional("date", "The day in India as YYYY-MM-DD; today where it is left out");
    let counted: Option<Money> = body.required("countedCashPaise", "What was in the drawer");
    let about = "How many of each note and coin, by its rupees, where they were counted apart";
    let denominations = body.optional("denominations", about).unwrap_or_default();
    let note = body.optional("note", "A remark");
    Some(DayCount { day: day.unwrap_or_else(crate::clock::today), counted: counted?, denominations, note })
}

async fn close(call: Call, count: DayCount) -> Result<CloseAnswer, Failure> {
    post(&call, Command::CloseDay(count)).await
}

async fn closes(call: Call, paging: Paging) -> Result<ClosesAnswer, Failure> {
    let page = call.doors.reader.day_closes(call.who.tenant, paging.limit, paging.cursor()).await?;
    Ok(ClosesAnswer { closes: page.items, next_cursor: paging.next(page.next_cursor) })
}
