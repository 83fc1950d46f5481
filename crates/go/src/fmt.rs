//! Formatting of basic types: the verbs of Go's `fmt` with flags, widths and precisions.

mod float;
mod integer;
mod text;

pub use self::integer::Integer;

/// The flags, the width and the precision of a verb.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools)] // flags are independent of each other
pub struct Flags {
    /// `+`
    pub plus: bool,
    /// `-`
    pub minus: bool,
    /// `#`
    pub sharp: bool,
    /// A space.
    pub space: bool,
    /// `0`
    pub zero: bool,
    /// The minimum number of characters.
    pub width: Option<usize>,
    /// The number of digits or characters.
    pub precision: Option<usize>,
}

impl Flags {
    /// Appends a text, padded to the width.
    pub fn pad(&self, text: &str, out: &mut String) {
        self.pad_with(text, self.zero && !self.minus, out);
    }

    /// Appends a text, padded to the width with spaces.
    fn pad_with_spaces(&self, text: &str, out: &mut String) {
        self.pad_with(text, false, out);
    }

    fn pad_with(&self, text: &str, with_zeros: bool, out: &mut String) {
        let n_missing = self.width.unwrap_or(0).saturating_sub(text.chars().count());
        let padding = std::iter::repeat_n(if with_zeros { '0' } else { ' ' }, n_missing);
        if self.minus {
            out.push_str(text);
            out.extend(padding);
        } else {
            out.extend(padding);
            out.push_str(text);
        }
    }

    /// Appends `true` or `false`.
    pub fn boolean(&self, value: bool, out: &mut String) {
        self.pad(if value { "true" } else { "false" }, out);
    }
}
