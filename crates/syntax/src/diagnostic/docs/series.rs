//! Codes of series in test scripts.

use super::{CodeDocs, Example};

pub(in super::super) const SERIES_DESCRIPTION: CodeDocs = CodeDocs {
    meaning: "The values of a series in a test are not in series notation. Values follow the metric, separated by spaces: \
              numbers, `_` for no value, `stale`, `1x4` to repeat, `1+2x4` and `1-2x4` to count up or down.",
    example: Example::Series("up 1 2 three"),
    fixed: "up 1 2 3",
    how_to_fix: "Write the value in the notation that the message names.",
};

pub(in super::super) const SERIES_HISTOGRAM: CodeDocs = CodeDocs {
    meaning: "A native histogram in a series of a test is invalid: a field is unknown, is given twice or has a value of the \
              wrong kind, or the fields contradict each other.",
    example: Example::Series("latency {{schema:0 count:1 sum:2 bukets:[1]}}"),
    fixed: "latency {{schema:0 count:1 sum:2 buckets:[1]}}",
    how_to_fix: "The fields are `schema`, `sum`, `count`, `z_bucket`, `z_bucket_w`, `buckets`, `offset`, `n_buckets`, `n_offset`, \
             `custom_values` and `counter_reset_hint`.",
};

pub(in super::super) const SERIES_TOO_LONG: CodeDocs = CodeDocs {
    meaning: "A series in a test has too many values; most often a count has a digit too many.",
    example: Example::Series("up 1x100000000"),
    fixed: "up 1x100",
    how_to_fix: "Repeat fewer times.",
};
