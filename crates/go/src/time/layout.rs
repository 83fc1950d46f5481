//! Time layouts: each element of the reference time is replaced by that element of the formatted time.

use std::fmt::Write as _;

use super::{DAYS, MONTHS, Time};

/// The elements of a layout; the first match is used.
const ELEMENTS: &[&str] = &[
    "January",
    "Jan",
    "Monday",
    "Mon",
    "MST",
    "2006",
    "01",
    "02",
    "002",
    "03",
    "04",
    "05",
    "06",
    "-07:00:00",
    "-070000",
    "-07:00",
    "-0700",
    "-07",
    "Z07:00:00",
    "Z070000",
    "Z07:00",
    "Z0700",
    "Z07",
    "15",
    "1",
    "__2",
    "_2006",
    "_2",
    "2",
    "3",
    "4",
    "5",
    "PM",
    "pm",
];

/// Formats a time in UTC.
pub(super) fn format(time: Time, layout: &str) -> String {
    let mut text = String::new();
    let mut rest = layout;
    while let Some(c) = rest.chars().next() {
        let taken = element(rest).or_else(|| fraction(rest));
        let n_bytes = if let Some(element) = taken {
            write(time, element, &mut text);
            element.len()
        } else {
            text.push(c);
            c.len_utf8()
        };
        rest = &rest[n_bytes..];
    }
    text
}

/// The element at the start of a layout.
fn element(layout: &str) -> Option<&str> {
    let fits = |element: &&&str| layout.starts_with(**element);
    let longest = ELEMENTS.iter().filter(fits).max_by_key(|element| element.len())?;
    // `Mon` is not an element of `Month`.
    let goes_on = layout[longest.len()..].starts_with(|c: char| c.is_ascii_lowercase());
    if matches!(*longest, "Jan" | "Mon") && goes_on {
        return None;
    }
    Some(&layout[..longest.len()])
}

/// `.000`, `,999` and the like, if no digit follows.
fn fraction(layout: &str) -> Option<&str> {
    let digits = layout.strip_prefix(['.', ','])?;
    let digit = digits.chars().next().filter(|c| matches!(c, '0' | '9'))?;
    let n_digits = digits.len() - digits.trim_start_matches(digit).len();
    let ends = !digits[n_digits..].starts_with(|c: char| c.is_ascii_digit());
    ends.then_some(&layout[..=n_digits])
}

fn write(time: Time, element: &str, text: &mut String) {
    let utc = time.utc();
    let twelve = if utc.hour().is_multiple_of(12) { 12 } else { utc.hour() % 12 };
    let month = MONTHS.get(utc.month() as usize - 1).copied().unwrap_or_default();
    let day = DAYS.get(utc.weekday() as usize).copied().unwrap_or_default();
    let _ = match element {
        "January" => text.write_str(month),
        "Jan" => text.write_str(&month[..3]),
        "1" => write!(text, "{}", utc.month()),
        "01" => write!(text, "{:02}", utc.month()),
        "Monday" => text.write_str(day),
        "Mon" => text.write_str(&day[..3]),
        "2" => write!(text, "{}", utc.day()),
        "_2" => write!(text, "{:>2}", utc.day()),
        "02" => write!(text, "{:02}", utc.day()),
        "__2" => write!(text, "{:>3}", utc.day_of_year()),
        "002" => write!(text, "{:03}", utc.day_of_year()),
        "2006" => year(utc.year(), text),
        "_2006" => text.write_str("_").and_then(|()| year(utc.year(), text)),
        "06" => write!(text, "{:02}", utc.year().rem_euclid(100)),
        "15" => write!(text, "{:02}", utc.hour()),
        "3" => write!(text, "{twelve}"),
        "03" => write!(text, "{twelve:02}"),
        "4" => write!(text, "{}", utc.minute()),
        "04" => write!(text, "{:02}", utc.minute()),
        "5" => write!(text, "{}", utc.second()),
        "05" => write!(text, "{:02}", utc.second()),
        "PM" => text.write_str(if utc.hour() >= 12 { "PM" } else { "AM" }),
        "pm" => text.write_str(if utc.hour() >= 12 { "pm" } else { "am" }),
        "MST" => text.write_str("UTC"),
        "-07:00:00" => text.write_str("+00:00:00"),
        "-070000" => text.write_str("+000000"),
        "-07:00" => text.write_str("+00:00"),
        "-0700" => text.write_str("+0000"),
        "-07" => text.write_str("+00"),
        zone if zone.starts_with('Z') => text.write_str("Z"),
        _ => second_fraction(time.nanosecond(), element, text),
    };
}

fn year(year: i64, text: &mut String) -> std::fmt::Result {
    if year < 0 { write!(text, "-{:04}", -year) } else { write!(text, "{year:04}") }
}

/// The fraction of the second with as many digits as the element; without trailing zeros if the layout has nines.
fn second_fraction(nanosecond: u32, element: &str, text: &mut String) -> std::fmt::Result {
    let n_digits = element.len() - 1;
    let digits = format!("{nanosecond:09}{}", "0".repeat(n_digits.saturating_sub(9)));
    let digits = &digits[..n_digits];
    if element.ends_with('0') {
        return write!(text, "{}{digits}", &element[..1]);
    }
    let digits = digits.trim_end_matches('0');
    if digits.is_empty() { Ok(()) } else { write!(text, "{}{digits}", &element[..1]) }
}
