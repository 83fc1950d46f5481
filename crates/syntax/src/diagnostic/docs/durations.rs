//! Codes of durations, and of queries beyond the limits.

use super::{CodeDocs, Example};

pub(in super::super) const DURATION_NOT_POSITIVE: CodeDocs = CodeDocs {
    meaning: "The range or the step of a subquery is zero or negative. Both must be positive.",
    example: Example::Query("rate(http_requests_total[0s])"),
    fixed: "rate(http_requests_total[5m])",
    how_to_fix: "Give a duration greater than zero. To look into the future, use a negative offset.",
};

pub(in super::super) const DURATION_OUT_OF_RANGE: CodeDocs = CodeDocs {
    meaning: "The duration is too long. Durations are 64-bit counts of nanoseconds, so the longest is 292 years.",
    example: Example::Query("up offset -9223372037"),
    fixed: "up offset -3600",
    how_to_fix: "Use a shorter duration. A number without a unit is in seconds.",
};

pub(in super::super) const DURATION_DIVISION_BY_ZERO: CodeDocs = CodeDocs {
    meaning: "A duration expression divides by zero or takes a remainder by zero.",
    example: Example::Query("rate(http_requests_total[5m / 0])"),
    fixed: "rate(http_requests_total[5m])",
    how_to_fix: "Divide by a number other than zero.",
};

pub(in super::super) const TOO_DEEP: CodeDocs = CodeDocs {
    meaning: "The query is nested too deeply. The limit of 20,000 levels protects the parser against hostile queries; each \
              operator of a chain is one level. In WebAssembly, whose stack cannot grow, the limit is 512 levels, and 128 \
              for nested parentheses, arguments and signs.",
    example: Example::Large { words: "A number in 30,000 pairs of parentheses.", text: many_parentheses },
    fixed: "1",
    how_to_fix: "Remove redundant parentheses, or split the query with a recording rule.",
};

pub(in super::super) const TOO_LONG: CodeDocs = CodeDocs {
    meaning: "The query is too long. The limit is one mebibyte unless the caller sets another.",
    example: Example::Large { words: "A comment of two mebibytes.", text: two_mebibytes },
    fixed: "up",
    how_to_fix: "Shorten it. A long list of alternatives in a regular expression is often better as a label that relabelling sets.",
};

fn many_parentheses() -> String {
    format!("{}1{}", "(".repeat(30_000), ")".repeat(30_000))
}

fn two_mebibytes() -> String {
    format!("up # {}", "x".repeat(2 << 20))
}
