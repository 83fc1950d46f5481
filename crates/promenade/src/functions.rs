//! The catalogue: functions, aggregators and binary operators with signatures, roles, behaviour and texts.

#[cfg(feature = "docs")]
pub use promenade_functions::docs;
pub use promenade_functions::{
    AggregatorDef, Behavior, BinaryOperatorDef, BucketUse, Docs, FunctionDef, Kernel, MetricKind, Param, ParamRole,
    ResultUnit, Signature, Stability, Usage, ValueRange, Variadic, aggregator, aggregators, binary_operator,
    binary_operators, function, functions,
};

/// The natural order of texts, in which runs of digits are numbers.
pub mod sort {
    pub use promenade_functions::sort::natural::natural_less;
}
