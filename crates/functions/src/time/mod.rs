//! Functions of sample timestamps.

use promenade_model::ValueType::Vector;

use crate::definition::{Behavior, Docs, FunctionDef, ResultUnit, Signature, Stability, Usage};
use crate::kernel::Kernel;
use crate::param::Param;

/// All functions of sample timestamps.
pub(crate) static ROWS: &[FunctionDef] = &[
    FunctionDef {
        name: "timestamp",
        signature: Signature::fixed(&[Param::VECTOR], Vector),
        stability: Stability::Stable,
        docs: Docs::new(
            "Returns the time of each sample as Unix time in seconds.",
            "For a selector this is the timestamp of the sample, which may lie up to the lookback delta before the \
             evaluation time; for any other expression it is the evaluation time. Both float and histogram samples are \
             supported.",
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
            "The start time is the time at which a counter started; 0 if it is unknown. It is only available for \
             selectors and with the feature flag `use-start-timestamps`: otherwise the result is empty. Both float and \
             histogram samples are supported.",
            "time() - start_timestamp(http_requests_total)",
        ),
        behavior: Behavior { start_timestamps: true, ..OF_TIMES },
        kernel: Kernel::StartTimestamp,
    },
];

const OF_TIMES: Behavior = Behavior { usage: Usage::PRESENCE.in_unit(ResultUnit::Seconds), ..Behavior::SKIPS_BUCKETS };
