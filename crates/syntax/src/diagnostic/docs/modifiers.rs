//! Codes of what stands behind an expression: ranges, `offset`, `@`, and modifiers that exclude each other.

use super::{CodeDocs, Example};

pub(in super::super) const RANGE_ON_NON_SELECTOR: CodeDocs = CodeDocs {
    meaning: "A range such as `[5m]` selects the samples of some time, and only a vector selector has samples. The value of \
              a call or of an operator exists at each step of the evaluation alone.",
    example: Example::Query("max_over_time(rate(http_requests_total[1m])[10m])"),
    mended: "max_over_time(rate(http_requests_total[1m])[10m:])",
    remedy: "Make it a subquery with a colon, `[10m:]` or `[10m:30s]`, which evaluates the expression at many times; or put \
             the range on the selector.",
};

pub(in super::super) const MODIFIER_BEFORE_RANGE: CodeDocs = CodeDocs {
    meaning: "`offset` or `@` stands between a selector and its range. The range belongs to the selector and comes first.",
    example: Example::Query("rate(http_requests_total offset 1h [5m])"),
    mended: "rate(http_requests_total[5m] offset 1h)",
    remedy: "Put the modifier behind the range.",
};

pub(in super::super) const MODIFIER_ON_NON_SELECTOR: CodeDocs = CodeDocs {
    meaning: "`offset`, `@`, `anchored` and `smoothed` say which samples are read, so they stand on selectors and \
              subqueries, not on calls, aggregations or operators.",
    example: Example::Query("sum(up) offset 1h"),
    mended: "sum(up offset 1h)",
    remedy: "Put the modifier on each selector inside.",
};

pub(in super::super) const DUPLICATE_MODIFIER: CodeDocs = CodeDocs {
    meaning: "The same modifier stands twice on one selector or subquery. They do not add up.",
    example: Example::Query("up offset 1h offset 5m"),
    mended: "up offset 65m",
    remedy: "Keep one.",
};

pub(in super::super) const TIMESTAMP_OUT_OF_BOUNDS: CodeDocs = CodeDocs {
    meaning: "The time behind `@` is not a time: too large, infinite or not a number. Times are in seconds since 1970, and \
              milliseconds since then must fit 64 bits.",
    example: Example::Query("up @ 1e30"),
    mended: "up @ 1782468900",
    remedy: "Give seconds since 1970, with a fraction where needed, or `start()` or `end()`.",
};

pub(in super::super) const CONFLICTING_MODIFIERS: CodeDocs = CodeDocs {
    meaning: "Two modifiers that exclude each other stand on one selector: samples at the borders of the range are either \
              taken from before (`anchored`) or interpolated (`smoothed`).",
    example: Example::Query("increase(http_requests_total[5m] anchored smoothed)"),
    mended: "increase(http_requests_total[5m])",
    remedy: "Keep one of them.",
};

pub(in super::super) const FEATURE_DISABLED: CodeDocs = CodeDocs {
    meaning: "The query uses a part of the language that Prometheus has behind a feature flag, and the flag is off. A server \
              without the flag refuses the query in the same way.",
    example: Example::Query("requests_total + fill (0) errors_total"),
    mended: "requests_total + (errors_total or requests_total * 0)",
    remedy: "Do without it, or switch the feature on that the message names, here and on the server: \
             `--enable-feature promql-binop-fill-modifiers`, or `features` in the profile of `promenade.toml`.",
};
