//! The semantic model of a query, computed once and stored by node id.

use promenade_functions::{AggregatorDef, FunctionDef};
use promenade_model::{Features, ValueType};
use promenade_syntax::{NodeId, Parse};

use crate::check::{Checked, Finding, check};
use crate::facts::{Definition, NodeMap};
use crate::flow::{FlowOptions, LabelFlow, flow};
use crate::typed::TypedExpr;

/// Types, definitions and label flow of a query, including broken queries. Everything that depends on a part with an
/// error is unknown, everything else is known.
///
/// ```
/// use promenade_model::ValueType;
/// use promenade_semantic::flow::{FlowOptions, Presence};
/// use promenade_semantic::{Options, parse_and_check};
///
/// // The range is missing, so nothing is known of the rate; but the grouping keeps only `job`.
/// let checked = parse_and_check("sum by (job) (rate(up)) + nosuch(1)", &Options::default());
/// assert!(checked.model.typed().is_none());
/// let syntax_tree = &checked.expr;
/// let sum = syntax_tree.children().next().expect("the left side").id;
/// assert_eq!(checked.model.value_type(sum), Some(ValueType::Vector));
/// assert_eq!(checked.model.value_type(syntax_tree.id), Some(ValueType::Vector));
/// let flow = checked.model.label_flow(&FlowOptions::default());
/// let flow = flow.of(sum).expect("the flow of the sum");
/// assert_eq!(flow.presence("instance"), Presence::Impossible);
/// assert_eq!(flow.presence("job"), Presence::Possible);
/// ```
#[derive(Debug, Clone)]
pub struct SemanticModel {
    tree: TypedExpr,
    is_valid: bool,
    definitions: NodeMap<Definition>,
    types: NodeMap<ValueType>,
}

impl SemanticModel {
    /// Builds the model of the parsed `query`. It does not search for explanations of errors: this is for completion
    /// and hover; for diagnostics use [`analyze`](crate::analyze).
    pub fn of(query: &str, parsed: &Parse, features: Features) -> Self {
        Self::checked(check(query, &parsed.expr, &parsed.diagnostics, features), parsed).0
    }

    /// Builds the model from a checked tree, and returns its findings.
    pub(crate) fn checked(checked: Checked, parsed: &Parse) -> (Self, Vec<Finding>) {
        let Checked { tree, is_sound, definitions, findings } = checked;
        let is_valid = is_sound && findings.is_empty() && !parsed.has_errors();
        (Self::new(tree, is_valid, definitions), findings)
    }

    fn new(tree: TypedExpr, is_valid: bool, definitions: NodeMap<Definition>) -> Self {
        let mut types = NodeMap::default();
        let mut todo = vec![&tree];
        while let Some(expr) = todo.pop() {
            if !expr.is_open {
                types.insert(expr.id, expr.value_type);
            }
            todo.extend(expr.children());
        }
        Self { tree, is_valid, definitions, types }
    }

    /// The typed tree; `None` if the query has an error.
    pub fn typed(&self) -> Option<&TypedExpr> {
        Some(&self.tree).filter(|_| self.is_valid)
    }

    /// The owned typed tree; `None` if the query has an error.
    pub fn into_typed(self) -> Option<TypedExpr> {
        Some(self.tree).filter(|_| self.is_valid)
    }

    /// The typed tree, with unknown parts for errors.
    pub fn tree(&self) -> &TypedExpr {
        &self.tree
    }

    /// The type of an expression; `None` if an error or a variable leaves it open.
    pub fn value_type(&self, id: NodeId) -> Option<ValueType> {
        self.types.get(id).copied()
    }

    /// Whether an expression is an instant vector.
    pub fn is_vector(&self, id: NodeId) -> bool {
        self.value_type(id) == Some(ValueType::Vector)
    }

    /// Whether an expression is a scalar.
    pub fn is_scalar(&self, id: NodeId) -> bool {
        self.value_type(id) == Some(ValueType::Scalar)
    }

    /// The function of a call, whether its arguments are valid or not.
    pub fn function(&self, id: NodeId) -> Option<&'static FunctionDef> {
        match self.definitions.get(id)? {
            Definition::Function(def) => Some(def),
            Definition::Aggregator(_) => None,
        }
    }

    /// The aggregator of an aggregation, whether its arguments are valid or not.
    pub fn aggregator(&self, id: NodeId) -> Option<&'static AggregatorDef> {
        match self.definitions.get(id)? {
            Definition::Aggregator(def) => Some(def),
            Definition::Function(_) => None,
        }
    }

    /// The labels, number and values of the series of all expressions.
    pub fn label_flow(&self, options: &FlowOptions<'_>) -> LabelFlow {
        flow(&self.tree, options)
    }
}
