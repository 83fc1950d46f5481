//! Codes of durations, and of queries beyond the limits.

use super::{CodeDocs, Example};

pub(in super::super) const DURATION_NOT_POSITIVE: CodeDocs = CodeDocs {
    meaning: "A range or the step of a subquery is zero or negative. A range looks back over some time, so there must be some.",
    example: Example::Query("rate(http_requests_total[0s])"),
    mended: "rate(http_requests_total[5m])",
    remedy: "Give a duration greater than zero. To look into the future, use a negative offset.",
};

pub(in super::super) const DURATION_OUT_OF_RANGE: CodeDocs = CodeDocs {
    meaning: "A duration is too long: durations are counted in nanoseconds in 64 bits, which is 292 years.",
    example: Example::Query("up offset -9223372037"),
    mended: "up offset -3600",
    remedy: "Give a shorter one. A number without a unit is in seconds.",
};

pub(in super::super) const DURATION_DIVISION_BY_ZERO: CodeDocs = CodeDocs {
    meaning: "An expression of durations divides by zero, or takes the remainder of a division by zero.",
    example: Example::Query("rate(http_requests_total[5m / 0])"),
    mended: "rate(http_requests_total[5m])",
    remedy: "Divide by something else.",
};

pub(in super::super) const TOO_DEEP: CodeDocs = CodeDocs {
    meaning: "The query nests deeper than the parser follows, which keeps a hostile query from exhausting memory. The \
              limit is 20,000 levels of the tree, in which each operator of a chain is one. In WebAssembly, whose stack \
              cannot grow, it is 512, and 128 for parentheses, arguments and signs within each other.",
    example: Example::Large { words: "A number in 30,000 pairs of parentheses.", text: many_parentheses },
    mended: "1",
    remedy: "Take needless parentheses away, or break the query up with a recording rule.",
};

pub(in super::super) const TOO_LONG: CodeDocs = CodeDocs {
    meaning: "The query is longer than the parser reads: a mebibyte unless the caller says otherwise.",
    example: Example::Large { words: "A comment of two mebibytes.", text: two_mebibytes },
    mended: "up",
    remedy: "Shorten it. Long alternatives in a regular expression are often better as a label of their own, set by \
             relabelling.",
};

fn many_parentheses() -> String {
    format!("{}1{}", "(".repeat(30_000), ")".repeat(30_000))
}

fn two_mebibytes() -> String {
    format!("up # {}", "x".repeat(2 << 20))
}
