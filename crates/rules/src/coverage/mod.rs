//! Coverage of rules by their unit tests: what of a rule took place in a test, and what of it a test asserts.
//!
//! A rule has [`Point`]s, each of which is covered or not. Some are of the rule as a whole: it found series, it fired, a test
//! asserts that it fires. Others are of its parts: a comparison kept and dropped series, each side of `and`, `or` and `unless`
//! mattered, a template was expanded. Parts are watched by evaluating sub-expressions of the rule at the time of each
//! evaluation, in [`Recorder::evaluated`], which changes nothing that is evaluated. Only expectations that hold assert.
//!
//! A recording rule is asserted if an expectation reads it, or a rule that is asserted itself. Whether a selector reads
//! a rule is decided from matchers, the labels that the rule sets, the label flow of its expression, and the series
//! that it wrote in the test; where these leave it open, the report says so.

mod asserted;
mod file;
mod ignore;
mod point;
mod probe;
mod recorder;
mod report;

pub use point::{Point, PointKind};
pub use recorder::{Evaluated, Recorder};
pub use report::{CoverageReport, RuleCoverage};

pub(crate) use asserted::Assertion;
pub(crate) use file::{FileCoverage, TestCoverage};
pub(crate) use ignore::ignored;
