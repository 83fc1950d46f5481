//! Finds the series that match matchers.

use promenade_model::{MatchOp, Matcher};

use super::postings::{intersect, retain, union};
use super::{Index, Postings, Values};
use crate::{Corruption, TsdbError};

/// To read a label of a series takes about as long as to match so many values of a label.
const VALUES_A_SERIES: usize = 4;

impl Index {
    /// The series that match all matchers, sorted.
    ///
    /// Equalities are intersected first, the smallest first. Each matcher that is left looks either at the values of its
    /// label that may decide, each once, or at every series that is left, whichever are fewer.
    ///
    /// # Errors
    /// Returns an error if the index is damaged.
    pub fn select(&self, matchers: &[Matcher]) -> Result<Vec<u32>, TsdbError> {
        self.find(matchers).map_err(|e| self.error(e))
    }

    /// All series, sorted.
    fn all(&self) -> Result<Vec<u32>, Corruption> {
        Ok(self.postings("", "")?.iter().collect())
    }

    fn values(&self, name: &str) -> Result<Option<Values<'_>>, Corruption> {
        // No label has an empty name: there the list of all series stands.
        Ok(if name.is_empty() { None } else { self.table()?.values(&self.file, name) })
    }

    /// The series that have a value of a label.
    fn postings(&self, name: &str, value: &str) -> Result<Postings<'_>, Corruption> {
        let Some(values) = self.table()?.values(&self.file, name) else { return Ok(Postings::EMPTY) };
        values.find(value)?.map_or(Ok(Postings::EMPTY), |offset| self.postings_at(offset))
    }

    fn find(&self, matchers: &[Matcher]) -> Result<Vec<u32>, Corruption> {
        let (equal, mut others): (Vec<&Matcher>, Vec<&Matcher>) =
            matchers.iter().filter(|m| !m.matches_all()).partition(|m| m.op() == MatchOp::Equal && !m.matches_empty());
        // Those that a series without the label does not match leave fewer.
        others.sort_by_key(|m| m.matches_empty());
        let mut ids = self.find_equal(&equal)?;
        for matcher in others {
            if ids.as_ref().is_some_and(Vec::is_empty) {
                break;
            }
            ids = self.filter(matcher, ids)?;
        }
        ids.map_or_else(|| self.all(), Ok)
    }

    /// The intersection of the postings of equalities; `None` if there is no equality.
    fn find_equal(&self, matchers: &[&Matcher]) -> Result<Option<Vec<u32>>, Corruption> {
        let mut lists = Vec::with_capacity(matchers.len());
        for matcher in matchers {
            let is_label = !matcher.name().is_empty();
            lists.push(if is_label { self.postings(matcher.name(), matcher.value())? } else { Postings::EMPTY });
        }
        lists.sort_unstable_by_key(Postings::len);
        let Some((first, rest)) = lists.split_first() else { return Ok(None) };
        let mut ids: Vec<u32> = first.iter().collect();
        for list in rest {
            intersect(&mut ids, *list);
        }
        Ok(Some(ids))
    }

    /// Those of `ids`, or of all series, that match a matcher.
    fn filter(&self, matcher: &Matcher, ids: Option<Vec<u32>>) -> Result<Option<Vec<u32>>, Corruption> {
        let Some(values) = self.values(matcher.name())? else {
            // No series has the label.
            return Ok(if matcher.matches_empty() { ids } else { Some(Vec::new()) });
        };
        match ids {
            Some(ids) if ids.len() * VALUES_A_SERIES < n_deciding(matcher, values) => {
                let mut kept = Vec::with_capacity(ids.len());
                for id in ids {
                    if matcher.matches(self.label_of(id, matcher.name())?) {
                        kept.push(id);
                    }
                }
                Ok(Some(kept))
            }
            ids => self.filter_by_values(matcher, values, ids),
        }
    }

    /// A matcher that the empty value matches holds for series without the label too, so that those with the wrong values
    /// go; else those with the right ones stay.
    fn filter_by_values(
        &self,
        matcher: &Matcher,
        values: Values<'_>,
        ids: Option<Vec<u32>>,
    ) -> Result<Option<Vec<u32>>, Corruption> {
        let has_absent = matcher.matches_empty();
        let mut lists = Vec::new();
        each_deciding(matcher, values, |offset| {
            lists.push(self.postings_at(offset)?);
            Ok(())
        })?;
        if has_absent && lists.is_empty() {
            return Ok(ids);
        }
        let marked = union(&lists);
        let mut ids = match ids {
            Some(ids) => ids,
            None if !has_absent => return Ok(Some(marked)),
            None => self.all()?,
        };
        retain(&mut ids, &marked, !has_absent);
        Ok(Some(ids))
    }
}

/// The values that a matcher tells from the empty value, where they are finitely many.
fn finite(matcher: &Matcher) -> Option<&[String]> {
    if matcher.op() == MatchOp::NotEqual && matcher.matches_empty() {
        return None;
    }
    matcher.set_matches().filter(|set| set.iter().all(|value| !value.is_empty()))
}

/// About how many values of a label are looked at.
fn n_deciding(matcher: &Matcher, values: Values<'_>) -> usize {
    if matcher.op() == MatchOp::NotEqual && matcher.matches_empty() {
        return 1;
    }
    match finite(matcher) {
        Some(set) => set.len(),
        // A prefix leaves few of the values, and how many is not known before they are looked at.
        None if !matcher.prefix().is_empty() => values.len() / 16,
        None => values.len(),
    }
}

/// Visits the postings of the values that the matcher tells from the empty value. Alternatives and prefixes are looked up
/// in the sorted values.
fn each_deciding(
    matcher: &Matcher,
    values: Values<'_>,
    mut visit: impl FnMut(u64) -> Result<(), Corruption>,
) -> Result<(), Corruption> {
    if matcher.op() == MatchOp::NotEqual && matcher.matches_empty() {
        return values.find(matcher.value())?.map_or(Ok(()), visit);
    }
    if let Some(set) = finite(matcher) {
        for value in set {
            values.find(value)?.map_or(Ok(()), &mut visit)?;
        }
        return Ok(());
    }
    // What begins with a text that is not empty differs from the empty value.
    let prefix = matcher.prefix();
    // A matcher for presence alone, as `!=""` and `=~".+"`, need not look at values.
    let is_presence = matcher.value() == if matcher.op().is_regex() { ".+" } else { "" };
    values.each_from(prefix, |value, offset| {
        if !value.starts_with(prefix) {
            return Ok(false);
        }
        if is_presence || matcher.matches(value) != matcher.matches_empty() {
            visit(offset)?;
        }
        Ok(true)
    })
}
