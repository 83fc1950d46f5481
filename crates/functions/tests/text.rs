//! Replacements and natural order match the Go libraries that Prometheus uses.

use promenade_functions::kernel::SortOrder;
use promenade_functions::label::replace::LabelReplace;
use promenade_functions::sort::natural::natural_less;
use promenade_functions::sort::order_by_label;
use promenade_model::Labels;

#[test]
fn replacements() {
    let labels = Labels::from_pairs([("src", "ab-cé"), ("dst", "old")]);
    check(include_str!("data/replacement.tsv"), |[replacement, expected]| {
        let replace = LabelReplace::new("dst", replacement, "src", r"(?P<a>\w*)-(x)?(?P<b>.*)").expect("it compiles");
        let replaced = replace.apply(&labels).expect("it matches");
        (replaced.get("dst") == expected).then_some(()).ok_or_else(|| replaced.to_string())
    });
}

#[test]
fn natural_comparisons() {
    check(include_str!("data/natural.tsv"), |[a, b, less]| {
        let actual = natural_less(a, b).to_string();
        if actual == less { Ok(()) } else { Err(actual) }
    });
}

#[test]
fn natural_orders() {
    check(include_str!("data/natural_order.tsv"), |[before, after]| {
        let series: Vec<_> = before.split('|').map(|text| Labels::from_pairs([("label", text)])).collect();
        let order = order_by_label(&series.iter().collect::<Vec<_>>(), &["label"], SortOrder::Ascending);
        let sorted: Vec<_> = order.into_iter().map(|i| series[i].get("label")).collect();
        let sorted = sorted.join("|");
        if sorted == after { Ok(()) } else { Err(sorted) }
    });
}

/// Checks every row of a table; the callback returns the actual result on a mismatch.
fn check<const N: usize>(table: &str, mut check_row: impl FnMut([&str; N]) -> Result<(), String>) {
    let mut wrong = Vec::new();
    for row in table.lines().filter(|line| !line.starts_with("# ")) {
        let fields: Vec<_> = row.split('\t').collect();
        let fields = fields.try_into().expect("as many fields as the check takes");
        if let Err(found) = check_row(fields) {
            wrong.push(format!("{row:?}: {found}"));
        }
    }
    assert!(wrong.is_empty(), "{} rows:\n{}", wrong.len(), wrong.join("\n"));
}
