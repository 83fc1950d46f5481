//! Runs Prometheus's test scripts (promqltest) against the engine, and answers queries in the shape in which a
//! Prometheus next to it answers, so that the two can be compared.

pub mod compare;
pub mod differential;
pub mod generate;
pub mod load;
pub mod oracle;
pub mod run;
pub mod script;

pub use run::{EvalOutcome, FileReport, Runner};
pub use script::{Script, ScriptError};
