//! Data whose point is its labels: names beyond ASCII, info metrics, Kubernetes, metadata, collisions.

use promenade::model::UnquotedNames;

use super::floats::{Accidents, constant, counter, gauge};
use super::script::{DataSet, LoadBlock, SeriesText};
use crate::generate::Random;

const USUAL: Accidents = Accidents { gap: 4, reset: 3, stale: 1, special: 0 };

/// Names of metrics and labels with dots and letters beyond ASCII, some of which need quotes and some of which may go
/// without, and values with what strings must escape.
pub(super) fn names(random: &mut Random) -> DataSet {
    let mut load = LoadBlock::every(30);
    let values = ["a b", "\\\"q\\\"", "back\\\\slash", "tab\\t", "ünï", "{}", "a.b", ""];
    let names = [
        "http.requests",
        "días_total",
        "with space",
        "plain_total",
        "a:b:rate5m",
        "9lives",
        "温度",
        "http.requests.total",
    ];
    for (i, name) in names.iter().enumerate() {
        for value in values.iter().skip(i % 3).step_by(2) {
            let host = if random.percent(50) { "host.name" } else { "\"host.name\"" };
            let place = if i % 2 == 0 { format!(",\"région\"=\"r{}\"", random.below(2)) } else { String::new() };
            let labels = format!("{host}=\"{value}\",job=\"j{}\"{place}", random.below(3));
            let is_bare = UnquotedNames::Utf8.allow_metric(name) && random.percent(50);
            let metric = if is_bare { format!("{name}{{{labels}}}") } else { format!("{{\"{name}\",{labels}}}") };
            load.series.push(SeriesText::new(metric, counter(random, 40, USUAL)));
        }
    }
    DataSet { name: String::new(), loads: vec![load] }
}

/// Metrics with `target_info` and another info metric, which come, go, change and overlap.
pub(super) fn info(random: &mut Random) -> DataSet {
    let mut load = LoadBlock::every(60);
    for i in 0..4 {
        let target = format!("instance=\"i{}\",job=\"j{}\"", i % 3, i % 2);
        for name in ["requests_total", "latency_seconds"] {
            let metric = format!("{name}{{{target},path=\"/{}\"}}", random.below(2));
            load.series.push(SeriesText::new(metric, counter(random, 40, USUAL)));
        }
        let info = [
            format!("target_info{{{target},version=\"{}\",data=\"d{i}\"}}", random.below(2)),
            format!("build_info{{{target},revision=\"r{}\"}}", random.below(3)),
        ];
        for metric in info {
            load.series.push(SeriesText::new(metric, lifetime(random, 40)));
        }
    }
    // A target that was deployed again: its info changes in the middle, for a while there are two.
    let (early, late) = (random.below(20), random.below(20) + 15);
    for (version, from, to) in [("old", 0, late), ("new", early, 40)] {
        let metric = format!("target_info{{instance=\"i9\",job=\"j9\",version=\"{version}\"}}");
        let values = (0..40).map(|step| if (from..to).contains(&step) { "1" } else { "_" }.to_owned()).collect();
        load.series.push(SeriesText::new(metric, values));
    }
    load.series.push(SeriesText::new("requests_total{instance=\"i9\",job=\"j9\"}", counter(random, 40, USUAL)));
    load.series.push(SeriesText::new("requests_total{instance=\"i7\"}", counter(random, 40, USUAL)));
    DataSet { name: String::new(), loads: vec![load] }
}

/// Ones from some step to some other, with gaps and stale markers.
fn lifetime(random: &mut Random, n: usize) -> Vec<String> {
    let (from, to) = (random.below(n / 4), n - random.below(n / 4));
    let one = |step: usize| match () {
        () if !(from..to).contains(&step) || random.percent(5) => "_",
        () if random.percent(3) => "stale",
        () => "1",
    };
    (0..n).map(one).map(str::to_owned).collect()
}

/// Pods that come and go, with their info, memory and processor time.
pub(super) fn kubernetes(random: &mut Random) -> DataSet {
    let mut load = LoadBlock::every(60);
    for pod in 0..6 {
        let place = format!("namespace=\"ns{}\",pod=\"app-{}-{:04x}\"", pod % 2, pod / 2, random.below(65_536));
        let info = format!("kube_pod_info{{{place},node=\"node{}\",uid=\"{}\"}}", pod % 3, random.below(1_000_000));
        load.series.push(SeriesText::new(info, lifetime(random, 40)));
        let phases = ["Running", "Pending", "Failed"];
        for phase in phases {
            let value = if phase == random.text(&phases) { "1" } else { "0" };
            let metric = format!("kube_pod_status_phase{{{place},phase=\"{phase}\"}}");
            load.series.push(SeriesText::new(metric, constant(value, 40)));
        }
        for container in ["main", "side"] {
            let labels = format!("{{{place},container=\"{container}\"}}");
            let cpu = counter(random, 40, USUAL);
            load.series.push(SeriesText::new(format!("container_cpu_seconds_total{labels}"), cpu));
            load.series.push(SeriesText::new(format!("container_memory_bytes{labels}"), gauge(random, 40, USUAL)));
        }
    }
    for node in 0..3 {
        let metric = format!("kube_node_labels{{node=\"node{node}\",zone=\"z{}\"}}", node % 2);
        load.series.push(SeriesText::new(metric, constant("1", 40)));
    }
    DataSet { name: String::new(), loads: vec![load] }
}

/// Series that differ in their names, or in one label, alone, so that dropping it makes them the same.
pub(super) fn duplicates(random: &mut Random) -> DataSet {
    let mut load = LoadBlock::every(30);
    let ghost = Accidents { gap: 35, reset: 3, stale: 5, special: 1 };
    for name in ["a_total", "b_total", "c"] {
        for labels in ["", "{x=\"1\"}", "{x=\"2\"}", "{x=\"1\",y=\"1\"}", "{x=\"1\",y=\"2\"}", "{y=\"1\"}"] {
            if random.percent(80) {
                let accidents = if random.percent(50) { ghost } else { USUAL };
                load.series.push(SeriesText::new(format!("{name}{labels}"), counter(random, 40, accidents)));
            }
        }
    }
    DataSet { name: String::new(), loads: vec![load] }
}

/// Series with `__type__` and `__unit__`.
pub(super) fn metadata(random: &mut Random) -> DataSet {
    let mut load = LoadBlock::every(30);
    let kinds = ["counter", "gauge", "unknown", ""];
    for (name, unit) in [("requests_total", "requests"), ("size_bytes", "bytes"), ("size_bytes", ""), ("load", "ratio")]
    {
        for kind in kinds {
            let metric = format!("{name}{{job=\"j{}\",__type__=\"{kind}\",__unit__=\"{unit}\"}}", random.below(2));
            load.series.push(SeriesText::new(metric, counter(random, 40, USUAL)));
        }
    }
    DataSet { name: String::new(), loads: vec![load] }
}
