//! Codes of what stands behind an expression: ranges, `offset`, `@`, and modifiers that exclude each other.

use super::{CodeDocs, Example};

pub(in super::super) const RANGE_ON_NON_SELECTOR: CodeDocs = CodeDocs {
    meaning: "A range such as `[5m]` selects stored samples, so it must follow a vector selector. The result of a call or an \
              operator has a value only at each step of the evaluation.",
    example: Example::Query("max_over_time(rate(http_requests_total[1m])[10m])"),
    fixed: "max_over_time(rate(http_requests_total[1m])[10m:])",
    how_to_fix: "Use a subquery, `[10m:]` or `[10m:30s]`, which evaluates the expression at each of its steps; or move the range \
             to the selector.",
};

pub(in super::super) const MODIFIER_BEFORE_RANGE: CodeDocs = CodeDocs {
    meaning: "`offset` or `@` is written between a selector and its range. The range comes first.",
    example: Example::Query("rate(http_requests_total offset 1h [5m])"),
    fixed: "rate(http_requests_total[5m] offset 1h)",
    how_to_fix: "Move the modifier after the range.",
};

pub(in super::super) const MODIFIER_ON_NON_SELECTOR: CodeDocs = CodeDocs {
    meaning: "`offset`, `@`, `anchored` and `smoothed` change which samples are read, so they apply to selectors and \
              subqueries, not to calls, aggregations or operators.",
    example: Example::Query("sum(up) offset 1h"),
    fixed: "sum(up offset 1h)",
    how_to_fix: "Move the modifier to each selector inside.",
};

pub(in super::super) const DUPLICATE_MODIFIER: CodeDocs = CodeDocs {
    meaning: "The same modifier is given twice for one selector or subquery. Modifiers do not add up.",
    example: Example::Query("up offset 1h offset 5m"),
    fixed: "up offset 65m",
    how_to_fix: "Keep one of them.",
};

pub(in super::super) const TIMESTAMP_OUT_OF_BOUNDS: CodeDocs = CodeDocs {
    meaning: "The value after `@` is not a valid timestamp: it is too large, infinite or not a number. Timestamps are Unix \
              seconds, and must fit in 64 bits as milliseconds.",
    example: Example::Query("up @ 1e30"),
    fixed: "up @ 1782468900",
    how_to_fix: "Use Unix seconds, with a fraction if needed, or `start()` or `end()`.",
};

pub(in super::super) const CONFLICTING_MODIFIERS: CodeDocs = CodeDocs {
    meaning: "A selector has two modifiers that exclude each other: the samples at the borders of the range are either taken \
              from before the border (`anchored`) or interpolated (`smoothed`).",
    example: Example::Query("increase(http_requests_total[5m] anchored smoothed)"),
    fixed: "increase(http_requests_total[5m])",
    how_to_fix: "Keep one of them.",
};

pub(in super::super) const FEATURE_DISABLED: CodeDocs = CodeDocs {
    meaning: "The query uses syntax that Prometheus enables with a feature flag, and the flag is off. A server without the flag \
              also refuses the query.",
    example: Example::Query("requests_total + fill (0) errors_total"),
    fixed: "requests_total + (errors_total or requests_total * 0)",
    how_to_fix: "Avoid the syntax, or enable the feature that the message names, here and on the server: \
             `--enable-feature promql-binop-fill-modifiers`, or `features` in the profile of `promenade.toml`.",
};
