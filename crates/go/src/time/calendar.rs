//! Dates of the proleptic Gregorian calendar.

use super::Civil;

const NANOSECONDS_PER_DAY: i128 = 86_400_000_000_000;
/// Days from 1 March of year 0 to the Unix epoch.
const DAYS_TO_UNIX: i64 = 719_468;
const DAYS_PER_400_YEARS: i64 = 146_097;

/// The date and the time of day of nanoseconds since the Unix epoch.
pub(super) fn civil(nanoseconds: i128) -> Civil {
    let days = nanoseconds.div_euclid(NANOSECONDS_PER_DAY) as i64;
    let of_day = nanoseconds.rem_euclid(NANOSECONDS_PER_DAY) as u64;
    let (year, month, day) = date(days);
    let seconds = of_day / 1_000_000_000;
    Civil {
        year,
        month,
        day,
        day_of_year: day_of_year(year, month, day),
        // The Unix epoch was a Thursday.
        weekday: (days + 4).rem_euclid(7) as u32,
        hour: (seconds / 3600) as u32,
        minute: (seconds / 60 % 60) as u32,
        second: (seconds % 60) as u32,
        nanosecond: (of_day % 1_000_000_000) as u32,
    }
}

/// Year, month and day of days since the Unix epoch. Years begin in March here, so that the leap day is the last.
fn date(days: i64) -> (i64, u32, u32) {
    let days = days + DAYS_TO_UNIX;
    let of_era = days.rem_euclid(DAYS_PER_400_YEARS);
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    let year = year_of_era + 400 * days.div_euclid(DAYS_PER_400_YEARS) + i64::from(month <= 2);
    (year, month as u32, day as u32)
}

fn day_of_year(year: i64, month: u32, day: u32) -> u32 {
    const BEFORE: [u32; 12] = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    BEFORE.get(month as usize - 1).copied().unwrap_or(0) + day + u32::from(is_leap && month > 2)
}
