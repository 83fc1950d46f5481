//! The inverted index: label names to values, values to series.

use std::ops::Range;

use promenade_model::{Labels, MatchOp, Matcher};
use rustc_hash::FxHashMap;

/// Finds series by matchers. A series id is its position in the order of labels.
#[derive(Debug, Default)]
pub(crate) struct Index {
    n_series: usize,
    /// Sorted by name.
    labels: Vec<LabelIndex>,
}

/// The postings of one label name: the sorted ids of value `i` are `ids[offsets[i]..offsets[i + 1]]`.
#[derive(Debug)]
struct LabelIndex {
    name: Box<str>,
    /// Sorted.
    values: Vec<Box<str>>,
    offsets: Vec<u32>,
    ids: Vec<u32>,
}

impl Index {
    /// The index of series in the order of their ids.
    pub(crate) fn new<'a>(series: impl Iterator<Item = &'a Labels>) -> Self {
        let mut collected: FxHashMap<&str, Collected<'_>> = FxHashMap::default();
        let mut n_series = 0;
        for labels in series {
            for (name, value) in labels {
                collected.entry(name).or_default().add(n_series as u32, value);
            }
            n_series += 1;
        }
        let mut labels: Vec<_> = collected.into_iter().map(|(name, c)| c.into_index(name)).collect();
        labels.sort_unstable_by(|a, b| a.name.cmp(&b.name));
        Self { n_series, labels }
    }

    /// The ids of the series that match all matchers, sorted; `None` means all series.
    ///
    /// Intersects equality matchers first. Each other matcher scans either the relevant values of its label or the
    /// remaining series, whichever are fewer; for the latter it calls `matches`.
    pub(crate) fn select(
        &self,
        matchers: &[Matcher],
        matches: impl Fn(u32, &str, &Matcher) -> bool,
    ) -> Option<Vec<u32>> {
        let (equal, mut others): (Vec<&Matcher>, Vec<&Matcher>) =
            matchers.iter().filter(|m| !m.matches_all()).partition(|m| m.op() == MatchOp::Equal && !m.matches_empty());
        // Matchers that do not match the empty value leave fewer series.
        others.sort_by_key(|m| m.matches_empty());
        let mut ids = self.select_equal(&equal);
        for matcher in others {
            let Some(label) = self.label(matcher.name()) else {
                // No series has the label.
                if matcher.matches_empty() {
                    continue;
                }
                return Some(Vec::new());
            };
            let deciding = label.deciding(matcher);
            match &mut ids {
                // Finding a label of a series costs about twice as much as advancing to the next value.
                Some(ids) if ids.len() <= deciding.len() / 2 => {
                    ids.retain(|&id| matches(id, matcher.name(), matcher));
                }
                _ => label.filter(matcher, &deciding, &mut ids, self.n_series),
            }
        }
        ids
    }

    /// The label names of some series, or of all, sorted.
    pub(crate) fn names(&self, ids: Option<&[u32]>) -> Vec<String> {
        let bits = ids.map(|ids| Bitmap::of(self.n_series, ids));
        let seen = |label: &&LabelIndex| bits.as_ref().is_none_or(|bits| label.ids.iter().any(|&id| bits.has(id)));
        self.labels.iter().filter(seen).map(|label| label.name.to_string()).collect()
    }

    /// The label values of some series, or of all, sorted.
    pub(crate) fn values(&self, name: &str, ids: Option<&[u32]>) -> Vec<String> {
        let Some(label) = self.label(name) else { return Vec::new() };
        let bits = ids.map(|ids| Bitmap::of(self.n_series, ids));
        let seen = |i: usize| bits.as_ref().is_none_or(|bits| label.postings(i).iter().any(|&id| bits.has(id)));
        (0..label.values.len()).filter(|&i| seen(i)).map(|i| label.values[i].to_string()).collect()
    }

    /// The approximate size of the index in bytes.
    pub(crate) fn n_bytes(&self) -> usize {
        self.labels.iter().map(LabelIndex::n_bytes).sum()
    }

    fn label(&self, name: &str) -> Option<&LabelIndex> {
        self.labels.binary_search_by(|l| (*l.name).cmp(name)).ok().map(|i| &self.labels[i])
    }

    /// The intersection of the postings of nonempty equality matchers; `None` without such a matcher.
    fn select_equal(&self, matchers: &[&Matcher]) -> Option<Vec<u32>> {
        let mut lists: Vec<&[u32]> =
            matchers.iter().map(|m| self.label(m.name()).map_or(&[][..], |l| l.postings_of(m.value()))).collect();
        lists.sort_unstable_by_key(|list| list.len());
        let (first, rest) = lists.split_first()?;
        let mut ids = first.to_vec();
        for list in rest {
            intersect(&mut ids, list);
        }
        Some(ids)
    }
}

impl LabelIndex {
    fn postings(&self, value_idx: usize) -> &[u32] {
        &self.ids[self.offsets[value_idx] as usize..self.offsets[value_idx + 1] as usize]
    }

    fn postings_of(&self, value: &str) -> &[u32] {
        self.find(value).map_or(&[], |i| self.postings(i))
    }

    fn find(&self, value: &str) -> Option<usize> {
        self.values.binary_search_by(|v| (**v).cmp(value)).ok()
    }

    /// A superset of the values for which a matcher differs from its result for the empty value.
    fn deciding(&self, matcher: &Matcher) -> Deciding {
        if matcher.op() == MatchOp::NotEqual && matcher.matches_empty() {
            return Deciding::Some(self.find(matcher.value()).into_iter().collect());
        }
        match matcher.set_matches() {
            Some(set) if set.iter().all(|v| !v.is_empty()) => {
                Deciding::Some(set.iter().filter_map(|v| self.find(v)).collect())
            }
            // A value with a nonempty prefix is not the empty value.
            _ => {
                let prefix = matcher.prefix();
                let start = self.values.partition_point(|v| **v < *prefix);
                let n = self.values[start..].partition_point(|v| v.starts_with(prefix));
                Deciding::Range(start..start + n)
            }
        }
    }

    /// Keeps the `ids` that match a matcher on this label. If the matcher matches the empty value, it matches series
    /// without the label too: series with wrong values are removed; otherwise series with right values are kept.
    fn filter(&self, matcher: &Matcher, deciding: &Deciding, ids: &mut Option<Vec<u32>>, n_series: usize) {
        let has_absent = matcher.matches_empty();
        let mut bits = Bitmap::new(n_series);
        let mut n_marked = 0;
        // Matchers for mere presence, such as `!=""` and `=~".+"`, need not look at values.
        let is_presence = matcher.value() == if matcher.op().is_regex() { ".+" } else { "" };
        deciding.each(|i| {
            if is_presence || matcher.matches(&self.values[i]) != has_absent {
                let postings = self.postings(i);
                n_marked += postings.len();
                bits.set_all(postings);
            }
        });
        match ids {
            _ if has_absent && n_marked == 0 => {}
            Some(ids) => ids.retain(|&id| bits.has(id) != has_absent),
            None => *ids = Some((0..n_series as u32).filter(|&id| bits.has(id) != has_absent).collect()),
        }
    }

    fn n_bytes(&self) -> usize {
        let texts: usize = self.values.iter().map(|v| v.len() + size_of::<Box<str>>()).sum();
        size_of::<Self>() + self.name.len() + texts + (self.offsets.len() + self.ids.len()) * size_of::<u32>()
    }
}

/// Values of a label, by position.
enum Deciding {
    Some(Vec<usize>),
    Range(Range<usize>),
}

impl Deciding {
    fn len(&self) -> usize {
        match self {
            Self::Some(values) => values.len(),
            Self::Range(values) => values.len(),
        }
    }

    fn each(&self, mut visit: impl FnMut(usize)) {
        match self {
            Self::Some(values) => values.iter().for_each(|&i| visit(i)),
            Self::Range(values) => values.clone().for_each(visit),
        }
    }
}

/// Keeps the `ids` that are in `list`; both are sorted, `ids` is the shorter.
fn intersect(ids: &mut Vec<u32>, list: &[u32]) {
    let mut rest = list;
    ids.retain(|&id| {
        let mut step = 1;
        while step < rest.len() && rest[step] < id {
            step *= 2;
        }
        let low = step / 2;
        let high = (step + 1).min(rest.len());
        rest = &rest[low.min(rest.len()) + rest[low.min(rest.len())..high].partition_point(|&other| other < id)..];
        rest.first() == Some(&id)
    });
}

/// The state of a label name during construction: a number for each value, and the value number of each series.
#[derive(Default)]
struct Collected<'a> {
    numbers: FxHashMap<&'a str, u32>,
    entries: Vec<(u32, u32)>,
}

impl<'a> Collected<'a> {
    fn add(&mut self, id: u32, value: &'a str) {
        let next = self.numbers.len() as u32;
        self.entries.push((*self.numbers.entry(value).or_insert(next), id));
    }

    fn into_index(self, name: &str) -> LabelIndex {
        let mut sorted: Vec<(&str, u32)> = self.numbers.into_iter().collect();
        sorted.sort_unstable();
        let mut rank = vec![0_u32; sorted.len()];
        for (i, (_, number)) in sorted.iter().enumerate() {
            rank[*number as usize] = i as u32;
        }
        let mut offsets = vec![0_u32; sorted.len() + 1];
        for (number, _) in &self.entries {
            offsets[rank[*number as usize] as usize + 1] += 1;
        }
        for i in 1..offsets.len() {
            offsets[i] += offsets[i - 1];
        }
        let mut next = offsets.clone();
        let mut ids = vec![0_u32; self.entries.len()];
        for (number, id) in &self.entries {
            let place = &mut next[rank[*number as usize] as usize];
            ids[*place as usize] = *id;
            *place += 1;
        }
        LabelIndex {
            name: name.into(),
            values: sorted.iter().map(|(value, _)| (*value).into()).collect(),
            offsets,
            ids,
        }
    }
}

/// A set of ids.
struct Bitmap(Vec<u64>);

impl Bitmap {
    fn new(n_series: usize) -> Self {
        Self(vec![0; n_series.div_ceil(64)])
    }

    fn of(n_series: usize, ids: &[u32]) -> Self {
        let mut bits = Self::new(n_series);
        bits.set_all(ids);
        bits
    }

    fn set_all(&mut self, ids: &[u32]) {
        for &id in ids {
            self.0[id as usize / 64] |= 1 << (id % 64);
        }
    }

    fn has(&self, id: u32) -> bool {
        self.0[id as usize / 64] >> (id % 64) & 1 == 1
    }
}
