//! How well a name matches what is typed: a subsequence of it, as editors match.

/// Longer texts are compared by their start only, so that a score takes bounded time.
const MAX_CHARS: usize = 128;

/// The score of an exact match.
const EXACT: i32 = 1000;
/// The score of a name that begins with what is typed.
const PREFIX: i32 = 800;
/// What a character earns at the start of a part of a name.
const PART: i32 = 24;
/// What a character earns right behind the one before.
const RUN: i32 = 16;
/// What any other character earns.
const SINGLE: i32 = 2;

/// How well a name matches: none where what is typed is no subsequence of it, case aside. More is better; 0 where nothing
/// is typed. An exact match has 1,000, a prefix 800 or more in the right case; below come matches at the starts of parts (`htr` in
/// `http_total_requests`) and in runs.
pub fn fuzzy_score(typed: &str, name: &str) -> Option<i32> {
    if typed.is_empty() {
        return Some(0);
    }
    if !is_subsequence(typed, name) {
        return None;
    }
    if typed == name {
        return Some(EXACT);
    }
    if name.starts_with(typed) {
        return Some(PREFIX + 1);
    }
    if name.get(..typed.len()).is_some_and(|start| start.eq_ignore_ascii_case(typed)) {
        return Some(PREFIX);
    }
    Some(best_alignment(typed, name).clamp(1, PREFIX - 1))
}

fn is_subsequence(typed: &str, name: &str) -> bool {
    let mut rest = name.chars();
    typed.chars().all(|c| rest.any(|other| same(c, other)))
}

fn same(a: char, b: char) -> bool {
    a == b || a.eq_ignore_ascii_case(&b)
}

/// The score of the best way to find the characters in the name, in order.
fn best_alignment(typed: &str, name: &str) -> i32 {
    const NONE: i32 = i32::MIN / 2;
    let name: Vec<char> = name.chars().take(MAX_CHARS).collect();
    // For each place in the name: the best score of a match of the characters so far whose last one stands there.
    let mut last: Vec<i32> = Vec::new();
    for (i, c) in typed.chars().take(MAX_CHARS).enumerate() {
        let mut row = vec![NONE; name.len()];
        let mut best_before = if i == 0 { 0 } else { NONE };
        for (j, other) in name.iter().enumerate() {
            if same(c, *other) {
                let run = if i > 0 && j > 0 { last[j - 1] + RUN } else { NONE };
                let fresh = best_before + if starts_part(&name, j) { PART } else { SINGLE };
                row[j] = run.max(fresh);
            }
            if i > 0 {
                best_before = best_before.max(last[j]);
            }
        }
        last = row;
    }
    let best = last.into_iter().max().unwrap_or(NONE);
    // Of equal matches the one in the shorter name is the fuller one.
    best.max(0) - (name.len() / 8) as i32
}

/// Whether a part of a name begins here: at its start, behind a separator, at a capital behind a small letter.
fn starts_part(name: &[char], at: usize) -> bool {
    let Some(before) = at.checked_sub(1).and_then(|i| name.get(i)) else { return true };
    !before.is_alphanumeric() || before.is_lowercase() && name[at].is_uppercase()
}

#[cfg(test)]
mod tests {
    use super::fuzzy_score;

    /// The names that match, best first.
    fn ranked<'a>(typed: &str, names: &[&'a str]) -> Vec<&'a str> {
        let mut found: Vec<(i32, &str)> = names.iter().filter_map(|n| Some((fuzzy_score(typed, n)?, *n))).collect();
        found.sort_by_key(|(score, _)| -score);
        found.into_iter().map(|(_, name)| name).collect()
    }

    #[test]
    fn matches_are_ranked_as_editors_do() {
        for (typed, names, expected) in [
            ("rate", &["irate", "rate", "rate_limit", "rank"][..], &["rate", "rate_limit", "irate"][..]),
            ("htr", &["http_total_requests", "rather", "the_tar"], &["http_total_requests", "the_tar"]),
            ("Rat", &["irate", "rate"], &["rate", "irate"]),
            ("mem_tot", &["node_memory_MemTotal_bytes", "node_cpu"], &["node_memory_MemTotal_bytes"]),
            ("é", &["caf", "café"], &["café"]),
            ("xyz", &["abc", ""], &[]),
        ] {
            assert_eq!(ranked(typed, names), expected, "{typed}");
        }
    }

    #[test]
    fn nothing_typed_matches_everything() {
        assert_eq!(fuzzy_score("", ""), Some(0));
        assert_eq!(fuzzy_score("", "up"), Some(0));
    }
}
