//! Tables of how many cases pass: `testdata/conformance`. A table says exactly what passes, no less and no more.

use std::collections::BTreeMap;
use std::path::Path;

use crate::shared::{read, root, say};

/// How many cases of a file pass.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Count {
    /// The file.
    pub file: String,
    /// Cases that pass.
    pub n_passed: usize,
    /// Cases that do not, for a reason that is known and named.
    pub n_explained: usize,
    /// All cases.
    pub n_total: usize,
    /// The first failures, for people.
    pub failures: Vec<String>,
}

/// Compares counts with a table of `testdata/conformance`, which must say exactly the same: fewer cases that pass are a
/// loss, and more mean that the table is behind. `UPDATE_CONFORMANCE=1` writes the table. Prints each file and the sum.
pub fn check_counts(table: &str, counts: &[Count]) {
    let path = root().join("testdata/conformance").join(table);
    for count in counts {
        say(&format!("{table}: {}: {} of {} pass", count.file, count.n_passed, count.n_total));
    }
    let sum = |of: fn(&Count) -> usize| counts.iter().map(of).sum::<usize>();
    say(&format!("{table}: in sum {} of {} pass", sum(|c| c.n_passed), sum(|c| c.n_total)));
    if std::env::var_os("UPDATE_CONFORMANCE").is_some() {
        write_table(&path, counts);
        return;
    }
    let complaints = complaints(&read_table(&path), counts);
    assert!(complaints.is_empty(), "{table} says otherwise:\n{}", complaints.join("\n"));
}

/// Cases that pass, all cases, and those that are explained, by file.
type Table = BTreeMap<String, (usize, usize, usize)>;

fn row_of(count: &Count) -> (usize, usize, usize) {
    (count.n_passed, count.n_total, count.n_explained)
}

/// What differs between a table and the counts, a line for each file.
fn complaints(known: &Table, counts: &[Count]) -> Vec<String> {
    let gone = known.keys().filter(|file| counts.iter().all(|count| count.file != **file));
    let gone = gone.map(|file| format!("{file}: it is no longer there; UPDATE_CONFORMANCE=1 writes the table"));
    counts.iter().filter_map(|count| complaint(known, count)).chain(gone).collect()
}

fn complaint(known: &Table, count: &Count) -> Option<String> {
    let (n_passed, n_total, n_explained) = known.get(&count.file).copied().unwrap_or_default();
    if (n_passed, n_total, n_explained) == row_of(count) {
        return None;
    }
    let now = format!("{}: {} of {} pass, {} explained", count.file, count.n_passed, count.n_total, count.n_explained);
    let was = format!("the table has {n_passed} of {n_total}, {n_explained} explained");
    Some(if count.n_passed < n_passed {
        format!("{now}; {was}; lost:\n    {}", count.failures.join("\n    "))
    } else {
        format!("{now}; {was}, which is behind: UPDATE_CONFORMANCE=1 writes it")
    })
}

fn read_table(path: &Path) -> Table {
    let text = if path.exists() { read(path) } else { String::new() };
    let row = |line: &str| {
        let mut fields = line.split('\t');
        let file = fields.next()?.to_owned();
        let (n_passed, n_total) = (fields.next()?.parse().ok()?, fields.next()?.parse().ok()?);
        Some((file, (n_passed, n_total, fields.next().map_or(Some(0), |n| n.parse().ok())?)))
    };
    let rows = text.lines().filter(|line| !line.starts_with('#'));
    rows.map(|line| row(line).unwrap_or_else(|| panic!("{}: not file, passed, total: {line}", path.display())))
        .collect()
}

fn write_table(path: &Path, counts: &[Count]) {
    let known: Table = counts.iter().map(|c| (c.file.clone(), row_of(c))).collect();
    let explains = known.values().any(|(.., n_explained)| *n_explained > 0);
    let explained = |n: usize| if explains { format!("\t{n}") } else { String::new() };
    let row = |(file, (n_passed, n_total, n)): (&String, &(usize, usize, usize))| {
        format!("{file}\t{n_passed}\t{n_total}{}\n", explained(*n))
    };
    let rows: String = known.iter().map(row).collect();
    let text = format!("# file\tpassed\ttotal{}\n{rows}", if explains { "\texplained" } else { "" });
    std::fs::write(path, text).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(file: &str, n_passed: usize, n_total: usize) -> Count {
        Count { file: file.to_owned(), n_passed, n_explained: 0, n_total, failures: vec!["x".to_owned()] }
    }

    #[test]
    fn a_table_is_exact() {
        let known: Table = [("a".to_owned(), (2, 3, 0))].into();
        let cases = [
            (vec![count("a", 2, 3)], ""),
            (vec![count("a", 1, 3)], "lost"),
            (vec![count("a", 3, 3)], "behind"),
            (vec![count("a", 2, 4)], "behind"),
            (vec![count("a", 2, 3), count("b", 1, 1)], "behind"),
            (vec![], "no longer"),
        ];
        for (counts, expected) in cases {
            let complaints = complaints(&known, &counts);
            assert_eq!(complaints.is_empty(), expected.is_empty(), "{complaints:?}");
            assert!(complaints.iter().all(|text| text.contains(expected)), "{complaints:?}");
        }
    }
}
