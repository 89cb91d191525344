//! Reports: what a day came to.

use super::answer::envelopes;
use super::paging::Paging;
use super::problem::Failure;
use super::route::{Access, Asked, Call, Route};
use execora_actors::ledger::{Ageing, AuditRecord, DailySummary};
use jiff::civil::Date;

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
    ]
}

envelopes! {
    /// A day.
    one SummaryAnswer { summary: DailySummary }
    /// What is owed, by how long.
    one AgeingAnswer { ageing: Ageing }
    /// What was posted.
    page AuditAnswer { records: AuditRecord }
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
    Ok(AgeingAnswer { ageing: reader.ageing(tenant, day, paging.limit, paging.cursor()).await? })
}

fn read_page(asked: &mut Asked<'_>) -> Option<Paging> {
    Some(Paging::read(&mut asked.query))
}

async fn audit(call: Call, paging: Paging) -> Result<AuditAnswer, Failure> {
    let (reader, tenant) = (&call.doors.reader, call.who.tenant);
    let page = reader.audit(tenant, paging.limit, paging.cursor()).await?;
    Ok(AuditAnswer { records: page.items, next_cursor: page.next_cursor })
}
