//! The logical plan, as [`TimedQuery::plan`](crate::TimedQuery::plan) gives it.

pub use promenade_plan::{
    AggregateNode, BinaryNode, BinaryOp, CallNode, DurationFault, FillValues, Grid, Grouping, LogicalPlan,
    MatrixSelector, Node, NodeId, NodeKind, Optimizer, Pass, PassReport, PlanError, PlanOptions, QueryTime, Scan,
    SelectorTimes, Subquery, VectorMatchCardinality, VectorMatching, VectorSelector, lower,
};
