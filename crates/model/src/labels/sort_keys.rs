//! Integers that order labels, so that sorting many of them compares few texts.

use super::Labels;
use super::encoding::split_text;
use super::order::n_same;

/// The sort keys of a set of labels. Most sets begin with the same names and values; a key is eight bytes of the first text
/// that is not the same in all of them, after the bytes that all of these texts begin with.
///
/// ```
/// use promenade_model::labels::{Labels, SortKeys};
///
/// let all = ["b", "a", "c"].map(|value| Labels::from_pairs([("__name__", "up"), ("job", value)]));
/// let keys = SortKeys::of(&all);
/// let mut order = [0, 1, 2];
/// order.sort_by_key(|i| keys.key(&all[*i]));
/// assert_eq!(order, [1, 0, 2]);
/// ```
#[derive(Debug, Clone, Copy, Default)]
pub struct SortKeys {
    /// Bytes of the encoding before the text.
    n_before: usize,
    /// Bytes that all of these texts begin with.
    n_common: usize,
}

impl SortKeys {
    /// The keys that tell these labels apart best.
    pub fn of<'a>(all: impl IntoIterator<Item = &'a Labels, IntoIter: Clone>) -> Self {
        let all = all.into_iter();
        let Some(first) = all.clone().next() else { return Self::default() };
        let n_same_bytes = all.clone().map(|other| n_same(first.as_bytes(), other.as_bytes())).min();
        let n_before = text_start(first.as_bytes(), n_same_bytes.unwrap_or_default());
        let whole = Self { n_before, n_common: 0 };
        let first = whole.text(first);
        let n_common = all.map(|other| n_same(first, whole.text(other))).min();
        Self { n_before, n_common: n_common.unwrap_or_default() }
    }

    /// The key of labels among those the keys were made of. If it is less than the key of others, the labels are less;
    /// if it is equal, the labels have to be compared.
    pub fn key(&self, labels: &Labels) -> u64 {
        let text = self.text(labels).get(self.n_common..).unwrap_or_default();
        let mut bytes = [0; size_of::<u64>()];
        let n = text.len().min(bytes.len());
        bytes[..n].copy_from_slice(&text[..n]);
        u64::from_be_bytes(bytes)
    }

    /// The text that the key is of; empty for labels that end before it.
    fn text<'a>(&self, labels: &'a Labels) -> &'a [u8] {
        let rest = labels.as_bytes().get(self.n_before..).unwrap_or_default();
        split_text(rest).map_or(&[][..], |(text, _)| text)
    }
}

/// Labels with their key and position, ordered by labels and then by position.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct KeyedLabels<'a> {
    key: u64,
    labels: &'a Labels,
    position: u32,
}

impl<'a> KeyedLabels<'a> {
    /// All of some labels, to be sorted.
    pub fn all(labels: impl IntoIterator<Item = &'a Labels, IntoIter: Clone>) -> Vec<Self> {
        let labels = labels.into_iter();
        let keys = SortKeys::of(labels.clone());
        labels.zip(0..).map(|(labels, position)| Self { key: keys.key(labels), labels, position }).collect()
    }

    /// The position of the labels before they were sorted.
    pub fn position(&self) -> u32 {
        self.position
    }
}

/// The positions of labels in sorted order; equal labels keep their order.
pub fn sorted_positions<'a>(labels: impl IntoIterator<Item = &'a Labels, IntoIter: Clone>) -> Vec<u32> {
    let mut all = KeyedLabels::all(labels);
    all.sort();
    all.iter().map(KeyedLabels::position).collect()
}

/// The start of the last text, its length included, that begins at or before a byte of an encoding.
fn text_start(encoded: &[u8], byte: usize) -> usize {
    let mut rest = encoded;
    while let Some((_, next)) = split_text(rest) {
        if encoded.len() - next.len() > byte {
            break;
        }
        rest = next;
    }
    encoded.len() - rest.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_agree_with_the_order() {
        let values: Vec<String> = ["", "a", "a\0", "ab", "b", "value-1", "value-10", "value-2", "\u{e9}", "\u{10ffff}"]
            .map(str::to_owned)
            .into_iter()
            .chain([250, 254, 255, 256, 300].map(|n| "x".repeat(n)))
            .collect();
        let pairs = |name: &str, value: &str| Labels::from_pairs([("__name__", "up"), (name, value)]);
        let one: Vec<Labels> = values.iter().map(|value| pairs("job", value)).collect();
        let names: Vec<Labels> = values.iter().flat_map(|v| ["j", "job", "zone"].map(|name| pairs(name, v))).collect();
        let mixed: Vec<Labels> = one.iter().cloned().chain([Labels::empty(), pairs("a", "b")]).collect();
        let same = vec![pairs("job", "a"); 3];
        for all in [&one, &names, &mixed, &same, &vec![]] {
            let keys = SortKeys::of(all);
            for a in all {
                for b in all {
                    let (by_key, by_labels) = (keys.key(a).cmp(&keys.key(b)), a.cmp(b));
                    assert!(by_key.is_eq() || by_key == by_labels, "{a:.60} and {b:.60}");
                }
            }
        }
    }

    #[test]
    fn keys_skip_what_all_have() {
        let all: Vec<Labels> =
            (0..1_000).map(|n| Labels::from_pairs([("__name__", "up"), ("pod", &format!("pod-{n:04}"))])).collect();
        let keys = SortKeys::of(&all);
        let distinct: std::collections::BTreeSet<u64> = all.iter().map(|labels| keys.key(labels)).collect();
        assert_eq!(distinct.len(), all.len());
    }
}
