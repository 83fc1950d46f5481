//! The proleptic Gregorian calendar over all 64-bit Unix times, wrapping like Go's `time.Time`.

const SECONDS_PER_DAY: u64 = 86_400;
const DAYS_PER_400_YEARS: u64 = 146_097;

/// Years from the zero of absolute time to year 0; a multiple of 400, the period of the calendar.
const ABSOLUTE_YEARS: i64 = 292_277_022_400;

/// Days from 1 March of year 0 to 1 January 1970.
const DAYS_TO_UNIX: i64 = 719_468;

/// Seconds from the zero of absolute time, 1 March of the year −292277022400, to the Unix epoch.
const UNIX_TO_ABSOLUTE: i64 =
    (ABSOLUTE_YEARS / 400 * DAYS_PER_400_YEARS as i64 + DAYS_TO_UNIX) * SECONDS_PER_DAY as i64;

/// A time in UTC in whole seconds, wrapping like Go's `time.Time`.
#[derive(Debug, Clone, Copy)]
pub struct UtcTime(u64);

/// A day of a year that starts on 1 March, so that the leap day is the last.
struct MarchDate {
    year: i64,
    /// From 0 for 1 March.
    day_of_year: u32,
}

impl UtcTime {
    /// The time of Unix seconds.
    pub fn from_unix(seconds: i64) -> Self {
        Self(seconds.wrapping_add(UNIX_TO_ABSOLUTE) as u64)
    }

    /// From 0 to 23.
    pub fn hour(self) -> u32 {
        (self.0 % SECONDS_PER_DAY / 3600) as u32
    }

    /// From 0 to 59.
    pub fn minute(self) -> u32 {
        (self.0 % 3600 / 60) as u32
    }

    /// From 0 to 59.
    pub fn second(self) -> u32 {
        (self.0 % 60) as u32
    }

    /// From 0 for Sunday. The zero of absolute time was a Wednesday, as 1 March of 2000 was.
    pub fn weekday(self) -> u32 {
        ((self.days() + 3) % 7) as u32
    }

    /// The year; the year before year 1 is 0.
    pub fn year(self) -> i64 {
        self.date().civil_year()
    }

    /// From 1 for January.
    pub fn month(self) -> u32 {
        let month = self.date().month_from_march();
        if month < 10 { month + 3 } else { month - 9 }
    }

    /// From 1.
    pub fn day(self) -> u32 {
        let date = self.date();
        date.day_of_year - month_start(date.month_from_march()) + 1
    }

    /// From 1 for 1 January.
    pub fn day_of_year(self) -> u32 {
        const MARCH_TO_DECEMBER: u32 = 306;
        let date = self.date();
        if date.day_of_year >= MARCH_TO_DECEMBER {
            date.day_of_year - MARCH_TO_DECEMBER + 1
        } else {
            date.day_of_year + 60 + u32::from(is_leap(date.civil_year()))
        }
    }

    /// From 28 to 31.
    pub fn days_in_month(self) -> u32 {
        match self.month() {
            2 => 28 + u32::from(is_leap(self.year())),
            4 | 6 | 9 | 11 => 30,
            _ => 31,
        }
    }

    fn days(self) -> u64 {
        self.0 / SECONDS_PER_DAY
    }

    fn date(self) -> MarchDate {
        let cycle = (self.days() / DAYS_PER_400_YEARS) as i64;
        let day = (self.days() % DAYS_PER_400_YEARS) as u32;
        let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
        let day_of_year = day - (365 * year + year / 4 - year / 100);
        MarchDate { year: cycle * 400 + i64::from(year) - ABSOLUTE_YEARS, day_of_year }
    }
}

impl MarchDate {
    /// From 0 for March.
    fn month_from_march(&self) -> u32 {
        (5 * self.day_of_year + 2) / 153
    }

    /// The year that starts in January.
    fn civil_year(&self) -> i64 {
        self.year + i64::from(self.month_from_march() >= 10)
    }
}

/// The first day of a month, both counted from 1 March.
fn month_start(month_from_march: u32) -> u32 {
    (153 * month_from_march + 2) / 5
}

fn is_leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}
