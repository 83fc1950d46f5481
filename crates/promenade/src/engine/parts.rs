//! Evaluates a part of a plan on its own, at the steps at which the query evaluates it.

use std::sync::Arc;

use promenade_exec::{CancelHandle, ExecError, QueryValue, execute};
use promenade_model::Matcher;
use promenade_plan::{Grid, LogicalPlan, Node, NodeKind, VectorSelector, scans};
use promenade_storage::{SelectHints, Series, Storage, StorageError, TimeRange};

use crate::{Engine, QueryError, QueryResult};

/// The most series that are read to learn their times.
const MAX_SERIES: usize = 1000;

/// A plan with what evaluates its parts.
pub(super) struct Parts<'a> {
    pub(super) engine: &'a Engine,
    pub(super) plan: &'a LogicalPlan,
    pub(super) storage: &'a dyn Storage,
}

impl Parts<'_> {
    /// Whether a part with these steps is evaluated as an instant query.
    pub(super) fn is_instant(&self, grid: Grid) -> bool {
        self.plan.is_instant && grid == self.plan.grid
    }

    /// The value of a part.
    pub(super) async fn value(&self, node: &Node, grid: Grid) -> Result<QueryValue, QueryError> {
        let mut part =
            LogicalPlan { root: node.clone(), grid, scans: Vec::new(), passes: Vec::new(), ..self.plan.clone() };
        part.is_instant = self.is_instant(grid);
        part.scans = scans::of_selectors(&part);
        let (plan, options) = (Arc::new(part), self.engine.exec_options());
        let output = execute(&plan, self.storage, &options, &CancelHandle::default()).await;
        QueryResult::of(output).map(|result| result.value)
    }

    /// Whether a part has samples at any step; for a range vector, in any window.
    pub(super) async fn has_samples(&self, node: &Node, grid: Grid) -> Result<bool, QueryError> {
        let (mut node, mut grid) = (node, grid);
        loop {
            match &node.kind {
                NodeKind::MatrixSelector(matrix) => return self.has_series(&matrix.selector).await,
                NodeKind::Subquery(subquery) => (node, grid) = (&subquery.expr, subquery.grid(grid)),
                NodeKind::StepInvariant(inner) => (node, grid) = (inner, grid.first_step()),
                _ => break,
            }
        }
        Ok(match self.value(node, grid).await? {
            QueryValue::Scalar(..) | QueryValue::String(_) => true,
            QueryValue::Vector(_, samples) => !samples.is_empty(),
            QueryValue::Matrix(series) => !series.is_empty(),
        })
    }

    /// Whether a selector has samples in the time that it reads.
    async fn has_series(&self, selector: &VectorSelector) -> Result<bool, QueryError> {
        let time = TimeRange { start_ms: selector.times.start_ms, end_ms: selector.times.end_ms };
        let series = self.select(&selector.matchers, time).await?;
        let mut buffer = promenade_storage::SampleBuffer::default();
        for one in series {
            let samples = one.samples(time, &mut buffer).map_err(failed)?;
            let floats = samples.floats.values.iter().any(|value| !promenade_model::is_stale_nan(*value));
            if floats || !samples.histograms.timestamps.is_empty() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Some series of a selection, with their samples in a range of time.
    pub(super) async fn select(
        &self,
        matchers: &[Matcher],
        time: TimeRange,
    ) -> Result<Vec<Arc<dyn Series>>, QueryError> {
        let hints = SelectHints::over(time);
        let set = self.storage.select(matchers, &hints).await.map_err(failed)?;
        let is_to_be_loaded = set.is_to_be_loaded();
        let mut series = set.into_series();
        series.truncate(MAX_SERIES);
        if is_to_be_loaded {
            series = self.storage.load(&series, &hints).await.map_err(failed)?;
        }
        Ok(series)
    }

    /// Whether any series of the store matches.
    pub(super) async fn has_match(&self, matchers: &[Matcher]) -> Result<bool, QueryError> {
        let hints = SelectHints::over(TimeRange::ALL).limit(Some(1));
        let set = self.storage.select(matchers, &hints).await.map_err(failed)?;
        Ok(!set.series().is_empty())
    }

    /// The values of a label in the series that match.
    pub(super) async fn label_values(&self, name: &str, matchers: &[Matcher]) -> Result<Vec<String>, QueryError> {
        self.storage.label_values(name, matchers, TimeRange::ALL).await.map_err(failed)
    }

    /// The labels of the series that match.
    pub(super) async fn label_names(&self, matchers: &[Matcher]) -> Result<Vec<String>, QueryError> {
        self.storage.label_names(matchers, TimeRange::ALL).await.map_err(failed)
    }
}

pub(super) fn failed(error: StorageError) -> QueryError {
    QueryError::of_nothing(ExecError::Storage(error))
}
