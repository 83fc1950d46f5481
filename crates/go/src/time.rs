//! Times and durations in the formats of Go's `time`.

mod calendar;
mod duration;
mod layout;

pub use self::calendar::UtcTime;
pub use self::duration::Duration;

const NANOSECONDS_PER_SECOND: i128 = 1_000_000_000;

/// The names of the months.
const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// The names of the days.
const DAYS: [&str; 7] = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

/// A time in UTC: Go's `time.Time`, in nanoseconds since the Unix epoch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Time {
    nanoseconds: i128,
}

impl Time {
    /// The time for milliseconds since the Unix epoch.
    pub fn from_unix_ms(unix_ms: i64) -> Self {
        Self { nanoseconds: i128::from(unix_ms) * 1_000_000 }
    }

    /// Nanoseconds since the Unix epoch.
    pub fn unix_nanoseconds(self) -> i128 {
        self.nanoseconds
    }

    /// This time plus a duration.
    #[must_use]
    pub fn after(self, duration: Duration) -> Self {
        Self { nanoseconds: self.nanoseconds + i128::from(duration.nanoseconds()) }
    }

    /// The date and the time of day.
    pub fn utc(self) -> UtcTime {
        UtcTime::from_unix(self.nanoseconds.div_euclid(NANOSECONDS_PER_SECOND) as i64)
    }

    /// Nanoseconds within the second.
    pub fn nanosecond(self) -> u32 {
        self.nanoseconds.rem_euclid(NANOSECONDS_PER_SECOND) as u32
    }

    /// Seconds since 1 January of the year 1, and the nanoseconds within the second: Go's representation.
    pub fn since_year_one(self) -> (i64, u32) {
        const YEAR_ONE_TO_UNIX: i128 = 62_135_596_800;
        let seconds = self.nanoseconds.div_euclid(NANOSECONDS_PER_SECOND) + YEAR_ONE_TO_UNIX;
        (seconds as i64, self.nanosecond())
    }

    /// As Go's `Time.GoString`: `time.Date(2026, time.November, 23, 8, 12, 29, 0, time.UTC)`.
    pub fn go_syntax(self) -> String {
        let utc = self.utc();
        let (year, month, day) = (utc.year(), month_name(utc.month().into()), utc.day());
        let (hour, minute, second, nanosecond) = (utc.hour(), utc.minute(), utc.second(), self.nanosecond());
        format!("time.Date({year}, time.{month}, {day}, {hour}, {minute}, {second}, {nanosecond}, time.UTC)")
    }

    /// Formatted with a layout (Go's `Time.Format`): the reference is `Mon Jan 2 15:04:05 2006`.
    pub fn format(self, layout: &str) -> String {
        layout::format(self, layout)
    }
}

impl std::fmt::Display for Time {
    /// As Go's `Time.String`: `2026-11-23 08:12:29 +0000 UTC`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.format("2006-01-02 15:04:05.999999999 -0700 MST"))
    }
}

/// The name of a month, from 1 for January; `%!Month(13)` if there is none.
pub fn month_name(month: i64) -> String {
    let name = usize::try_from(month - 1).ok().and_then(|i| MONTHS.get(i));
    name.map_or_else(|| format!("%!Month({month})"), |name| (*name).to_owned())
}

/// The name of a weekday, from 0 for Sunday; `%!Weekday(7)` if there is none.
pub fn weekday_name(day: i64) -> String {
    let name = usize::try_from(day).ok().and_then(|i| DAYS.get(i));
    name.map_or_else(|| format!("%!Weekday({day})"), |name| (*name).to_owned())
}
