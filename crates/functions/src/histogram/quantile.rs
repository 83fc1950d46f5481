//! `histogram_quantile` and `histogram_quantiles`.

use promenade_go::strconv::format_g;
use promenade_model::ValueType::Vector;

use crate::definition::{Behavior, Docs, FunctionDef, Signature, Stability, Variadic};
use crate::kernel::Kernel;
use crate::param::{Param, ParamRole};

pub(super) static ROWS: &[FunctionDef] = &[
    FunctionDef {
        name: "histogram_quantile",
        signature: Signature::fixed(
            &[Param::scalar("φ", ParamRole::Quantile), Param::vector("b", ParamRole::Buckets)],
            Vector,
        ),
        stability: Stability::Stable,
        docs: Docs::new(
            "Estimates the φ-quantile (0 ≤ φ ≤ 1) of the observations in histograms.",
            "Each native histogram sample is a histogram. Float samples are buckets of classic histograms: series that \
             differ only in the label `le` form a histogram, so any aggregation must keep `le` (`sum by (le, ...)`). \
             Apply `rate` first to choose the time range of the quantile.\n\n Within a bucket, observations are assumed \
             to be evenly distributed: on a linear scale in classic histograms, in native histograms with custom \
             buckets, and in the zero bucket; on a logarithmic scale in other native buckets. The lowest classic bucket \
             starts at 0 if its bound is positive. If the quantile falls into the highest bucket, the result is its \
             lower bound.\n\n `-Inf` for φ < 0, `+Inf` for φ > 1, and `NaN` for φ = `NaN`, each with a warning; `NaN` \
             for a histogram without observations, and for a classic one without a `+Inf` bucket or with no other \
             bucket. Counts of classic buckets that decrease with increasing `le` are raised first, with an info. \
             Samples without a number in `le` are dropped with a warning. A native and a classic histogram with the \
             same labels are both dropped with a warning. `NaN` observations of a native histogram count as larger than \
             all others; an info reports them.",
            "histogram_quantile(0.9, sum by (le, job) (rate(http_request_duration_seconds_bucket[10m])))",
        ),
        behavior: Behavior::READS_BUCKETS,
        kernel: Kernel::HistogramQuantile,
    },
    FunctionDef {
        name: "histogram_quantiles",
        signature: Signature::fixed(
            &[
                Param::vector("b", ParamRole::Buckets),
                Param::string("label", ParamRole::DestinationLabel),
                Param::scalar("φ", ParamRole::Quantile),
                Param::scalar("φ", ParamRole::Quantile),
            ],
            Vector,
        )
        .with(Variadic::UpTo(9)),
        stability: Stability::Experimental,
        docs: Docs::new(
            "Estimates up to ten quantiles of the observations in histograms at once.",
            "Each quantile is computed as by `histogram_quantile`. The results are distinguished by a label: the \
             second argument is its name, the quantile (`0.9`, `1.0`) its value.",
            "histogram_quantiles(sum(rate(http_request_duration_seconds[5m])), \"quantile\", 0.5, 0.9, 0.99)",
        ),
        behavior: Behavior::READS_BUCKETS,
        kernel: Kernel::HistogramQuantiles,
    },
];

/// The label value of a quantile in `histogram_quantiles`, formatted as in OpenMetrics: `0.9`, `1.0`.
pub fn quantile_label(q: f64) -> String {
    // Minus zero is written without sign.
    let text = format_g(if q == 0.0 { 0.0 } else { q });
    if q.is_finite() && !text.contains(['.', 'e']) { text + ".0" } else { text }
}

#[cfg(test)]
mod tests {
    use super::quantile_label;

    #[test]
    fn quantiles_as_text() {
        let cases = [
            (0.9, "0.9"),
            (1.0, "1.0"),
            (-0.0, "0.0"),
            (-1.0, "-1.0"),
            (17.0, "17.0"),
            (1e21, "1e+21"),
            (1e-7, "1e-07"),
            (f64::NAN, "NaN"),
            (f64::INFINITY, "+Inf"),
            (f64::NEG_INFINITY, "-Inf"),
        ];
        for (q, expected) in cases {
            assert_eq!(quantile_label(q), expected);
        }
    }
}
