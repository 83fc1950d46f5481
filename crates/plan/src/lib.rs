//! Logical plan of PromQL, optimizer rules and explain.
//!
//! [`lower()`] turns a typed query and its evaluation times into a [`LogicalPlan`], an [`Optimizer`] makes it cheaper, and
//! [`LogicalPlan::explain`] shows it.

pub mod cost;
mod error;
mod explain;
pub mod logical;
mod lower;
mod optimize;
mod options;
mod reference;
pub mod rules;
pub mod scan;
pub mod scans;
mod times;

pub use error::{DurationFault, PlanError};
pub use logical::{
    AggregateNode, BinaryNode, BinaryOp, CallNode, FillValues, Grid, Grouping, LogicalPlan, MatrixSelector, Node,
    NodeId, NodeKind, Subquery, VectorMatchCardinality, VectorMatching, VectorSelector,
};
pub use lower::lower;
pub use optimize::{Optimizer, Rule};
pub use options::{PlanOptions, QueryTime};
pub use scan::Scan;
pub use times::SelectorTimes;
