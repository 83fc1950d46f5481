//! Logical plan of PromQL, optimizer passes and explain.
//!
//! [`lower()`] turns a typed query and its evaluation times into a [`LogicalPlan`], an [`Optimizer`] reduces its cost,
//! and [`LogicalPlan::explain`] prints it.

pub mod cost;
mod error;
mod explain;
pub mod logical;
mod lower;
mod optimize;
mod options;
pub mod passes;
mod reference;
pub mod scan;
pub mod scans;
mod times;

pub use error::{DurationFault, PlanError};
pub use logical::{
    AggregateNode, BinaryNode, BinaryOp, CallNode, FillValues, Grid, Grouping, LogicalPlan, MatrixSelector, Node,
    NodeId, NodeKind, Subquery, VectorMatchCardinality, VectorMatching, VectorSelector,
};
pub use lower::lower;
pub use optimize::{Optimizer, Pass, PassReport};
pub use options::{PlanOptions, QueryTime};
pub use scan::{CatalogueName, Scan};
pub use times::SelectorTimes;
