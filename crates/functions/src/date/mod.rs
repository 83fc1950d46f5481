//! Functions of date and time of day, in UTC.

use promenade_go::math::to_int64;
use promenade_go::time::UtcTime;
use promenade_model::ValueType::Vector;

use crate::definition::{Behavior, Docs, FunctionDef, Signature, Stability, ValueRange, Variadic};
use crate::kernel::Kernel;
use crate::param::{Param, ParamRole};

/// All date functions.
pub(crate) static ROWS: &[FunctionDef] = &[
    row(
        "year",
        |t| utc(t).year() as f64,
        ValueRange::Any,
        "Returns the year of each float sample taken as Unix time, in UTC.",
        "year(process_start_time_seconds)",
    ),
    row(
        "month",
        |t| f64::from(utc(t).month()),
        ValueRange::Between(1, 12),
        "Returns the month of each float sample taken as Unix time, in UTC: 1 (January) to 12.",
        "month() == 12",
    ),
    row(
        "day_of_month",
        |t| f64::from(utc(t).day()),
        ValueRange::Between(1, 31),
        "Returns the day of the month of each float sample taken as Unix time, in UTC: 1 to 31.",
        "day_of_month() == 1",
    ),
    row(
        "day_of_week",
        |t| f64::from(utc(t).weekday()),
        ValueRange::Between(0, 6),
        "Returns the day of the week of each float sample taken as Unix time, in UTC: 0 (Sunday) to 6.",
        "day_of_week() > 0 < 6",
    ),
    row(
        "day_of_year",
        |t| f64::from(utc(t).day_of_year()),
        ValueRange::Between(1, 366),
        "Returns the day of the year of each float sample taken as Unix time, in UTC: 1 to 366.",
        "day_of_year(kube_pod_start_time)",
    ),
    row(
        "days_in_month",
        |t| f64::from(utc(t).days_in_month()),
        ValueRange::Between(28, 31),
        "Returns the number of days in the month of each float sample taken as Unix time, in UTC: 28 to 31.",
        "days_in_month() - day_of_month()",
    ),
    row(
        "hour",
        |t| f64::from(utc(t).hour()),
        ValueRange::Between(0, 23),
        "Returns the hour of the day of each float sample taken as Unix time, in UTC: 0 to 23.",
        "hour() >= 9 < 17",
    ),
    row(
        "minute",
        |t| f64::from(utc(t).minute()),
        ValueRange::Between(0, 59),
        "Returns the minute of the hour of each float sample taken as Unix time, in UTC: 0 to 59.",
        "minute(kube_cronjob_next_schedule_time)",
    ),
];

/// Unix seconds as UTC time.
fn utc(seconds: f64) -> UtcTime {
    UtcTime::from_unix(to_int64(seconds))
}

const DETAILS: &str = "The argument defaults to `vector(time())`, the evaluation time. Fractions of a second are \
truncated towards zero. The result for `NaN`, infinities and times beyond ±2⁶³ seconds is meaningless. Histogram \
samples are dropped.";

const PARAMS: &[Param] = &[Param::vector("v", ParamRole::UnixTime)];

const fn row(
    name: &'static str,
    kernel: fn(f64) -> f64,
    value_range: ValueRange,
    summary: &'static str,
    example: &'static str,
) -> FunctionDef {
    FunctionDef {
        name,
        signature: Signature::fixed(PARAMS, Vector).with(Variadic::UpTo(1)),
        stability: Stability::Stable,
        docs: Docs::new(summary, DETAILS, example),
        behavior: Behavior { at_unsafe: true, value_range, ..Behavior::DEFAULT },
        kernel: Kernel::Date(kernel),
    }
}
