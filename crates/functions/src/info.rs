//! `info`: labels of info metrics joined to other series.

use promenade_model::ValueType::Vector;

use crate::definition::{Behavior, Docs, FunctionDef, Signature, Stability, Variadic};
use crate::kernel::Kernel;

/// The info metric that is meant where the call does not say.
pub const DEFAULT_INFO_METRIC: &str = "target_info";

/// The labels that a series and its info series share.
pub const IDENTIFYING_LABELS: [&str; 2] = ["instance", "job"];

pub(crate) static ROWS: &[FunctionDef] = &[FunctionDef {
    name: "info",
    signature: Signature::fixed(&[Vector, Vector], Vector).with(Variadic::UpTo(1)),
    stability: Stability::Experimental,
    docs: Docs {
        summary: "Adds the labels of matching info series, `target_info` by default, to each series.",
        details: "Series and info series match where they agree in the labels `instance` and `job`. The second argument \
                  is no expression but matchers in braces: `{__name__=~\".+_info\"}` says which info metrics to read \
                  (only negative matchers on the name mean all that end in `_info`, without those), other matchers which \
                  info series count and which of their labels are added; without any, all are. Where no info series \
                  matches at a time, the sample stays as it is, unless a matcher asks for a label that is not empty: then \
                  it is dropped. Of several info series with the same identity the one with the newest sample counts. A \
                  series that is itself such an info series is returned unchanged. Labels that the series already has are \
                  never overwritten. Float and histogram samples are treated alike.",
        args: &["v", "data_label_selector"],
        example: "info(rate(http_server_request_duration_seconds_count[2m]), {k8s_cluster_name=~\".+\"})",
    },
    behavior: Behavior { keeps_name: true, ..Behavior::DEFAULT },
    kernel: Kernel::Info,
}];
