//! The time ranges that selectors read: lookback, windows, offsets, `@` and subqueries.

mod support;

use promenade_plan::PlanOptions;
use support::plan;

/// Compares first and last millisecond of each scan. Times in seconds, lookback 5 s.
fn check(query: &str, times: &[i64], expected: &[(i64, i64)]) {
    let mut options = match times {
        [at] => PlanOptions::instant(at * 1000),
        [start, end] => PlanOptions::range(start * 1000, end * 1000, 1000),
        _ => unreachable!("one time or two"),
    };
    options.lookback_delta_ms = 5000;
    let scans = plan(query, options).scans;
    let ranges: Vec<_> = scans.iter().map(|scan| (scan.start_ms, scan.end_ms)).collect();
    assert_eq!(ranges, expected, "{query}");
}

#[test]
fn instant_selectors_look_back() {
    check("foo", &[10], &[(5001, 10_000)]);
    check("foo", &[10, 20], &[(5001, 20_000)]);
    check("foo @ 1", &[10], &[(-3999, 1000)]);
    check("foo @ end() offset 1s", &[10, 20], &[(14_001, 19_000)]);
    check("foo offset -1s", &[10], &[(6001, 11_000)]);
    check("foo smoothed", &[10], &[(5001, 15_000)]);
}

#[test]
fn windows_reach_as_far_as_their_modifier_says() {
    check("rate(foo[2m])", &[200, 500], &[(80_001, 500_000)]);
    check("rate(foo[2m] anchored)", &[200, 500], &[(75_001, 500_000)]);
    check("rate(foo[2m] smoothed)", &[200, 500], &[(75_001, 505_000)]);
    check("rate(foo[2m] @ 180)", &[200, 500], &[(60_001, 180_000)]);
}

#[test]
fn subqueries_add_up_and_at_starts_anew() {
    check("max_over_time(foo[2m:1s])", &[300], &[(175_001, 300_000)]);
    check("max_over_time((foo offset 10s)[2m:1s] offset 10s)", &[300], &[(155_001, 280_000)]);
    check("max_over_time((foo @ 200 offset 10s)[2m:1s] offset 10s)", &[300], &[(185_001, 190_000)]);
    check("max_over_time(max_over_time(foo[2m:1s] offset 10s)[3m:1s] offset 20s)", &[500], &[(165_001, 470_000)]);
    check("max_over_time(max_over_time(foo[2m:1s] @ 100 offset 10s)[3m:1s] offset 20s)", &[500], &[(-34_999, 90_000)]);
}

#[test]
fn info_series_are_read_when_the_call_is_evaluated() {
    check("info(foo offset 10s)", &[100, 200], &[(85_001, 190_000), (85_001, 190_000)]);
    check("info(foo @ 50)", &[100, 200], &[(45_001, 50_000), (45_001, 50_000)]);
    check("max_over_time(info(foo)[30s:7s])", &[100], &[(65_001, 100_000), (72_001, 100_000)]);
}

#[test]
fn extreme_times_do_not_overflow() {
    for query in
        ["foo @ 9e15", "foo @ -9e15 offset 200y", "max_over_time(foo[250y:1d] offset 200y)", "foo offset -290y"]
    {
        for at_ms in [i64::MIN, 0, i64::MAX] {
            let scans = plan(query, PlanOptions::instant(at_ms)).scans;
            assert!(scans.iter().all(|scan| scan.start_ms <= scan.end_ms), "{query} at {at_ms}");
        }
    }
}
