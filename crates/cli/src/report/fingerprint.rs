//! A name for a finding that stays when lines move: made from the file, the lint, the words and the text of its line.

use std::collections::HashMap;

use super::{Report, SourceFile};

/// Gives fingerprints; of several findings that are alike each gets one of its own.
#[derive(Debug, Default)]
pub(super) struct Fingerprints {
    n_seen: HashMap<u64, u32>,
}

impl Fingerprints {
    pub(super) fn of(&mut self, report: &Report, file: &SourceFile) -> String {
        let line = file.lines.position(&file.text, report.range().start).line;
        let line = file.text[file.lines.range(&file.text, line)].trim();
        let parts = [&file.name, report.lint().code, &report.message(), line];
        let hash = fnv1a(parts.iter().flat_map(|part| part.bytes().chain([0])));
        let n_seen = self.n_seen.entry(hash).or_default();
        *n_seen += 1;
        format!("{hash:016x}{:08x}", *n_seen - 1)
    }
}

/// The 64-bit FNV-1a hash. It must never change.
fn fnv1a(bytes: impl Iterator<Item = u8>) -> u64 {
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::fnv1a;

    #[test]
    fn the_hash_is_the_published_one() {
        for (text, hash) in
            [("", 0xcbf2_9ce4_8422_2325), ("a", 0xaf63_dc4c_8601_ec8c), ("foobar", 0x8594_4171_f739_67e8)]
        {
            assert_eq!(fnv1a(text.bytes()), hash, "{text}");
        }
    }
}
