//! Go's text templates as rules use them.

pub use promenade_template::{
    AlertData, AlertTemplate, AlertValue, ErrorKind, ExpandError, Limits, Options, Queries, QuerySample, References,
    Template, TemplateError, parse, references, tree,
};
