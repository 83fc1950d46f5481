//! Tables of how many cases pass, which may only rise: `testdata/conformance`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

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

/// Compares counts with a table of `testdata/conformance`: no file may pass fewer cases than the table says. Where one
/// passes more, the table wants to be written anew, which `UPDATE_CONFORMANCE=1` does. Prints each file and the sum.
pub fn check_counts(table: &str, counts: &[Count]) {
    let path = root().join("testdata/conformance").join(table);
    let known = read_table(&path);
    for count in counts {
        say(&format!("{table}: {}: {} of {} pass", count.file, count.n_passed, count.n_total));
    }
    let sum = |of: fn(&Count) -> usize| counts.iter().map(of).sum::<usize>();
    say(&format!("{table}: in sum {} of {} pass", sum(|c| c.n_passed), sum(|c| c.n_total)));
    let fewer: Vec<_> = counts.iter().filter(|c| c.n_passed < least(&known, c)).map(|c| complaint(&known, c)).collect();
    assert!(fewer.is_empty(), "fewer cases pass than {table} says:\n{}", fewer.join("\n"));
    if counts.iter().all(|c| known.get(&c.file) == Some(&row_of(c))) {
        return;
    }
    if std::env::var_os("UPDATE_CONFORMANCE").is_some() {
        write_table(&path, known, counts);
    } else {
        say(&format!("{table} is behind: run the test with UPDATE_CONFORMANCE=1 and commit it"));
    }
}

/// Cases that pass, all cases, and those that are explained, by file.
type Table = BTreeMap<String, (usize, usize, usize)>;

fn row_of(count: &Count) -> (usize, usize, usize) {
    (count.n_passed, count.n_total, count.n_explained)
}

fn least(known: &Table, count: &Count) -> usize {
    known.get(&count.file).map_or(0, |(n_passed, ..)| *n_passed)
}

fn complaint(known: &Table, count: &Count) -> String {
    let failures = count.failures.join("\n    ");
    format!("{}: {} of {}, and not {}\n    {failures}", count.file, count.n_passed, count.n_total, least(known, count))
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

fn write_table(path: &PathBuf, mut known: Table, counts: &[Count]) {
    known.extend(counts.iter().map(|c| (c.file.clone(), row_of(c))));
    let explains = known.values().any(|(.., n_explained)| *n_explained > 0);
    let explained = |n: usize| if explains { format!("\t{n}") } else { String::new() };
    let row = |(file, (n_passed, n_total, n)): (&String, &(usize, usize, usize))| {
        format!("{file}\t{n_passed}\t{n_total}{}\n", explained(*n))
    };
    let rows: String = known.iter().map(row).collect();
    let text = format!("# file\tpassed\ttotal{}\n{rows}", if explains { "\texplained" } else { "" });
    std::fs::write(path, text).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
}
