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
        "Estimates the fraction of the observations in histograms that lies between two values.",
        "This is the inverse of `histogram_quantile`: it takes native and classic histograms and interpolates within a \
         bucket in the same way. The bounds may be `-Inf` and `+Inf`. The closer they are to bucket bounds, the better \
         the estimate.\n\n The result is 0 if `lower >= upper`, and `NaN` if either is `NaN`, if a histogram has no \
         observations, or if a classic histogram has no `+Inf` bucket. `NaN` observations of a native histogram lie \
         outside of all bounds, so the result may be below 1 even from `-Inf` to `+Inf`; an info reports them.",
        "histogram_fraction(0, 0.2, rate(http_request_duration_seconds[1h]))",
    ),
    behavior: Behavior::READS_BUCKETS,
    kernel: Kernel::HistogramFraction,
}];
