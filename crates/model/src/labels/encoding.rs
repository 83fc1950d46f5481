//! Encoding of names and values: a length (one byte, or 255 and three bytes), then the bytes.

/// An encoded label.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pair<'a> {
    pub(super) name: &'a [u8],
    pub(super) value: &'a [u8],
    /// Name and value with their lengths.
    pub(super) encoded: &'a [u8],
}

/// Iterator over encoded labels; ends at invalid data.
#[derive(Debug, Clone)]
pub(super) struct Pairs<'a> {
    pub(super) rest: &'a [u8],
}

impl<'a> Iterator for Pairs<'a> {
    type Item = Pair<'a>;

    fn next(&mut self) -> Option<Pair<'a>> {
        let (name, behind_name) = split_text(self.rest)?;
        let (value, behind_value) = split_text(behind_name)?;
        let encoded = &self.rest[..self.rest.len() - behind_value.len()];
        self.rest = behind_value;
        Some(Pair { name, value, encoded })
    }
}

/// The first text of an encoding, and the rest.
pub(super) fn split_text(data: &[u8]) -> Option<(&[u8], &[u8])> {
    let (len, rest) = match data {
        [255, a, b, c, rest @ ..] => (u32::from_le_bytes([*a, *b, *c, 0]) as usize, rest),
        [len, rest @ ..] => (*len as usize, rest),
        [] => return None,
    };
    rest.split_at_checked(len)
}

/// The longest name or value in bytes, as lengths have three bytes. Longer texts are truncated.
pub const MAX_TEXT_BYTES: usize = (1 << 24) - 1;

/// Appends a text.
pub(super) fn push_text(data: &mut Vec<u8>, text: &str) {
    let text = &text[..text.floor_char_boundary(MAX_TEXT_BYTES)];
    if text.len() < 255 {
        data.push(text.len() as u8);
    } else {
        data.push(255);
        data.extend_from_slice(&(text.len() as u32).to_le_bytes()[..3]);
    }
    data.extend_from_slice(text.as_bytes());
}

/// Encoded bytes as text.
pub(super) fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).expect("labels are encoded from strings")
}
