//! The times of samples.

use promenade_model::ValueType::Vector;

use crate::definition::{Behavior, Docs, FunctionDef, ResultUnit, Signature, Stability, Usage};
use crate::kernel::Kernel;
use crate::param::Param;

/// All functions of the times of samples.
pub(crate) static ROWS: &[FunctionDef] = &[
    FunctionDef {
        name: "timestamp",
        signature: Signature::fixed(&[Param::VECTOR], Vector),
        stability: Stability::Stable,
        docs: Docs::new(
            "Returns the time of each sample as Unix time in seconds.",
            "Of a selector it is the time at which the sample was taken, which may lie up to the lookback delta \
             before the evaluation time; of any other expression it is the evaluation time. Float and histogram \
             samples are treated alike.",
            "time() - timestamp(up)",
        ),
        behavior: Behavior { at_unsafe: true, ..OF_TIMES },
        kernel: Kernel::Timestamp,
    },
    FunctionDef {
        name: "start_timestamp",
        signature: Signature::fixed(&[Param::VECTOR], Vector),
        stability: Stability::Experimental,
        docs: Docs::new(
            "Returns the start time of each sample as Unix time in seconds.",
            "The start time says since when a counter counts; 0 where it is unknown. It is known of selectors \
             only and with the feature flag `use-start-timestamps` only: else the result is empty. Float and \
             histogram samples are treated alike.",
            "time() - start_timestamp(http_requests_total)",
        ),
        behavior: Behavior { start_timestamps: true, ..OF_TIMES },
        kernel: Kernel::StartTimestamp,
    },
];

const OF_TIMES: Behavior = Behavior { usage: Usage::PRESENCE.in_unit(ResultUnit::Seconds), ..Behavior::SKIPS_BUCKETS };
