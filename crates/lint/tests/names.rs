//! Names with dots and with letters beyond ASCII, where they may stand without quotes and where they may not.
#![allow(clippy::unwrap_used)] // test code

use promenade_documents::{Document, ReadOptions};
use promenade_lint::snapshot::SnapshotBuilder;
use promenade_lint::{Finding, Linter, Settings};
use promenade_model::Features;

fn lint(query: &str, features: Features) -> Vec<Finding> {
    let mut builder = SnapshotBuilder::default();
    builder.series([("__name__", "http.requests"), ("http.method", "GET"), ("job", "api"), ("instance", "a")]);
    builder.series([("__name__", "up"), ("job", "api"), ("instance", "a")]);
    let snapshot = Some(builder.build(50));
    let document = Document::read("query.promql", query, &ReadOptions::default());
    Linter::new(Settings::default().features(features).snapshot(snapshot)).lint(&[document])
}

/// Each finding's code with the query after its fix.
fn fixed(query: &str, features: Features) -> Vec<String> {
    let fixed = |finding: &Finding| {
        let Some(fix) = &finding.fix else { return finding.lint.code.to_owned() };
        format!("{} {}", finding.lint.code, fix.apply(query).unwrap())
    };
    lint(query, features).iter().map(fixed).collect()
}

#[test]
fn fixes_write_names_as_the_server_reads_them() {
    let on = Features { unquoted_utf8_names: true, ..Features::default() };
    for (query, off, expected) in [
        (r#"{"http.requests"} > 5"#, &[][..], &["PQL407 http.requests > 5"][..]),
        (r#"{__name__="on", "a.b"="c"} > 5"#, &["PQL951"], &["PQL951"]),
        (
            r#"{"http.requests", "http.metod"="GET"} > 5"#,
            &[r#"PQL952 {"http.requests", "http.method"="GET"} > 5"#],
            &[r#"PQL407 http.requests{"http.metod"="GET"} > 5"#, r#"PQL952 {"http.requests", http.method="GET"} > 5"#],
        ),
        ("http_requests > 5", &["PQL951"], &["PQL951 http.requests > 5"]),
    ] {
        assert_eq!(fixed(query, Features::default()), off, "{query}");
        assert_eq!(fixed(query, on), expected, "{query}");
    }
}

#[test]
fn a_query_that_lacks_the_feature_is_read_on() {
    let found = lint("http.requests > ignoring () http.requests offset 5m", Features::default());
    let of = |code: &str| found.iter().find(|finding| finding.lint.code == code);
    let help = of("PQL002").and_then(|finding| finding.diagnostic.help.as_ref()).unwrap();
    assert!(help.contains("promql-unquoted-utf8-names"), "{help}");
    assert!(of("PQL504").is_some(), "{found:?}");
}
