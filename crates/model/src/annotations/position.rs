//! Positions and times as text in annotations and errors.

use std::fmt;

/// A position in a text; line and column count from 1. The column counts bytes, as in Prometheus.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LineColumn {
    /// The line.
    pub line: usize,
    /// The byte column.
    pub column: usize,
}

impl fmt::Display for LineColumn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.line, self.column)
    }
}

/// Line and column of a byte offset; `None` if it lies beyond the end of the text.
pub fn line_column(query: &str, offset: usize) -> Option<LineColumn> {
    let before = query.as_bytes().get(..offset)?;
    let line = 1 + before.split(|&b| b == b'\n').skip(1).count();
    let column = before.iter().rev().take_while(|&&b| b != b'\n').count() + 1;
    Some(LineColumn { line, column })
}

/// `line:column`, or Prometheus's text for an unknown position.
pub fn position_text(query: &str, offset: usize) -> String {
    if query.is_empty() {
        return "unknown position".to_owned();
    }
    line_column(query, offset).map_or_else(|| "invalid position".to_owned(), |place| place.to_string())
}

/// A timestamp in UTC to the second, such as `1970-01-01T00:00:00Z`; fractions of a second are truncated towards 1970.
pub(super) fn rfc3339_seconds(timestamp_ms: i64) -> String {
    let seconds = timestamp_ms / 1000;
    let (year, month, day) = civil(seconds.div_euclid(86_400));
    let of_day = seconds.rem_euclid(86_400);
    let (hour, minute, second) = (of_day / 3600, of_day / 60 % 60, of_day % 60);
    let sign = if year < 0 { "-" } else { "" };
    format!("{sign}{:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z", year.abs())
}

/// Year, month and day of a number of days since 1970 in the proleptic Gregorian calendar (Hinnant's algorithm).
fn civil(days: i64) -> (i64, i64, i64) {
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let of_era = shifted.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    (year_of_era + era * 400 + i64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_bytes_from_one() {
        assert_eq!(position_text("é+b", 3), "1:4");
        assert_eq!(position_text("a\n\nb", 3), "3:1");
        assert_eq!(position_text("a", 1), "1:2");
        assert_eq!(position_text("a", 2), "invalid position");
        assert_eq!(position_text("", 0), "unknown position");
    }

    #[test]
    fn instants_in_utc() {
        assert_eq!(rfc3339_seconds(0), "1970-01-01T00:00:00Z");
        assert_eq!(rfc3339_seconds(-1), "1970-01-01T00:00:00Z");
        assert_eq!(rfc3339_seconds(-1000), "1969-12-31T23:59:59Z");
        assert_eq!(rfc3339_seconds(951_826_149_000), "2000-02-29T12:09:09Z");
        assert_eq!(rfc3339_seconds(1_790_000_000_999), "2026-09-21T14:13:20Z");
    }
}
