//! Rule files of Prometheus and of a mixin, with what `promtool check rules` 3.16 said of each.

use std::path::Path;

use promenade::documents::rules::{CheckOptions, Lints, Verdict, check_text};
use promenade_tests::shared::{read, shared_dir};

/// Everything that promtool says of a file, on one line.
fn said(path: &Path, name: &str) -> (u8, String) {
    let checked = check_text(&read(path), &CheckOptions::default());
    let (exit, said) = match checked.verdict(Lints::parse("duplicate-rules").0) {
        Verdict::Accepted(n) => (0, format!("SUCCESS: {n} rules found")),
        Verdict::Lint(message) => (0, format!("FAILED: {message}")),
        Verdict::Refused(errors) => {
            let errors = errors.iter().map(|error| format!("{name}: {error}")).collect::<Vec<_>>();
            (1, format!("FAILED: {}", errors.join(" ")))
        }
    };
    (exit, one_line(&said))
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The words of our own for what is wrong with an expression do not count, but its place does.
fn without_own_words(text: &str) -> &str {
    text.split_once("parse error: ").map_or(text, |(before, _)| before)
}

#[test]
fn verdicts_are_those_of_promtool() {
    let Some(folder) = shared_dir("rules") else { return };
    let Some(reference) = shared_dir("v3.16") else { return };
    let table = read(&reference.join("rules-verdicts.tsv"));
    let mut n_files = 0;
    for line in table.lines().skip(1) {
        let [file, exit, expected] = line.splitn(3, '\t').collect::<Vec<_>>()[..] else { panic!("{line}") };
        let (our_exit, ours) = said(&folder.join(file), file);
        assert_eq!(our_exit.to_string(), exit, "{file}: {ours}");
        assert_eq!(without_own_words(&ours), without_own_words(&one_line(expected)), "{file}");
        n_files += 1;
    }
    assert_eq!(n_files, 42);
}
