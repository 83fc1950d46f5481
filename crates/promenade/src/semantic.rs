//! The semantic model of a query: types, definitions and label flow by node.

pub use promenade_semantic::{
    Analysis, CATALOGUE, CatalogueNames, Checked, Definition, NodeMap, Options, SemanticModel, TypedExpr,
    TypedExprKind, analyze, parse_and_check,
};

/// What is known of labels, values and the number of results, without data.
pub mod flow {
    pub use promenade_semantic::flow::{
        Bounds, Cardinality, Cause, CauseKind, Flow, FlowOptions, LabelFact, LabelFacts, LabelFlow, MetricSchema,
        Presence, SampleKind, Selected, SeriesCount, Source, Values, flow,
    };
}
