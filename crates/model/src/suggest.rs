//! "Did you mean" suggestions: the known name nearest to a misspelt one.

/// The candidate with the smallest edit distance to `name`, if that is small enough for a typo. Among equals, a
/// candidate that starts with `name` wins. Case is ignored.
pub fn nearest<'a>(name: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let wanted: Vec<char> = lower(name).take(MAX_LENGTH + 1).collect();
    if wanted.len() > MAX_LENGTH {
        return None;
    }
    let limit = (wanted.len() / 3).clamp(1, MAX_EDITS);
    let is_begun = |candidate: &str| candidate.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name));
    // The length alone rules out most candidates.
    let is_as_long = |candidate: &Vec<char>| candidate.len().abs_diff(wanted.len()) <= limit;
    candidates
        .filter_map(|candidate| Some((lower(candidate).collect::<Vec<_>>(), candidate)).filter(|(c, _)| is_as_long(c)))
        .map(|(chars, candidate)| (edit_distance(&wanted, &chars), candidate))
        .filter(|(distance, _)| *distance <= limit)
        .min_by_key(|(distance, candidate)| (*distance, !is_begun(candidate), *candidate))
        .map(|(_, candidate)| candidate)
}

/// The maximum number of edits; names with more are considered different words, however long.
const MAX_EDITS: usize = 3;

/// The maximum length of a name, more than twice that of any function name.
const MAX_LENGTH: usize = 64;

fn lower(name: &str) -> impl Iterator<Item = char> + '_ {
    name.chars().map(|c| c.to_ascii_lowercase())
}

/// The optimal string alignment distance: insertions, deletions, replacements and swaps of neighbours.
fn edit_distance(a: &[char], b: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, y) in b.iter().enumerate() {
            let mut best = (last[j] + usize::from(x != y)).min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *x == b[j - 1] && a[i - 1] == *y {
                best = best.min(before[j - 1] + 1);
            }
            row.push(best);
        }
        before = std::mem::replace(&mut last, row);
    }
    last[b.len()]
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn slips_find_the_name_and_other_words_find_nothing() {
        let names = ["PQL006", "rate", "irate", "round", "sum_over_time", "count_over_time"];
        for (typed, meant) in [
            ("rat", Some("rate")),
            ("RATE", Some("rate")),
            ("arte", Some("rate")),
            ("sum_overtime", Some("sum_over_time")),
            ("cuont_over_time", Some("count_over_time")),
            ("pql060", Some("PQL006")),
            ("histogram", None),
            ("x", None),
            ("bytes_over_time", None),
        ] {
            assert_eq!(nearest(typed, names.into_iter()), meant, "{typed}");
        }
    }
}
