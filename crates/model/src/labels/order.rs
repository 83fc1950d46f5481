//! Ordering of labels.

use std::cmp::Ordering;

use super::Labels;
use super::encoding::split_text;

impl Ord for Labels {
    /// The order of Prometheus's `labels.Compare`: pair by pair, name before value, a prefix first.
    fn cmp(&self, other: &Self) -> Ordering {
        compare(self.as_bytes(), other.as_bytes())
    }
}

impl PartialOrd for Labels {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Compares encodings. Texts that end before the first differing byte are equal in both.
fn compare(a: &[u8], b: &[u8]) -> Ordering {
    let n_same = n_same(a, b);
    let (mut rest_a, mut rest_b) = (a, b);
    while let (Some((text_a, next_a)), Some((text_b, next_b))) = (split_text(rest_a), split_text(rest_b)) {
        if a.len() - next_a.len() > n_same {
            return text_a.cmp(text_b);
        }
        (rest_a, rest_b) = (next_a, next_b);
    }
    a.len().cmp(&b.len())
}

/// The length of the common prefix.
pub(super) fn n_same(a: &[u8], b: &[u8]) -> usize {
    const WIDTH: usize = 16;
    let (chunks_a, chunks_b) = (a.as_chunks::<WIDTH>().0, b.as_chunks::<WIDTH>().0);
    let n_chunks = chunks_a.iter().zip(chunks_b).take_while(|(a, b)| a == b).count();
    let start = n_chunks * WIDTH;
    start + a[start..].iter().zip(&b[start..]).take_while(|(a, b)| a == b).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Labels that differ in their last bytes or not at all, of lengths around the encoding's limits.
    fn many() -> Vec<Labels> {
        let values = ["", "a", "b", "ab", "ba", "\u{e9}", "\u{10ffff}"].map(str::to_owned).into_iter();
        let long = [14, 15, 16, 17, 254, 255, 256, 300]
            .into_iter()
            .flat_map(|n| ["x", "y"].map(|last| format!("{}{last}", "x".repeat(n - 1))));
        let values: Vec<String> = values.chain(long).collect();
        let pair = |(name, value): (&str, &str)| Labels::from_pairs([(name, value), ("job", "z")]);
        let one = values.iter().flat_map(|value| ["a", "ab", "k", "xxxxxxxxxxxxxxxxx"].map(|name| pair((name, value))));
        let two = values.iter().map(|value| Labels::from_pairs([("a", value.as_str()), ("b", "c"), ("c", value)]));
        one.chain(two).chain([Labels::empty(), Labels::from_pairs([("a", "b")])]).collect()
    }

    #[test]
    fn is_that_of_the_pairs() {
        let all = many();
        for a in &all {
            for b in &all {
                assert_eq!(a.cmp(b), a.iter().cmp(b.iter()), "{a:.60} and {b:.60}");
            }
        }
    }
}
