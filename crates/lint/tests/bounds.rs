//! Bounds of buckets and quantiles that are written otherwise than Prometheus stores them.

use promenade_lint::snapshot::SnapshotBuilder;
use promenade_lint::{Linter, Settings};
use promenade_syntax::Variables;

fn found(settings: Settings, query: &str) -> Vec<String> {
    let findings = Linter::new(settings).lint_query(query, Variables::Grafana);
    let of_bounds = findings.into_iter().filter(|finding| finding.lint.code == "PQL409");
    of_bounds
        .map(|finding| format!("{}: {}", &query[finding.diagnostic.range.clone()], finding.diagnostic.message))
        .collect()
}

#[test]
fn are_found_where_nothing_else_is_known() {
    for (query, expected) in [
        (r#"go_gc_duration_seconds{quantile="1"}"#, Some(r#"quantile="1": Prometheus 3 stores "1" as "1.0""#)),
        (r#"x_bucket{le!="0.50"}"#, Some(r#"le!="0.50": Prometheus 3 stores "0.50" as "0.5""#)),
        (r#"x_bucket{le=~"1|5"}"#, Some(r#"le=~"1|5": Prometheus 3 stores "1" as "1.0""#)),
        // Both ways of storing are meant.
        (r#"x_bucket{le=~"5(\\.0)?"}"#, None),
        (r#"x_bucket{le=~"5|5\\.0"}"#, None),
        (r#"x_bucket{le="5.0"} + x_bucket{le="+Inf"} + x_bucket{le=""} + x_bucket{le=~".+"}"#, None),
        // A rule has written the label, or a variable stands for the value.
        (r#"job:x:rate5m{quantile="1"}"#, None),
        (r#"x_bucket{le="$le"}"#, None),
        (r#"x{code="1"}"#, None),
    ] {
        let expected: Vec<&str> = expected.into_iter().collect();
        assert_eq!(found(Settings::default(), query), expected, "{query}");
    }
}

#[test]
fn are_left_alone_where_a_snapshot_has_them() {
    let mut builder = SnapshotBuilder::default();
    builder.series([("__name__", "x_bucket"), ("job", "a"), ("instance", "b"), ("le", "5")]);
    let snapshot = Some(builder.build(10));
    let settings = Settings::default().snapshot(snapshot);
    assert!(found(settings.clone(), r#"x_bucket{le="5"}"#).is_empty());
    assert_eq!(found(settings, r#"x_bucket{le="6"}"#).len(), 1);
}
