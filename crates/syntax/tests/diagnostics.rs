//! Diagnostics in full, as snapshots.

mod common;

use std::fmt::Write as _;

use promenade_syntax::Diagnostic;

const BROKEN: &[&str] = &[
    "",
    "sum(rate(foo[5m])",
    "sum(foo) by (a b) + bar)",
    "foo by (job) (bar)",
    "rate foo[5m]",
    "sum(rate(foo[5m]))[1h]",
    "foo offset 5m [5m]",
    "foo @ 1 offset 5m @ 2",
    "foo{a=\"b\" c=~\"(\", d}",
    "foo{bar}[5x] + \"\\d\"",
    "foo[5m) + bar[-1]",
    "max_over_time(foo[1h:5m:])",
    "a && b || !c",
    "a||b",
    "a + on b",
    "topk(5, foo,)",
    "foo = bar",
    "foo[5m] smoothed anchored",
    "{\"a\", b=\"\\xff\"}",
];

#[test]
fn in_plain_words() {
    let mut text = String::new();
    for source in BROKEN {
        let _ = writeln!(text, "{source}");
        for diagnostic in &common::explained(source, &common::options()).diagnostics {
            plain(&mut text, source, diagnostic);
        }
        text.push('\n');
    }
    insta::assert_snapshot!(text);
}

fn plain(text: &mut String, source: &str, d: &Diagnostic) {
    let _ = writeln!(text, "  {} {:?} at {:?}: {d}", d.code, d.severity, d.range);
    if let Some(offset) = d.reported_at {
        let _ = writeln!(text, "    reported at {offset}");
    }
    for label in &d.labels {
        let _ = writeln!(text, "    at {:?}: {}", label.range, label.message);
    }
    if let Some(fix) = &d.fix {
        let _ = writeln!(text, "    fix: {}: {}", fix.title, fix.apply(source).unwrap_or_default());
    }
}

#[cfg(feature = "render")]
#[test]
fn with_carets() {
    use promenade_syntax::render::{RenderOptions, render};
    let mut text = String::new();
    for source in BROKEN.iter().chain(&["sum(\n  rate(foo[5m]\n)", "\"é\" + \"ü"]) {
        text += &render(
            &common::explained(source, &common::options()).diagnostics,
            "query",
            source,
            RenderOptions::default(),
        );
        text.push('\n');
    }
    insta::assert_snapshot!(text);
}
