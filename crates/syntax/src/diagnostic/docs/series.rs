//! Codes of series in test scripts.

use super::{CodeDocs, Example};

pub(in super::super) const SERIES_DESCRIPTION: CodeDocs = CodeDocs {
    meaning: "The values of a series in a test are not in their notation. Values stand behind the metric with blanks \
              between them: numbers, `_` for no value, `stale`, `1x4` to repeat, `1+2x4` and `1-2x4` to count up or down.",
    example: Example::Series("up 1 2 three"),
    mended: "up 1 2 3",
    remedy: "Write each value as the message says.",
};

pub(in super::super) const SERIES_HISTOGRAM: CodeDocs = CodeDocs {
    meaning: "A native histogram in a series of a test is not one: a field is unknown, stands twice, has a value of another \
              kind, or the fields do not fit together.",
    example: Example::Series("latency {{schema:0 count:1 sum:2 bukets:[1]}}"),
    mended: "latency {{schema:0 count:1 sum:2 buckets:[1]}}",
    remedy: "The fields are `schema`, `sum`, `count`, `z_bucket`, `z_bucket_w`, `buckets`, `offset`, `n_buckets`, `n_offset`, \
             `custom_values` and `counter_reset_hint`.",
};

pub(in super::super) const SERIES_TOO_LONG: CodeDocs = CodeDocs {
    meaning: "The values of a series in a test are more than a test could need; most often a count has a digit too many.",
    example: Example::Series("up 1x100000000"),
    mended: "up 1x100",
    remedy: "Repeat fewer times.",
};
