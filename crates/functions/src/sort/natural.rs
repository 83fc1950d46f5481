//! Natural order: runs of digits compare as numbers, everything else as text.

/// Whether `a` comes before `b`, by the rules of Prometheus's library (facette/natsort).
///
/// Texts that differ only in leading zeros each come before the other, as do equal texts.
pub fn natural_less(a: &str, b: &str) -> bool {
    let (mut a, mut b) = (Chunks(a), Chunks(b));
    while let Some(x) = a.next() {
        let Some(y) = b.next() else { return false };
        let equal = match (number(x), number(y)) {
            (Some(m), Some(n)) if m != n => return m < n,
            (Some(_), Some(_)) => true,
            _ => x == y,
        };
        if !equal {
            return x < y;
        }
        if a.0.is_empty() {
            return true;
        }
        if b.0.is_empty() {
            return false;
        }
    }
    false
}

/// The value of a run of digits; `None` for text, and for numbers beyond 64 bits.
fn number(chunk: &str) -> Option<i64> {
    if chunk.starts_with(|c: char| c.is_ascii_digit()) { chunk.parse().ok() } else { None }
}

/// Alternating runs of digits and of other characters.
struct Chunks<'a>(&'a str);

impl<'a> Iterator for Chunks<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        let digits = self.0.chars().next()?.is_ascii_digit();
        let end = self.0.find(|c: char| c.is_ascii_digit() != digits).unwrap_or(self.0.len());
        let (chunk, rest) = self.0.split_at(end);
        self.0 = rest;
        Some(chunk)
    }
}

#[cfg(test)]
mod tests {
    use super::natural_less;

    #[test]
    fn digits_compare_as_numbers() {
        // a, b, whether a is before b, whether b is before a
        let cases = [
            ("pod-2", "pod-10", true, false),
            ("10", "9", false, true),
            ("a", "b", true, false),
            ("a", "a1", true, false),
            ("", "a", false, false),
            ("", "", false, false),
            ("01", "1", true, true),
            ("a01b", "a1c", true, false),
            ("1a", "a1", true, false),
            ("99999999999999999999", "9", false, true),
            ("95", "9000000000000000000000", false, true),
            ("x100", "x9000000000000000000000", true, false),
            ("ä2", "ä10", true, false),
            ("٢", "10", false, true),
        ];
        for (a, b, before, after) in cases {
            assert_eq!((natural_less(a, b), natural_less(b, a)), (before, after), "{a:?} {b:?}");
        }
    }
}
