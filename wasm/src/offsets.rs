//! Byte offsets of a text as UTF-16 code units, and back. Each offset of a long answer is converted, so there is a table.

use std::ops::Range;

use crate::json::Json;

/// The UTF-16 offset of each byte of a text.
#[derive(Debug)]
pub(crate) struct Offsets {
    /// None where all characters are of one byte.
    units: Option<Vec<u32>>,
    n_bytes: usize,
}

impl Offsets {
    /// The offsets of a text.
    pub(crate) fn of(text: &str) -> Self {
        Self { units: (!text.is_ascii()).then(|| table(text)), n_bytes: text.len() }
    }

    /// The UTF-16 offset of a byte offset. One beyond the text is its end; one inside of a character is its start.
    pub(crate) fn utf16(&self, byte: usize) -> u32 {
        let byte = byte.min(self.n_bytes);
        match &self.units {
            Some(units) => units[byte],
            None => byte as u32,
        }
    }

    /// The byte offset of a UTF-16 offset. One beyond the text is its end; one between the halves of a pair is before them.
    #[cfg(any(feature = "ide", test))]
    pub(crate) fn byte(&self, unit: u32) -> usize {
        let Some(units) = &self.units else { return (unit as usize).min(self.n_bytes) };
        let after = units.partition_point(|at| *at <= unit);
        let before = units[..after].last().copied().unwrap_or_default();
        units.partition_point(|at| *at < before)
    }

    /// Writes a range as `from` and `to`.
    pub(crate) fn write(&self, range: &Range<usize>, json: &mut Json) {
        json.key("from").int(self.utf16(range.start));
        json.key("to").int(self.utf16(range.end));
    }

    /// A range in UTF-16 code units.
    #[cfg(feature = "ide")]
    pub(crate) fn range(&self, range: &Range<usize>) -> [u32; 2] {
        [self.utf16(range.start), self.utf16(range.end)]
    }
}

fn table(text: &str) -> Vec<u32> {
    let mut units = Vec::with_capacity(text.len() + 1);
    let mut passed = 0;
    for c in text.chars() {
        units.extend(std::iter::repeat_n(passed, c.len_utf8()));
        passed += c.len_utf16() as u32;
    }
    units.push(passed);
    units
}

#[cfg(test)]
mod tests {
    use super::Offsets;

    #[test]
    fn offsets_are_converted_both_ways() {
        let text = "a𝒳é\nz";
        let offsets = Offsets::of(text);
        for (byte, unit) in [(0, 0), (1, 1), (5, 3), (7, 4), (8, 5), (9, 6)] {
            assert_eq!(offsets.utf16(byte), unit, "{byte}");
            assert_eq!(offsets.byte(unit), byte, "{unit}");
        }
        // Inside of a character, between the halves of a pair, beyond the text.
        assert_eq!((offsets.utf16(3), offsets.byte(2)), (1, 1));
        assert_eq!((offsets.utf16(99), offsets.byte(99)), (6, 9));
        let ascii = Offsets::of("up");
        assert_eq!((ascii.utf16(99), ascii.byte(99), ascii.byte(1)), (2, 2, 1));
    }
}
