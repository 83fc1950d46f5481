//! Unit tests of rules in the format of promtool 3.16: a file is read, its tests are run, and what differs is told.
//!
//! Verdicts are promtool's. Two things differ: groups that `group_eval_order` does not name are evaluated in the order of
//! their files, where promtool's order is random, and rules are also read from resources of Kubernetes.

mod check;
mod columns;
mod doubts;
mod emptied;
mod fields;
mod files;
mod input;
mod load;
mod model;
mod read;
mod report;
mod round;
mod run;
mod update;

pub use files::RuleFiles;
pub use model::{AlertTest, ExpectedAlert, ExpectedSample, ExpressionTest, Input, Placed, RuleTest, TestFile};
pub use read::{TestFileError, is_test_file, read_test_file};
pub use report::{
    AlertTexts, EmptyCause, EmptyResult, Failure, FailureKind, FileReport, RulePlace, SampleText, StoredSeries,
    TestReport, Warning,
};
pub use run::{TestOptions, run_test_file};
pub(crate) use run::{load_rules, test_passes};
pub use update::updated;
