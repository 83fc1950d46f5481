//! Codes of names and types.

use super::{CodeDocs, Example};

pub(in super::super) const UNKNOWN_FUNCTION: CodeDocs = CodeDocs {
    meaning: "There is no function of this name. Names of functions are in lower case.",
    example: Example::Query("rat(http_requests_total[5m])"),
    mended: "rate(http_requests_total[5m])",
    remedy: "Use the name that the message proposes, or look it up in the list of functions. Functions of other systems, \
             such as MetricsQL's, do not exist in Prometheus.",
};

pub(in super::super) const UNKNOWN_AGGREGATOR: CodeDocs = CodeDocs {
    meaning: "There is no aggregation of this name: `by` or `without` stands behind it, and only aggregations take these. \
              It is raised for trees that were parsed without a list of aggregations; with one the parser stops at `by` \
              already (PQL001).",
    example: Example::Nameless("summe by (job) (up)"),
    mended: "sum by (job) (up)",
    remedy: "Use the name that the message proposes. A function takes no `by`; aggregate its result instead: \
             `sum by (job) (rate(...))`.",
};

pub(in super::super) const EXPERIMENTAL: CodeDocs = CodeDocs {
    meaning: "The function or aggregation is experimental in Prometheus, and the feature flag for these is off. A server \
              without the flag refuses the query in the same way.",
    example: Example::Query("mad_over_time(up[5m])"),
    mended: "stddev_over_time(up[5m])",
    remedy: "Use a stable one, or switch the feature on, here and on the server: \
             `--enable-feature promql-experimental-functions`.",
};

pub(in super::super) const WRONG_ARGUMENT_COUNT: CodeDocs = CodeDocs {
    meaning: "A function or aggregation has too few or too many arguments.",
    example: Example::Query("histogram_quantile(0.9)"),
    mended: "histogram_quantile(0.9, sum by (le) (rate(http_request_duration_seconds_bucket[5m])))",
    remedy: "Give the arguments that the message counts. A comma between matchers inside braces does not separate \
             arguments, one outside does.",
};

pub(in super::super) const WRONG_TYPE: CodeDocs = CodeDocs {
    meaning: "An expression has another type than its place takes. PromQL has scalars (`1`), strings, instant vectors (`up`) \
              and range vectors (`up[5m]`); nothing is converted by itself.",
    example: Example::Query("rate(http_requests_total)"),
    mended: "rate(http_requests_total[5m])",
    remedy: "For a range vector add a range, or `[5m:]` to make a subquery of an expression. For an instant vector take the \
             range away or use a function `..._over_time`. `scalar()` and `vector()` convert between scalars and vectors.",
};

pub(in super::super) const BOOL_MODIFIER: CodeDocs = CodeDocs {
    meaning: "`bool` turns a comparison from a filter into a value of 0 or 1. Between two scalars there is nothing to filter, \
              so it must stand there; on an operator that does not compare it has no meaning.",
    example: Example::Query("1 > 2"),
    mended: "1 > bool 2",
    remedy: "Add `bool` behind the operator of the comparison, or take it away from an operator that does not compare.",
};

pub(in super::super) const VECTOR_MATCHING: CodeDocs = CodeDocs {
    meaning: "`on`, `ignoring`, `group_left` and `group_right` say how the series of two vectors are paired. They have no \
              meaning with a scalar, a set operator takes no grouping, and a label cannot be in `on` and in the grouping.",
    example: Example::Query("up * on (job) 2"),
    mended: "up * 2",
    remedy: "Take away what has no meaning there.",
};

pub(in super::super) const EMPTY_SELECTOR: CodeDocs = CodeDocs {
    meaning: "Each matcher of the selector also matches the empty value, so that the selector would select every series of \
              the server. At least one must not.",
    example: Example::Query("{job=~\".*\"}"),
    mended: "{job=~\".+\"}",
    remedy: "Name the metric, or use a matcher that wants at least one character: `.+` in place of `.*`.",
};

pub(in super::super) const NAME_SET_TWICE: CodeDocs = CodeDocs {
    meaning: "The name of the metric stands before the braces and again inside.",
    example: Example::Query("up{__name__=\"node_load1\"}"),
    mended: "{__name__=\"node_load1\"}",
    remedy: "Keep one of the names. To select several metrics use `{__name__=~\"a|b\"}` alone.",
};
