//! What queries cost: `query --stats`, `explain --cost` and limits.

use crate::common::show;

const QUERY: &str = "'sum(rate(http_requests_total[5m]))' -d export.jsonl";

#[test]
fn statistics_stand_beside_the_estimate() {
    let table = "series touched                             2             2\n\
                 samples read                              20            20\n\
                 samples looked at by all steps                          20\n\
                 samples held at once                                    12\n";
    for command in ["query --stats", "explain --cost"] {
        let shown = show(&format!("{command} {QUERY}"));
        assert!(shown.contains(table), "{shown}");
    }
}

#[test]
fn json_has_the_statistics_of_the_api() {
    let shown = show(&format!("query --stats -o json {QUERY}"));
    for part in [
        r#""stats":{"timings":{"execTotalTime":"#,
        r#""samples":{"totalQueryableSamples":20,"samplesRead":20,"seriesTouched":2,"peakSamples":12}}"#,
        r#""cost":{"estimated":{"seriesTouched":2,"samplesRead":20},"actual":{"seriesTouched":2,"samplesRead":20,"peakSamples":12}}"#,
    ] {
        assert!(shown.contains(part), "{shown}");
    }
    assert!(!show(&format!("query -o json {QUERY}")).contains("stats"));
}

#[test]
fn statistics_of_steps_are_shown_with_the_feature() {
    let shown = show(&format!("query --stats --enable-feature promql-per-step-stats -o json {QUERY}"));
    assert!(shown.contains(r#""totalQueryableSamplesPerStep":[[1782469800,20]]"#), "{shown}");
    assert!(shown.contains(r#""samplesReadPerStep":[[1782469800,20]]"#), "{shown}");
}

#[test]
fn limits_name_themselves() {
    for (flag, name) in [("--max-series", "max_series"), ("--max-samples-read", "max_samples_read")] {
        let shown = show(&format!("query {flag} 1 {QUERY}"));
        assert!(shown.contains(&format!("{name} is 1\n")) && shown.contains(&format!("raise the limit with {flag}\n")));
    }
}
