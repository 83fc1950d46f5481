//! Logical plan of PromQL, optimizer rules and explain.

pub mod logical;
pub mod scan;

pub use logical::{
    AggregateNode, BinaryNode, BinaryOp, CallNode, Cardinality, FillValues, Grid, Grouping, LogicalPlan,
    MatrixSelector, Node, NodeId, NodeKind, Subquery, VectorMatching, VectorSelector,
};
pub use scan::Scan;
