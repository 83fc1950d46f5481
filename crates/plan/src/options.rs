//! Times and parameters of evaluation.

use promenade_model::{Features, TimestampMs};

use crate::error::PlanError;
use crate::logical::Grid;

/// Times and parameters of evaluation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct PlanOptions {
    /// The time or times of evaluation.
    pub time: QueryTime,
    /// How far back an instant selector looks for a sample.
    pub lookback_delta_ms: i64,
    /// Default step of subqueries in milliseconds; at least 1.
    pub default_subquery_step_ms: i64,
    /// Feature flags.
    pub features: Features,
}

promenade_model::setters!(PlanOptions { time: QueryTime, lookback_delta_ms: i64, default_subquery_step_ms: i64 });

/// The time or times of evaluation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QueryTime {
    /// A single evaluation.
    Instant {
        /// The evaluation time.
        at_ms: TimestampMs,
    },
    /// Evaluations at evenly spaced times.
    Range {
        /// First evaluation time.
        start_ms: TimestampMs,
        /// The last possible evaluation time, inclusive.
        end_ms: TimestampMs,
        /// Step in milliseconds; at least 1.
        step_ms: i64,
    },
}

impl PlanOptions {
    /// An instant query with Prometheus's defaults: lookback 5m, subquery step 1m, no features.
    pub const fn instant(at_ms: TimestampMs) -> Self {
        Self::at(QueryTime::Instant { at_ms })
    }

    /// A range query with Prometheus's defaults: lookback 5m, subquery step 1m, no features.
    pub const fn range(start_ms: TimestampMs, end_ms: TimestampMs, step_ms: i64) -> Self {
        Self::at(QueryTime::Range { start_ms, end_ms, step_ms })
    }

    /// A query at these times with Prometheus's defaults: lookback 5m, subquery step 1m, no features.
    pub const fn at(time: QueryTime) -> Self {
        Self {
            time,
            lookback_delta_ms: 300_000,
            default_subquery_step_ms: 60_000,
            features: Features {
                experimental_functions: false,
                binop_fill_modifiers: false,
                delayed_name_removal: false,
                use_start_timestamps: false,
                type_and_unit_labels: false,
                per_step_stats: false,
                unquoted_utf8_names: false,
            },
        }
    }

    /// Sets the features.
    #[must_use]
    pub const fn with_features(mut self, features: Features) -> Self {
        self.features = features;
        self
    }
}

impl QueryTime {
    /// The steps of evaluation.
    ///
    /// # Errors
    /// Returns an error if the step of a range query is not positive.
    pub(crate) const fn grid(self) -> Result<Grid, PlanError> {
        match self {
            Self::Instant { at_ms } => Ok(Grid::instant(at_ms)),
            Self::Range { step_ms, .. } if step_ms < 1 => Err(PlanError::QueryStep),
            Self::Range { start_ms, end_ms, step_ms } => Ok(Grid { start_ms, end_ms, step_ms }),
        }
    }

    /// The step of the query: 0 for an instant query.
    pub(crate) const fn step_ms(self) -> i64 {
        match self {
            Self::Instant { .. } => 0,
            Self::Range { step_ms, .. } => step_ms,
        }
    }

    /// First evaluation time.
    pub(crate) const fn start_ms(self) -> TimestampMs {
        match self {
            Self::Instant { at_ms } => at_ms,
            Self::Range { start_ms, .. } => start_ms,
        }
    }

    /// The last possible evaluation time, inclusive.
    pub(crate) const fn end_ms(self) -> TimestampMs {
        match self {
            Self::Instant { at_ms } => at_ms,
            Self::Range { end_ms, .. } => end_ms,
        }
    }

    /// Time from start to end.
    pub(crate) const fn length_ms(self) -> i64 {
        self.end_ms().saturating_sub(self.start_ms())
    }
}
