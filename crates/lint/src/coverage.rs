//! The checks of other tools, with the lints that cover them.

/// A tool whose checks are compared with the lints.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tool {
    /// Cloudflare's linter of rules.
    Pint,
    /// A query builder; parts of it are in Prometheus's query page.
    PromLens,
    /// `promtool check rules --lint=all`
    Promtool,
    /// The annotations in Prometheus's answers to queries.
    Prometheus,
}

/// A check of another tool.
#[derive(Debug, Clone, Copy)]
pub struct CoverageRow {
    /// The tool.
    pub tool: Tool,
    /// The tool's name of the check, or a description if it has none.
    pub check: &'static str,
    /// The codes of the lints, or prefixes of codes.
    pub lints: &'static [&'static str],
    /// The difference, or why there is no lint.
    pub note: &'static str,
}

/// All rows, tool by tool.
pub fn coverage() -> impl Iterator<Item = &'static CoverageRow> {
    ROWS.iter()
}

static ROWS: &[CoverageRow] = &[
    row(Tool::Pint, "alerts/absent", &["PQL604"], ""),
    row(
        Tool::Pint,
        "alerts/annotation",
        &["PQL610"],
        "pint requires the annotations that its configuration names; this lint requires at least one.",
    ),
    row(Tool::Pint, "alerts/comparison", &["PQL602", "PQL603"], ""),
    row(Tool::Pint, "alerts/count", &[], "Counts how often the alert would have fired, which needs a server."),
    row(Tool::Pint, "alerts/external_labels", &["PQL904"], "Needs the external labels of a profile."),
    row(Tool::Pint, "alerts/for", &["PQL605", "PQL700"], ""),
    row(Tool::Pint, "alerts/template", &["PQL606", "PQL607", "PQL611", "PQL700", "PQL805"], ""),
    row(Tool::Pint, "group/interval", &["PQL709"], ""),
    row(
        Tool::Pint,
        "ignore/file",
        &[],
        "Only reports that a file is ignored. The comments work, also around lines that are not YAML.",
    ),
    row(Tool::Pint, "labels/conflict", &["PQL903"], "Needs the external labels of a profile."),
    row(Tool::Pint, "pint/comment", &["PQL792"], ""),
    row(
        Tool::Pint,
        "promql/aggregate",
        &[],
        "Requires the labels that its configuration names; Promenade has no such setting.",
    ),
    row(
        Tool::Pint,
        "promql/counter",
        &["PQL306", "PQL307", "PQL954"],
        "By the name of the metric, or by its type if there is a snapshot.",
    ),
    row(
        Tool::Pint,
        "promql/features",
        &["PQL020", "PQL103"],
        "The feature flags come from the profile or the command line.",
    ),
    row(Tool::Pint, "promql/fragile", &["PQL608", "PQL708"], ""),
    row(Tool::Pint, "promql/impossible", &["PQL317", "PQL404", "PQL801", "PQL802", "PQL803", "PQL806"], ""),
    row(Tool::Pint, "promql/nan", &["PQL318"], "Off by default."),
    row(Tool::Pint, "promql/offset", &["PQL902"], "Needs the retention of a profile."),
    row(Tool::Pint, "promql/range_query", &["PQL902"], "Needs the retention of a profile."),
    row(
        Tool::Pint,
        "promql/rate",
        &["PQL301", "PQL302", "PQL303", "PQL304", "PQL901", "PQL954"],
        "Compares the window with the scrape interval of a profile; finds the type by name or snapshot.",
    ),
    row(Tool::Pint, "promql/regexp", &["PQL401", "PQL402", "PQL403", "PQL408"], ""),
    row(
        Tool::Pint,
        "promql/selector",
        &[],
        "Requires the matchers that its configuration names; Promenade has no such setting.",
    ),
    row(Tool::Pint, "promql/series", &["PQL951", "PQL952", "PQL953", "PQL956"], "Needs a snapshot of the metrics."),
    row(Tool::Pint, "promql/syntax", &["PQL0", "PQL1"], ""),
    row(Tool::Pint, "promql/vector_matching", &["PQL321", "PQL802", "PQL955"], ""),
    row(
        Tool::Pint,
        "query/cost",
        &["PQL710"],
        "The lint finds expressions that are already recorded. The cost needs a server.",
    ),
    row(
        Tool::Pint,
        "rule/dependency",
        &["PQL703", "PQL704", "PQL705"],
        "pint also checks rules that a change of the repository removes.",
    ),
    row(Tool::Pint, "rule/duplicate", &["PQL701", "PQL702"], ""),
    row(
        Tool::Pint,
        "rule/for",
        &["PQL601"],
        "pint requires the limits that its configuration names; this lint requires `for` where a single sample can raise the alert.",
    ),
    row(
        Tool::Pint,
        "rule/label",
        &[],
        "Requires the labels that its configuration names; Promenade has no such setting.",
    ),
    row(Tool::Pint, "rule/link", &[], "Needs the network."),
    row(
        Tool::Pint,
        "rule/name",
        &["PQL706", "PQL707"],
        "pint requires the pattern that its configuration names; these lints require `level:metric:operations`.",
    ),
    row(Tool::Pint, "rule/owner", &[], "The comments name owners for pint's own service."),
    row(
        Tool::Pint,
        "rule/reject",
        &[],
        "Rejects the patterns that its configuration names; Promenade has no such setting.",
    ),
    row(Tool::Pint, "rule/report", &[], "Always reports if its configuration says so."),
    row(
        Tool::Pint,
        "yaml/parse",
        &["PQL700"],
        "All commands report invalid YAML as a file that cannot be read. pint also requires quotes around values that look like numbers; Prometheus does not.",
    ),
    row(Tool::PromLens, "parse and type errors", &["PQL0", "PQL1"], ""),
    row(
        Tool::PromLens,
        "warning: function for counters over a metric without a counter's suffix",
        &["PQL303", "PQL304", "PQL954"],
        "PQL303 if the name is that of a gauge; PQL304, off by default, for all other names.",
    ),
    row(
        Tool::PromLens,
        "warning: another function over a raw counter",
        &["PQL305", "PQL306", "PQL310", "PQL954"],
        "PQL306 is off by default.",
    ),
    row(Tool::PromLens, "warning: aggregation without le below histogram_quantile", &["PQL309"], ""),
    row(Tool::PromLens, "suggestion: add rate to a raw counter", &["PQL306", "PQL307"], "PQL306 is off by default."),
    row(
        Tool::PromLens,
        "suggestion: add histogram_quantile to buckets",
        &["PQL306"],
        "The lint finds raw buckets. That a quantile is wanted would be a guess.",
    ),
    row(Tool::PromLens, "suggestion: add sum where there are several series", &[], "Several series are not a mistake."),
    row(
        Tool::PromLens,
        "match group with several series on the side that must have one, or on both sides",
        &["PQL321", "PQL955"],
        "PromLens runs the query; the lints use label flow (off by default) or a snapshot.",
    ),
    row(
        Tool::PromLens,
        "match group without a series on one side",
        &["PQL802", "PQL801"],
        "If the labels show that there is never a match.",
    ),
    row(
        Tool::PromLens,
        "empty result of a part of the query",
        &["PQL404", "PQL803", "PQL951", "PQL952", "PQL953", "PQL956"],
        "PromLens runs each part; the lints use the metrics and labels of a snapshot.",
    ),
    row(
        Tool::Promtool,
        "duplicate-rules",
        &["PQL701", "PQL702"],
        "The only lint in `--lint=all`. promtool compares names and labels only, so it also reports alerts with different thresholds and equal labels.",
    ),
    row(
        Tool::Promtool,
        "check rules without lints",
        &["PQL700", "PQL0", "PQL1"],
        "`promenade check-rules` has the same verdicts and, PromQL aside, the same messages.",
    ),
    row(Tool::Prometheus, "invalid quantile", &["PQL308"], "If the quantile is a constant."),
    row(Tool::Prometheus, "invalid ratio", &["PQL323"], "If the ratio is a constant."),
    row(
        Tool::Prometheus,
        "invalid strategy of `integral`",
        &[],
        "Prometheus then uses the default strategy and adds an annotation.",
    ),
    row(Tool::Prometheus, "metric might not be a counter", &["PQL303", "PQL304"], ""),
    row(Tool::Prometheus, "metric might not be a counter by its type label", &["PQL954"], "By the type in a snapshot."),
    row(
        Tool::Prometheus,
        "sort in a range query",
        &["PQL505"],
        "Whether a query will be evaluated over a range is unknown; the lint finds sorts in rules and below other expressions, where the order is always lost.",
    ),
    row(
        Tool::Prometheus,
        "bucket label is missing or not a number",
        &["PQL309", "PQL311"],
        "Whether the bounds are numbers depends on the data.",
    ),
    row(Tool::Prometheus, "mixed floats and histograms", &[], "Depends on the data."),
    row(Tool::Prometheus, "mixed classic and native histograms", &[], "Depends on the data."),
    row(Tool::Prometheus, "native histogram is not a counter", &[], "Depends on the data."),
    row(Tool::Prometheus, "native histogram is not a gauge", &[], "Depends on the data."),
    row(Tool::Prometheus, "mixed exponential and custom buckets", &[], "Depends on the data."),
    row(Tool::Prometheus, "incompatible bucket layouts in a binary operation", &[], "Depends on the data."),
    row(Tool::Prometheus, "counter reset collision", &[], "Depends on the data."),
    row(Tool::Prometheus, "start times overlap", &[], "Depends on the data."),
    row(Tool::Prometheus, "quantile of buckets that are not monotonic", &[], "Depends on the data."),
    row(Tool::Prometheus, "incompatible types in a binary operation", &[], "Depends on the data."),
    row(Tool::Prometheus, "histogram ignored in an aggregation", &[], "Depends on the data."),
    row(Tool::Prometheus, "histogram ignored in a range", &[], "Depends on the data."),
    row(Tool::Prometheus, "quantile of a native histogram is NaN", &[], "Depends on the data."),
    row(Tool::Prometheus, "quantile of a native histogram is skewed by NaN", &[], "Depends on the data."),
    row(Tool::Prometheus, "fraction of a native histogram with NaN", &[], "Depends on the data."),
    row(Tool::Prometheus, "mismatched custom buckets", &[], "Depends on the data."),
];

const fn row(tool: Tool, check: &'static str, lints: &'static [&'static str], note: &'static str) -> CoverageRow {
    CoverageRow { tool, check, lints, note }
}
