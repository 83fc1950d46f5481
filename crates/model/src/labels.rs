//! The labels of a series: immutable, sorted by name, one allocation, cheap to clone.
//!
//! The encoding is the one of Prometheus's default build (length and bytes of each name and value), so that
//! [`Labels::stable_hash`] equals Prometheus's label hash, which `limit_ratio` depends on.

mod builder;
mod encoding;
mod order;
mod sort_keys;

use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::{Arc, LazyLock};

use rustc_hash::FxHasher;
use twox_hash::XxHash64;

pub use self::builder::LabelsBuilder;
pub use self::encoding::MAX_TEXT_BYTES;
use self::encoding::{Pair, Pairs, push_text, text};
pub use self::sort_keys::{KeyedLabels, SortKeys, sorted_positions};

/// The label that holds the metric name.
pub const METRIC_NAME: &str = "__name__";
/// The label that holds the upper bound of a classic histogram's bucket.
pub const BUCKET_LABEL: &str = "le";
/// The label that holds the metric type if the feature `type-and-unit-labels` is on.
pub const METRIC_TYPE: &str = "__type__";
/// The label that holds the metric unit if the feature `type-and-unit-labels` is on.
pub const METRIC_UNIT: &str = "__unit__";

/// The labels that describe the metric as a whole, sorted by name.
pub const METADATA_LABELS: [&str; 3] = [METRIC_NAME, METRIC_TYPE, METRIC_UNIT];

/// Whether a label describes the metric as a whole and is dropped with its name.
pub fn is_metadata_label(name: &str) -> bool {
    METADATA_LABELS.contains(&name)
}

/// A sorted set of label names and values. Names are unique, values are never empty.
///
/// Labels with leading labels removed, typically the metric name, share the memory of the original.
#[derive(Clone)]
pub struct Labels {
    data: Arc<[u8]>,
    /// Offset of the first label.
    start: usize,
}

static EMPTY: LazyLock<Labels> = LazyLock::new(|| Labels::encoded(&[]));

impl Labels {
    /// The empty set of labels.
    pub fn empty() -> Self {
        EMPTY.clone()
    }

    /// Labels from pairs in any order. The last of equal names wins, empty values are dropped.
    pub fn from_pairs<N: AsRef<str>, V: AsRef<str>>(pairs: impl IntoIterator<Item = (N, V)>) -> Self {
        let mut pairs: Vec<(N, V)> = pairs.into_iter().collect();
        pairs.sort_by(|a, b| a.0.as_ref().cmp(b.0.as_ref()));
        let is_last =
            |(i, (name, _)): &(usize, &(N, V))| pairs.get(i + 1).is_none_or(|(next, _)| next.as_ref() != name.as_ref());
        let last = pairs.iter().enumerate().filter(is_last).map(|(_, (name, value))| (name.as_ref(), value.as_ref()));
        Self::from_sorted_pairs(last.filter(|(_, value)| !value.is_empty()))
    }

    /// Labels from pairs that are sorted by name, unique, and without empty values.
    pub fn from_sorted_pairs<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let mut data = Vec::with_capacity(128);
        for (name, value) in pairs {
            push_text(&mut data, name);
            push_text(&mut data, value);
        }
        if data.is_empty() { Self::empty() } else { Self::encoded(&data) }
    }

    fn encoded(data: &[u8]) -> Self {
        Self { data: data.into(), start: 0 }
    }

    /// The value of a label; `""` if it is absent, which is the same in PromQL.
    pub fn get(&self, name: &str) -> &str {
        self.find(name.as_bytes()).map_or("", |pair| text(pair.value))
    }

    /// Whether the label is present.
    pub fn has(&self, name: &str) -> bool {
        self.find(name.as_bytes()).is_some()
    }

    fn find(&self, name: &[u8]) -> Option<Pair<'_>> {
        self.pairs().find(|pair| pair.name >= name).filter(|pair| pair.name == name)
    }

    /// The metric name; `""` if there is none.
    pub fn metric_name(&self) -> &str {
        self.get(METRIC_NAME)
    }

    /// Whether there are no labels.
    pub fn is_empty(&self) -> bool {
        self.as_bytes().is_empty()
    }

    /// The number of labels.
    pub fn len(&self) -> usize {
        self.pairs().count()
    }

    /// Names and values, sorted by name.
    pub fn iter(&self) -> Iter<'_> {
        Iter { pairs: self.pairs() }
    }

    fn pairs(&self) -> Pairs<'_> {
        Pairs { rest: self.as_bytes() }
    }

    /// The labels with the given names, which must be sorted.
    #[must_use]
    pub fn with_names<N: AsRef<str>>(&self, names: &[N]) -> Self {
        let mut data = Vec::with_capacity(self.n_bytes());
        self.bytes_with(names, &mut data);
        self.of_part(&data)
    }

    /// The labels without the given names, which must be sorted.
    #[must_use]
    pub fn without_names<N: AsRef<str>>(&self, names: &[N]) -> Self {
        let mut data = Vec::with_capacity(self.n_bytes());
        self.bytes_without(names, &mut data);
        self.of_part(&data)
    }

    /// Writes the [`Self::as_bytes`] of [`Self::with_names`] into `key`: the key of a group or of a join `on` these
    /// names, which must be sorted.
    pub fn bytes_with<N: AsRef<str>>(&self, names: &[N], key: &mut Vec<u8>) {
        self.write_key(names, true, key);
    }

    /// Writes the [`Self::as_bytes`] of [`Self::without_names`] into `key`: the key of a group or of a join `ignoring`
    /// these names, which must be sorted. The metric name stays unless it is among them.
    pub fn bytes_without<N: AsRef<str>>(&self, names: &[N], key: &mut Vec<u8>) {
        self.write_key(names, false, key);
    }

    fn write_key<N: AsRef<str>>(&self, names: &[N], keeps: bool, key: &mut Vec<u8>) {
        key.clear();
        let mut names = names.iter().map(|name| name.as_ref().as_bytes()).peekable();
        for pair in self.pairs() {
            while names.next_if(|name| *name < pair.name).is_some() {}
            if names.peek().is_some_and(|name| *name == pair.name) == keeps {
                key.extend_from_slice(pair.encoded);
            }
        }
    }

    /// Labels from a part of the encoded labels.
    fn of_part(&self, data: &[u8]) -> Self {
        if self.as_bytes().ends_with(data) {
            self.without_first(self.n_bytes() - data.len())
        } else {
            Self::encoded(data)
        }
    }

    /// The labels without the first `n_bytes` of their encoding.
    fn without_first(&self, n_bytes: usize) -> Self {
        if n_bytes == self.n_bytes() {
            return Self::empty();
        }
        Self { data: Arc::clone(&self.data), start: self.start + n_bytes }
    }

    /// Labels from the bytes written by [`Self::bytes_with`], [`Self::bytes_without`] or [`Self::as_bytes`]; `None` if
    /// the bytes are invalid.
    pub fn from_bytes(key: &[u8]) -> Option<Self> {
        let mut pairs = Pairs { rest: key };
        let mut last_name = None;
        for pair in pairs.by_ref() {
            let is_valid = std::str::from_utf8(pair.name).is_ok() && std::str::from_utf8(pair.value).is_ok();
            if !is_valid || pair.value.is_empty() || last_name.is_some_and(|last| last >= pair.name) {
                return None;
            }
            last_name = Some(pair.name);
        }
        let is_whole = pairs.rest.is_empty();
        is_whole.then(|| if key.is_empty() { Self::empty() } else { Self::encoded(key) })
    }

    /// A fast hash of the labels, stable within one process.
    pub fn hash_key(&self) -> u64 {
        hash_key(self.as_bytes())
    }

    /// Prometheus's hash of the labels: xxhash64 of their encoding.
    pub fn stable_hash(&self) -> u64 {
        XxHash64::oneshot(0, self.as_bytes())
    }

    /// The encoded labels, equal if and only if the labels are equal. A key for hash maps.
    pub fn as_bytes(&self) -> &[u8] {
        &self.data[self.start..]
    }

    /// The size of the encoded labels in bytes.
    pub fn n_bytes(&self) -> usize {
        self.data.len() - self.start
    }

    /// The labels for which `keep` returns `true`.
    #[must_use]
    pub fn retain(&self, mut keep: impl FnMut(&str) -> bool) -> Self {
        let mut data = Vec::with_capacity(self.n_bytes());
        for pair in self.pairs().filter(|pair| keep(text(pair.name))) {
            data.extend_from_slice(pair.encoded);
        }
        self.of_part(&data)
    }

    /// The labels without the metric name and the other metadata labels.
    #[must_use]
    pub fn without_metadata(&self) -> Self {
        let is_metadata = |pair: &Pair<'_>| METADATA_LABELS.iter().any(|name| name.as_bytes() == pair.name);
        let mut pairs = self.pairs();
        let mut n_first = 0;
        // Metadata labels are mostly the first labels, and no other label sorts after `__unit__`.
        while let Some(pair) = pairs.next().filter(|pair| pair.name <= METRIC_UNIT.as_bytes()) {
            if is_metadata(&pair) && n_first == self.n_bytes() - pairs.rest.len() - pair.encoded.len() {
                n_first += pair.encoded.len();
            } else if is_metadata(&pair) {
                return self.retain(|name| !is_metadata_label(name));
            }
        }
        self.without_first(n_first)
    }

    /// The labels with one label set; an empty value removes it.
    #[must_use]
    pub fn with(&self, name: &str, value: &str) -> Self {
        let mut data = Vec::with_capacity(self.n_bytes() + name.len() + value.len() + 8);
        let mut pairs = self.pairs();
        let mut rest = self.as_bytes();
        while let Some(pair) = pairs.next().filter(|pair| pair.name <= name.as_bytes()) {
            rest = pairs.rest;
            if pair.name < name.as_bytes() {
                data.extend_from_slice(pair.encoded);
            }
        }
        if !value.is_empty() {
            push_text(&mut data, name);
            push_text(&mut data, value);
        }
        data.extend_from_slice(rest);
        self.of_part(&data)
    }
}

/// A fast hash of encoded labels, equal to [`Labels::hash_key`].
pub fn hash_key(key: &[u8]) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(key);
    hasher.finish()
}

impl<'a> IntoIterator for &'a Labels {
    type Item = (&'a str, &'a str);
    type IntoIter = Iter<'a>;

    fn into_iter(self) -> Iter<'a> {
        self.iter()
    }
}

impl PartialEq for Labels {
    fn eq(&self, other: &Self) -> bool {
        self.as_bytes() == other.as_bytes()
    }
}

impl Eq for Labels {}

impl Hash for Labels {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write(self.as_bytes());
    }
}

impl fmt::Display for Labels {
    /// `{a="b", c="d"}` as Prometheus prints labels; names that are not legacy label names are quoted.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("{")?;
        for (i, (name, value)) in self.iter().enumerate() {
            let comma = if i == 0 { "" } else { ", " };
            if is_legacy_label_name(name) {
                write!(f, "{comma}{name}=")?;
            } else {
                write!(f, "{comma}{}=", crate::value::quote(name))?;
            }
            f.write_str(&crate::value::quote(value))?;
        }
        f.write_str("}")
    }
}

impl fmt::Debug for Labels {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Whether `name` matches `[a-zA-Z_][a-zA-Z0-9_]*`.
pub fn is_legacy_label_name(name: &str) -> bool {
    is_name(name, |c| c.is_ascii_alphanumeric() || c == b'_')
}

/// Whether `name` matches `[a-zA-Z_:][a-zA-Z0-9_:]*`.
pub fn is_legacy_metric_name(name: &str) -> bool {
    is_name(name, |c| c.is_ascii_alphanumeric() || c == b'_' || c == b':')
}

fn is_name(name: &str, allowed: impl Fn(u8) -> bool) -> bool {
    name.bytes().all(allowed) && name.bytes().next().is_some_and(|c| !c.is_ascii_digit())
}

/// Iterator over the names and values of [`Labels`].
#[derive(Debug, Clone)]
pub struct Iter<'a> {
    pairs: Pairs<'a>,
}

impl<'a> Iterator for Iter<'a> {
    type Item = (&'a str, &'a str);

    fn next(&mut self) -> Option<Self::Item> {
        let pair = self.pairs.next()?;
        Some((text(pair.name), text(pair.value)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(pairs: &[(&str, &str)]) -> Labels {
        Labels::from_pairs(pairs.iter().copied())
    }

    #[test]
    fn hashes_are_those_of_prometheus() {
        let repeat = |c: &str, n: usize| c.repeat(n);
        for (labels, hash) in [
            (Labels::empty(), 17_241_709_254_077_376_921),
            (labels(&[("__name__", "up")]), 17_066_213_849_227_247_093),
            (labels(&[("job", "api"), ("__name__", "up"), ("instance", "a:1")]), 11_212_865_189_131_751_229),
            (labels(&[("a", &repeat("x", 300)), ("b", "é世")]), 223_057_342_004_293_439),
            (labels(&[("a", &repeat("z", 254)), ("b", &repeat("y", 255))]), 12_926_720_508_886_210_478),
            (labels(&[("n", &repeat("h", 70_000))]), 17_004_844_549_628_608_328),
            (labels(&[("a.b", "c"), ("__name__", "x y")]), 4_318_839_814_724_119_524),
        ] {
            assert_eq!(labels.stable_hash(), hash, "{labels:.80}");
        }
    }

    #[test]
    fn long_values_come_back() {
        for n in [0, 1, 254, 255, 256, 65_535, 65_536, 1_000_000] {
            let value = "v".repeat(n);
            let labels = labels(&[("a", &value), ("b", "x")]);
            assert_eq!((labels.get("a"), labels.get("b"), labels.len()), (&*value, "x", 1 + usize::from(n > 0)));
        }
    }

    #[test]
    fn order_is_by_name_then_value() {
        let sorted = [
            labels(&[]),
            labels(&[("a", "b")]),
            labels(&[("a", "b"), ("c", "d")]),
            labels(&[("a", "bb")]),
            labels(&[("a", "c")]),
            labels(&[("ab", "c")]),
            labels(&[("b", "a")]),
        ];
        assert!(sorted.is_sorted_by(|a, b| a < b));
    }

    #[test]
    fn projections_and_keys() {
        let all = labels(&[("__name__", "up"), ("instance", "a:1"), ("job", "api"), ("z", "1")]);
        let mut key = b"old".to_vec();
        for (names, with, without) in [
            (
                &["job", "z"][..],
                labels(&[("job", "api"), ("z", "1")]),
                labels(&[("__name__", "up"), ("instance", "a:1")]),
            ),
            (&[], labels(&[]), all.clone()),
            (&["a", "__x", "zz"], labels(&[]), all.clone()),
            (&["__name__", "instance", "job", "z"], all.clone(), labels(&[])),
        ] {
            assert_eq!((all.with_names(names), all.without_names(names)), (with.clone(), without.clone()));
            all.bytes_with(names, &mut key);
            assert_eq!((key.as_slice(), hash_key(&key)), (with.as_bytes(), with.hash_key()));
            assert_eq!(Labels::from_bytes(&key), Some(with));
            all.bytes_without(names, &mut key);
            assert_eq!(Labels::from_bytes(&key), Some(without));
        }
    }

    #[test]
    fn bytes_that_are_no_labels_are_refused() {
        for bytes in [
            &b"\x01"[..],
            b"\x01a",
            b"\x01a\x05b",
            b"\x01a\x00",
            b"\x01a\x01\xff",
            b"\x01b\x01x\x01a\x01x",
            b"\xff\x01",
        ] {
            assert_eq!(Labels::from_bytes(bytes), None, "{bytes:?}");
        }
    }

    #[test]
    fn prints_as_prometheus_does() {
        let labels = labels(&[("é", "1"), ("d", "\""), ("a.b", "c\n"), ("_x9", "y")]);
        assert_eq!(labels.to_string(), r#"{_x9="y", "a.b"="c\n", d="\"", "é"="1"}"#);
        assert_eq!(Labels::empty().to_string(), "{}");
    }

    #[test]
    fn builder_sets_and_deletes() {
        let mut builder = labels(&[("a", "1"), ("b", "2")]).to_builder();
        builder.set("c", "3").set("a", "").delete("x").set("b", "4");
        assert_eq!((builder.get("a"), builder.get("b")), ("", "4"));
        assert_eq!(builder.build(), labels(&[("b", "4"), ("c", "3")]));
    }

    #[test]
    fn metadata_goes_wherever_it_stands() {
        let rest = labels(&[("A", "1"), ("__x__", "2"), ("a", "3")]);
        for (pairs, expected) in [
            (&[("__name__", "m"), ("__type__", "counter"), ("a", "1")][..], labels(&[("a", "1")])),
            (&[("__name__", "m"), ("__type__", "counter"), ("__unit__", "s")], labels(&[])),
            (&[("A", "1"), ("__name__", "m"), ("__x__", "2"), ("a", "3")], rest.clone()),
            (&[("A", "1"), ("__unit__", "m"), ("__x__", "2"), ("a", "3")], rest.clone()),
            (&[("__name__", "m"), ("__p__", "1"), ("__type__", "t")], labels(&[("__p__", "1")])),
            (&[("A", "1"), ("__x__", "2"), ("a", "3")], rest),
            (&[], labels(&[])),
        ] {
            let found = labels(pairs).without_metadata();
            assert_eq!((found.stable_hash(), found.n_bytes()), (expected.stable_hash(), expected.n_bytes()));
            assert_eq!(
                (found.without_metadata(), found.cmp(&expected)),
                (expected, std::cmp::Ordering::Equal),
                "{pairs:?}"
            );
        }
    }

    #[test]
    fn one_label_is_set() {
        let all = [("b", "1"), ("d", "2")];
        for (name, value) in
            [("a", "x"), ("b", "x"), ("c", "x"), ("d", "x"), ("e", "x"), ("b", ""), ("d", ""), ("c", "")]
        {
            let expected = labels(&all).to_builder().set(name, value).build();
            assert_eq!(labels(&all).with(name, value), expected, "{name}={value}");
            assert_eq!(labels(&[]).with(name, value), labels(&[(name, value)]));
        }
    }
}
