//! Scalars without arguments: the evaluation time, the query's time grid and π.

use std::f64::consts::PI;

use promenade_model::ValueType::Scalar;

use crate::definition::{Behavior, Docs, FunctionDef, Signature, Stability, Usage};
use crate::kernel::{ContextValue, Kernel};

pub(super) static ROWS: &[FunctionDef] = &[
    row(
        "time",
        Stability::Stable,
        Kernel::Time,
        Docs::new(
            "Returns the evaluation time as Unix time in seconds.",
            "This is the time of the step, not the wall-clock time. It may have a fraction. The modifier `@` has no \
             effect on it.",
            "time() - process_start_time_seconds",
        ),
    ),
    row(
        "pi",
        Stability::Stable,
        Kernel::Scalar(|_| PI),
        Docs::new("Returns π.", "3.141592653589793, the double nearest to π.", "sin(rotor_angle_degrees * pi() / 180)"),
    ),
    row(
        "start",
        Stability::Experimental,
        Kernel::Context(ContextValue::Start),
        Docs::new(
            "Returns the first evaluation time of the query as Unix time in seconds.",
            "The value is the same at all steps. In an instant query it is the evaluation time; in a subquery it is \
             still the start of the outer query.",
            "time() - start()",
        ),
    ),
    row(
        "end",
        Stability::Experimental,
        Kernel::Context(ContextValue::End),
        Docs::new(
            "Returns the last evaluation time of the query as Unix time in seconds.",
            "The value is the same at all steps. In an instant query it is the evaluation time; in a subquery it is \
             still the end of the outer query.",
            "end() - time()",
        ),
    ),
    row(
        "step",
        Stability::Experimental,
        Kernel::Context(ContextValue::Step),
        Docs::new(
            "Returns the time from one step of the query to the next in seconds.",
            "The result is 0 in an instant query, and in a range query that starts and ends at the same time. It can \
             also be used in duration expressions, as in `[step()]`, without the feature flag.",
            "increase(http_requests_total[5m]) / 300 * step()",
        ),
    ),
    row(
        "range",
        Stability::Experimental,
        Kernel::Context(ContextValue::Range),
        Docs::new(
            "Returns the time from the query's first evaluation time to its last in seconds.",
            "This is `end() - start()`: 0 in an instant query. It can also be used in duration expressions, as in \
             `[range()]`, without the feature flag.",
            "sum(increase(http_requests_total[1h])) / 3600 * range()",
        ),
    ),
];

/// A scalar without arguments. All but π depend on the query's times and are thus not constant under `@`.
const fn row(name: &'static str, stability: Stability, kernel: Kernel, docs: Docs) -> FunctionDef {
    let at_unsafe = !matches!(kernel, Kernel::Scalar(_));
    FunctionDef {
        name,
        signature: Signature::fixed(&[], Scalar),
        stability,
        docs,
        behavior: Behavior {
            at_unsafe,
            usage: if at_unsafe { Usage::SECONDS } else { Usage::DEFAULT },
            ..Behavior::DEFAULT
        },
        kernel,
    }
}
