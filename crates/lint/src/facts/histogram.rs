//! Which labels of classic histograms and summaries functions need.

use promenade_functions::{FunctionDef, ParamRole};

/// The label with the upper bound of a bucket.
pub(crate) const BUCKET_LABEL: &str = "le";
/// The label with the quantile of a summary.
pub(crate) const SUMMARY_LABEL: &str = "quantile";

/// Whether a function reads the buckets of histograms.
pub(crate) fn reads_buckets(def: &FunctionDef) -> bool {
    def.signature.has(ParamRole::Buckets)
}
