//! Evaluation of recording and alerting rules, and unit tests of them.

pub use promenade_rules::{
    Alert, AlertState, AppendError, GroupDefinition, GroupStep, GrowingStorage, HidingStorage, InputSeries,
    LayeredStorage, LoadError, LoadOptions, Rule, RuleDefinition, RuleError, RuleGroup, RuleOptions, RulePlaces,
    RuleQuery, RuleQueryError, RuleStep, RuleStorage, RuleType, WrittenSample, append_until, load_groups,
};

/// When alerts would have fired over data.
pub mod backtest {
    pub use promenade_rules::backtest::{
        ActiveSpan, AlertChange, AlertHistory, BacktestOptions, BacktestReport, Change, MissingData, RuleFailures,
        RuleHistory, Span, StateSeries, Totals, backtest, changes,
    };
}

/// What of rules their unit tests cover.
pub mod coverage {
    pub use promenade_rules::coverage::{CoverageReport, Evaluated, Point, PointKind, Recorder, RuleCoverage};
}

/// Small changes of rules, and whether their unit tests notice them.
pub mod mutation {
    pub use promenade_rules::mutation::{Mutant, MutantKind, MutantOutcome, MutantReport, mutants, mutate_test_file};
}

/// Rules over a range of time.
pub mod replay {
    pub use promenade_rules::replay::{Observer, Replay, ReplayOptions, ReplayedStep, first_evaluation_ms};
}

/// Unit tests of rules in promtool's format.
pub mod unit_tests {
    pub use promenade_rules::unit_tests::{
        AlertTest, AlertTexts, EmptyCause, EmptyResult, ExpectedAlert, ExpectedSample, ExpressionTest, Failure,
        FailureKind, FileReport, Input, Placed, RuleFiles, RulePlace, RuleTest, SampleText, StoredSeries, TestFile,
        TestFileError, TestOptions, TestReport, Warning, is_test_file, read_test_file, run_test_file, updated,
    };
}
