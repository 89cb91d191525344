//! Reports: what a day came to.

use super::answer::envelopes;
use super::problem::Failure;
use super::route::{Access, Asked, Call, Route};
use execora_actors::ledger::DailySummary;
use jiff::civil::Date;

pub(super) fn routes() -> Vec<Route> {
    const TOPIC: &str = "Reports";
    vec![
        Route::get("/api/v1/summary/daily")
            .about(TOPIC, "What happened on one day; what was reversed since is left out")
            .signed_in(Access::Shop, read_day, daily),
    ]
}

envelopes! {
    /// A day.
    one SummaryAnswer { summary: DailySummary }
}

/// Reads `date`; today in India where it is left out.
pub(super) fn read_day(asked: &mut Asked<'_>) -> Option<Date> {
    let day = asked.query.optional("date", "The day in India as YYYY-MM-DD; today where it is left out");
    Some(day.unwrap_or_else(crate::clock::today))
}

async fn daily(call: Call, day: Date) -> Result<SummaryAnswer, Failure> {
    Ok(SummaryAnswer { summary: call.doors.reader.daily_summary(call.who.tenant, day).await? })
}
