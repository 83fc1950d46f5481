//! The labels of a series: immutable, sorted by name, one allocation, cheap to clone.
//!
//! The encoding is that of Prometheus's default build (a length and the bytes of each name and value), so that
//! [`Labels::hash`] equals Prometheus's label hash, on which the choice of `limit_ratio` depends.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::{Arc, LazyLock};

use twox_hash::XxHash64;

/// The label that holds the metric name.
pub const METRIC_NAME: &str = "__name__";
/// The label that holds the upper bound of a classic histogram's bucket.
pub const BUCKET_LABEL: &str = "le";
/// The label that holds the metric type where the feature `type-and-unit-labels` is on.
pub const METRIC_TYPE: &str = "__type__";
/// The label that holds the metric unit where the feature `type-and-unit-labels` is on.
pub const METRIC_UNIT: &str = "__unit__";

/// Whether a label describes the metric as a whole and is dropped together with its name.
pub fn is_metadata_label(name: &str) -> bool {
    matches!(name, METRIC_NAME | METRIC_TYPE | METRIC_UNIT)
}

/// A sorted set of label names and values. Names are unique, values are never empty.
#[derive(Clone, PartialEq, Eq)]
pub struct Labels(Arc<[u8]>);

static EMPTY: LazyLock<Labels> = LazyLock::new(|| Labels(Arc::from([])));

impl Labels {
    /// Labels with nothing in them.
    pub fn empty() -> Self {
        EMPTY.clone()
    }

    /// Labels from pairs in any order; the last of equal names wins, empty values are left out.
    pub fn from_pairs<N: AsRef<str>, V: AsRef<str>>(pairs: impl IntoIterator<Item = (N, V)>) -> Self {
        let mut builder = LabelsBuilder::default();
        for (name, value) in pairs {
            builder.set(name.as_ref(), value.as_ref());
        }
        builder.build()
    }

    /// Labels from pairs that are already sorted by name, unique, and without empty values.
    pub fn from_sorted_pairs<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let mut data = Vec::with_capacity(128);
        for (name, value) in pairs {
            push_text(&mut data, name);
            push_text(&mut data, value);
        }
        if data.is_empty() { Self::empty() } else { Self(data.into()) }
    }

    /// The value of a label; `""` where it is absent, which PromQL does not tell apart.
    pub fn get(&self, name: &str) -> &str {
        self.iter().find(|(n, _)| *n == name).map_or("", |(_, value)| value)
    }

    /// Whether the label is present.
    pub fn has(&self, name: &str) -> bool {
        self.iter().any(|(n, _)| n == name)
    }

    /// The metric name; `""` where there is none.
    pub fn metric_name(&self) -> &str {
        self.get(METRIC_NAME)
    }

    /// Whether there is no label.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The number of labels.
    pub fn len(&self) -> usize {
        self.iter().count()
    }

    /// Names and values in the order of their names.
    pub fn iter(&self) -> Iter<'_> {
        Iter { rest: &self.0 }
    }

    /// Prometheus's hash of the labels: xxhash64 over their encoding.
    pub fn stable_hash(&self) -> u64 {
        XxHash64::oneshot(0, &self.0)
    }

    /// The encoded labels, equal exactly where the labels are equal. A key for hash maps.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// The size of the encoded labels in bytes.
    pub fn n_bytes(&self) -> usize {
        self.0.len()
    }

    /// The labels for which `keep` says yes.
    #[must_use]
    pub fn retain(&self, mut keep: impl FnMut(&str) -> bool) -> Self {
        if self.iter().all(|(name, _)| keep(name)) {
            return self.clone();
        }
        Self::from_sorted_pairs(self.iter().filter(|(name, _)| keep(name)))
    }

    /// The labels without the metric name and the other metadata labels.
    #[must_use]
    pub fn without_metadata(&self) -> Self {
        self.retain(|name| !is_metadata_label(name))
    }

    /// A builder that starts from these labels.
    pub fn to_builder(&self) -> LabelsBuilder {
        LabelsBuilder { pairs: self.iter().map(|(n, v)| (n.into(), v.into())).collect() }
    }
}

impl<'a> IntoIterator for &'a Labels {
    type Item = (&'a str, &'a str);
    type IntoIter = Iter<'a>;

    fn into_iter(self) -> Iter<'a> {
        self.iter()
    }
}

impl Hash for Labels {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write(&self.0);
    }
}

impl Ord for Labels {
    /// The order of Prometheus's `labels.Compare`: pair by pair, name before value; a prefix comes first.
    fn cmp(&self, other: &Self) -> Ordering {
        self.iter().cmp(other.iter())
    }
}

impl PartialOrd for Labels {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for Labels {
    /// `{a="b", c="d"}` as Prometheus prints labels; a name that is not a legacy label name is quoted.
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

/// Whether `name` is `[a-zA-Z_][a-zA-Z0-9_]*`.
pub fn is_legacy_label_name(name: &str) -> bool {
    is_name(name, |c| c.is_ascii_alphanumeric() || c == b'_')
}

/// Whether `name` is `[a-zA-Z_:][a-zA-Z0-9_:]*`.
pub fn is_legacy_metric_name(name: &str) -> bool {
    is_name(name, |c| c.is_ascii_alphanumeric() || c == b'_' || c == b':')
}

fn is_name(name: &str, allowed: impl Fn(u8) -> bool) -> bool {
    name.bytes().all(allowed) && name.bytes().next().is_some_and(|c| !c.is_ascii_digit())
}

/// Iterator over the names and values of [`Labels`].
#[derive(Debug, Clone)]
pub struct Iter<'a> {
    rest: &'a [u8],
}

impl<'a> Iterator for Iter<'a> {
    type Item = (&'a str, &'a str);

    fn next(&mut self) -> Option<Self::Item> {
        if self.rest.is_empty() {
            return None;
        }
        Some((self.text(), self.text()))
    }
}

impl<'a> Iter<'a> {
    fn text(&mut self) -> &'a str {
        let (len, rest) = match self.rest {
            [255, a, b, c, rest @ ..] => (u32::from_le_bytes([*a, *b, *c, 0]) as usize, rest),
            [len, rest @ ..] => (*len as usize, rest),
            [] => (0, self.rest),
        };
        let (text, rest) = rest.split_at(len);
        self.rest = rest;
        std::str::from_utf8(text).expect("labels are encoded from strings")
    }
}

/// Texts of 16 MiB and more are cut, as the encoding has three bytes for a length.
const MAX_TEXT: usize = (1 << 24) - 1;

fn push_text(data: &mut Vec<u8>, text: &str) {
    let text = &text[..text.floor_char_boundary(MAX_TEXT)];
    if text.len() < 255 {
        data.push(text.len() as u8);
    } else {
        data.push(255);
        data.extend_from_slice(&(text.len() as u32).to_le_bytes()[..3]);
    }
    data.extend_from_slice(text.as_bytes());
}

/// Builds [`Labels`] by setting and deleting labels.
#[derive(Debug, Clone, Default)]
pub struct LabelsBuilder {
    pairs: Vec<(Box<str>, Box<str>)>,
}

impl LabelsBuilder {
    /// Sets a label; an empty value deletes it.
    pub fn set(&mut self, name: &str, value: &str) -> &mut Self {
        match self.pairs.binary_search_by(|(n, _)| (**n).cmp(name)) {
            Ok(i) if value.is_empty() => drop(self.pairs.remove(i)),
            Ok(i) => self.pairs[i].1 = value.into(),
            Err(_) if value.is_empty() => {}
            Err(i) => self.pairs.insert(i, (name.into(), value.into())),
        }
        self
    }

    /// Deletes a label.
    pub fn delete(&mut self, name: &str) -> &mut Self {
        self.set(name, "")
    }

    /// The value of a label so far; `""` where it is absent.
    pub fn get(&self, name: &str) -> &str {
        self.pairs.binary_search_by(|(n, _)| (**n).cmp(name)).map_or("", |i| &self.pairs[i].1)
    }

    /// The labels.
    pub fn build(&self) -> Labels {
        Labels::from_sorted_pairs(self.pairs.iter().map(|(n, v)| (&**n, &**v)))
    }
}
