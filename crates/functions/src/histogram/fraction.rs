//! `histogram_fraction`.

use promenade_model::ValueType::Vector;

use crate::definition::{Behavior, Docs, FunctionDef, Signature, Stability};
use crate::kernel::Kernel;
use crate::param::{Param, ParamRole};

pub(super) static ROWS: &[FunctionDef] = &[FunctionDef {
    name: "histogram_fraction",
    signature: Signature::fixed(
        &[
            Param::scalar("lower", ParamRole::Bound),
            Param::scalar("upper", ParamRole::Bound),
            Param::vector("b", ParamRole::Buckets),
        ],
        Vector,
    ),
    stability: Stability::Stable,
    docs: Docs::new(
        "Estimates which fraction of the observations in histograms lies between two values.",
        "Takes native and classic histograms, and spreads observations within a bucket, as `histogram_quantile` \
         does, of which it is the inverse. The bounds may be `-Inf` and `+Inf`. The nearer they are to bucket \
         bounds, the better the estimate.\n\n\
         0 where `lower >= upper`; `NaN` where either is `NaN`, where a histogram has no observations, and where a \
         classic histogram has no bucket `+Inf`. `NaN` observations of a native histogram lie outside of all \
         bounds, so that even from `-Inf` to `+Inf` the result may be below 1; an info reports them.",
        "histogram_fraction(0, 0.2, rate(http_request_duration_seconds[1h]))",
    ),
    behavior: Behavior::READS_BUCKETS,
    kernel: Kernel::HistogramFraction,
}];
