//! Codes of names and types.

use super::{CodeDocs, Example};

pub(in super::super) const UNKNOWN_FUNCTION: CodeDocs = CodeDocs {
    meaning: "There is no function with this name. Function names are in lower case.",
    example: Example::Query("rat(http_requests_total[5m])"),
    fixed: "rate(http_requests_total[5m])",
    how_to_fix: "Use the name that the message suggests, or look it up in the list of functions. Functions of other query languages, \
             such as MetricsQL, do not exist in Prometheus.",
};

pub(in super::super) const UNKNOWN_AGGREGATOR: CodeDocs = CodeDocs {
    meaning: "There is no aggregation with this name. `by` or `without` follows it, which only aggregations accept. \
              It is reported for trees that were parsed without a list of aggregations; with one, the parser already stops \
              at `by` (PQL001).",
    example: Example::Nameless("summe by (job) (up)"),
    fixed: "sum by (job) (up)",
    how_to_fix: "Use the name that the message suggests. A function takes no `by`; aggregate its result instead: \
             `sum by (job) (rate(...))`.",
};

pub(in super::super) const EXPERIMENTAL: CodeDocs = CodeDocs {
    meaning: "The function or aggregation is experimental in Prometheus, and the feature flag is off. A server without the flag \
              also refuses the query.",
    example: Example::Query("mad_over_time(up[5m])"),
    fixed: "stddev_over_time(up[5m])",
    how_to_fix: "Use a stable one, or enable the feature, here and on the server: \
             `--enable-feature promql-experimental-functions`.",
};

pub(in super::super) const WRONG_ARGUMENT_COUNT: CodeDocs = CodeDocs {
    meaning: "A function or aggregation has too few or too many arguments.",
    example: Example::Query("histogram_quantile(0.9)"),
    fixed: "histogram_quantile(0.9, sum by (le) (rate(http_request_duration_seconds_bucket[5m])))",
    how_to_fix: "Pass as many arguments as the message says. A comma inside braces separates matchers; a comma outside separates \
             arguments.",
};

pub(in super::super) const WRONG_TYPE: CodeDocs = CodeDocs {
    meaning: "The expression has the wrong type. PromQL has scalars (`1`), strings, instant vectors (`up`) and range vectors \
              (`up[5m]`), and converts none of them implicitly.",
    example: Example::Query("rate(http_requests_total)"),
    fixed: "rate(http_requests_total[5m])",
    how_to_fix: "For a range vector, add a range, or `[5m:]` to turn an expression into a subquery. For an instant vector, remove the \
             range or use a function `..._over_time`. `scalar()` and `vector()` convert between scalars and vectors.",
};

pub(in super::super) const BOOL_MODIFIER: CodeDocs = CodeDocs {
    meaning: "`bool` turns a comparison from a filter into a value of 0 or 1. Between two scalars there is nothing to filter, \
              so `bool` is required; on other operators it has no meaning.",
    example: Example::Query("1 > 2"),
    fixed: "1 > bool 2",
    how_to_fix: "Add `bool` after the comparison operator, or remove it from an operator that is not a comparison.",
};

pub(in super::super) const VECTOR_MATCHING: CodeDocs = CodeDocs {
    meaning: "`on`, `ignoring`, `group_left` and `group_right` define how the series of two vectors are paired. They have no \
              meaning with a scalar; a set operator takes no grouping; and a label cannot be both in `on` and in the grouping.",
    example: Example::Query("up * on (job) 2"),
    fixed: "up * 2",
    how_to_fix: "Remove the modifier that has no meaning there.",
};

pub(in super::super) const EMPTY_SELECTOR: CodeDocs = CodeDocs {
    meaning: "Every matcher of the selector also matches the empty value, so the selector would select all series of the \
              server. At least one matcher must not match the empty value.",
    example: Example::Query("{job=~\".*\"}"),
    fixed: "{job=~\".+\"}",
    how_to_fix: "Add a metric name, or use a matcher that needs at least one character: `.+` instead of `.*`.",
};

pub(in super::super) const NAME_SET_TWICE: CodeDocs = CodeDocs {
    meaning: "The metric name is given both before the braces and inside them.",
    example: Example::Query("up{__name__=\"node_load1\"}"),
    fixed: "{__name__=\"node_load1\"}",
    how_to_fix: "Keep one of the names. To select several metrics, use only `{__name__=~\"a|b\"}`.",
};
