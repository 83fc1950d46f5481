//! Mutation of rules: small changes of their meaning, each of which some unit test should notice.
//!
//! A change that provably means the same is not made: the label flow says which labels cannot be there and which values are
//! possible. For each change the tests run again, but only the rules that read the changed one, what these read, and
//! the expectations of them.

mod edits;
mod outcome;
mod run;
mod same;
mod slice;

pub use edits::{Mutant, MutantKind, mutants};
pub use outcome::{MutantOutcome, MutantReport};
pub use run::mutate_test_file;
