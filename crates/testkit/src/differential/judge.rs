//! Both answers to a query over some data, compared.

use std::panic::{AssertUnwindSafe, catch_unwind};

use anyhow::Context;
use promenade::functions;
use promenade::syntax::ast::{Expr, ExprKind};
use promenade::{Engine, EngineOptions, Features, MemoryStorage};
use serde_json::{Value, json};

use super::compare::{Class, Difference, Order, compare};
use super::explained::{Asked, Explanation, Seen, explain};
use super::process::{Oracle, Program};
use super::stores::store;
use crate::generate::data::DataSet;
use crate::oracle::{self, Query};

/// What came of a query.
#[derive(Debug, Clone)]
pub enum Verdict {
    /// The answers are the same. Whether there was any value.
    Same {
        /// Whether the answer is an error.
        is_error: bool,
        /// Whether the answer is a value without any sample.
        is_empty: bool,
    },
    /// They differ, and it is known why.
    Explained(&'static Explanation),
    /// They differ.
    Differs {
        /// In what.
        difference: Difference,
        /// Prometheus's answer.
        expected: Value,
        /// Ours.
        actual: Value,
    },
}

impl Verdict {
    /// The verdict on equal answers.
    pub(super) fn same(answer: &Value) -> Self {
        let is_error = !answer["kind"].is_null();
        let is_empty = answer["type"] != "scalar" && answer["series"].is_null();
        Self::Same { is_error, is_empty }
    }
}

/// Asks both about queries over one set of data.
#[derive(Debug)]
pub struct Judge {
    program: Program,
    features: String,
    engine: Engine,
    data: DataSet,
    storage: MemoryStorage,
    oracle: Oracle,
}

/// Queries that are handed over at once: as many as pipes hold.
const BATCH: usize = 64;

/// How often Prometheus is asked again where the answers differ.
const N_AGAIN: usize = 20;

impl Judge {
    /// A judge over some data. `features` is a list by commas, as the oracle takes it.
    ///
    /// # Errors
    /// Returns an error if the oracle does not start, or the data cannot be read.
    pub fn new(program: Program, data: DataSet, features: &str) -> anyhow::Result<Self> {
        let options = EngineOptions::default().features(features_of(features)?).threads(Some(1));
        let storage = store(&program, &data)?;
        let oracle = Oracle::start(&program, &data, features)?;
        let (features, engine) = (features.to_owned(), Engine::new(options));
        Ok(Self { program, features, engine, data, storage, oracle })
    }

    /// The data.
    pub fn storage(&self) -> &MemoryStorage {
        &self.storage
    }

    /// The features.
    pub fn features(&self) -> Features {
        self.engine.options().features
    }

    /// Goes on with other data.
    ///
    /// # Errors
    /// Same as [`Judge::new`].
    pub fn change_data(&mut self, data: &DataSet) -> anyhow::Result<()> {
        if self.data != *data {
            self.storage = store(&self.program, data)?;
            self.oracle = Oracle::start(&self.program, data, &self.features)?;
            self.data = data.clone();
        }
        Ok(())
    }

    /// What comes of a query.
    ///
    /// # Errors
    /// Returns an error if the oracle ends.
    pub fn judge(&mut self, query: &Query) -> anyhow::Result<Verdict> {
        self.judge_all(std::slice::from_ref(query)).map(|mut verdicts| verdicts.remove(0))
    }

    /// What comes of each of some queries.
    ///
    /// # Errors
    /// Returns an error if the oracle ends.
    pub fn judge_all(&mut self, queries: &[Query]) -> anyhow::Result<Vec<Verdict>> {
        let mut verdicts = Vec::with_capacity(queries.len());
        for batch in queries.chunks(BATCH) {
            self.oracle.ask(batch)?;
            let ours: Vec<_> = batch.iter().map(|query| self.answer(query)).collect();
            for (query, actual) in batch.iter().zip(ours) {
                let expected = self.oracle.answer().with_context(|| query.expr.clone())?;
                verdicts.push((query, expected, actual));
            }
        }
        verdicts.into_iter().map(|(query, expected, actual)| self.verdict(query, expected, actual)).collect()
    }

    /// Our answer; a panic becomes an answer too.
    fn answer(&self, query: &Query) -> Value {
        let answer = AssertUnwindSafe(|| oracle::answer(&self.engine, &self.storage, query.clone()));
        match catch_unwind(answer) {
            Ok(reply) => serde_json::to_value(reply).unwrap_or_default(),
            Err(_) => json!({"expr": query.expr, "kind": "panic", "error": "panic"}),
        }
    }

    fn verdict(&mut self, query: &Query, expected: Value, actual: Value) -> anyhow::Result<Verdict> {
        let expr = promenade::semantic::parse_and_check(&query.expr, &self.engine.language()).expr;
        let order = order(&expr);
        let Err(mut difference) = compare(&expected, &actual, order) else {
            return Ok(Verdict::same(&expected));
        };
        if actual["kind"] == "panic" {
            difference.class = Class::Panic;
        }
        let again = self.again(query)?;
        let asked = AskedJudge { judge: self, query };
        let seen = Seen {
            text: &query.expr,
            expr: &expr,
            data: &self.data,
            order,
            expected: &expected,
            again: &again,
            actual: &actual,
            asked: &asked,
        };
        Ok(match explain(&seen) {
            Some(explanation) => Verdict::Explained(explanation),
            None => Verdict::Differs { difference, expected, actual },
        })
    }

    /// What Prometheus answers when it is asked again and again.
    fn again(&mut self, query: &Query) -> anyhow::Result<Vec<Value>> {
        self.oracle.ask(&vec![query.clone(); N_AGAIN])?;
        (0..N_AGAIN).map(|_| self.oracle.answer()).collect()
    }
}

/// A judge who is asked about other queries at the times of one.
struct AskedJudge<'a> {
    judge: &'a Judge,
    query: &'a Query,
}

impl AskedJudge<'_> {
    fn query(&self, text: &str) -> Query {
        Query { expr: text.to_owned(), ..self.query.clone() }
    }
}

impl Asked for AskedJudge<'_> {
    fn ours(&self, text: &str) -> Value {
        self.judge.answer(&self.query(text))
    }

    fn agree_over(&self, data: &DataSet, text: &str) -> bool {
        let other = Judge::new(self.judge.program.clone(), data.clone(), &self.judge.features);
        let verdict = other.and_then(|mut judge| judge.judge(&self.query(text)));
        matches!(verdict, Ok(Verdict::Same { .. }))
    }
}

/// What a query says of the order of its result.
pub fn order(expr: &Expr) -> Order {
    match &expr.unparenthesized().kind {
        ExprKind::Call(call) => match functions::function(&call.function.text) {
            Some(def) if def.behavior.sorts => Order::Rows,
            _ => Order::Free,
        },
        ExprKind::Aggregate(aggregate) if aggregate.grouping.is_empty() && !aggregate.without => {
            match functions::aggregator(&aggregate.op.text) {
                Some(def) if def.selects() && def.picks_by_value() => Order::Values,
                _ => Order::Free,
            }
        }
        _ => Order::Free,
    }
}

/// Features by a list with commas; `all` for all but `type-and-unit-labels`.
///
/// # Errors
/// Returns an error if there is no such feature.
pub fn features_of(list: &str) -> anyhow::Result<Features> {
    let mut features = Features::default();
    for name in list.split(',').filter(|name| !name.is_empty()) {
        if name == "all" {
            features = Features { type_and_unit_labels: features.type_and_unit_labels, ..Features::all() };
        } else if !features.enable(name) {
            let known: Vec<_> = Features::names().collect();
            anyhow::bail!("there is no feature {name:?}; there are {}", known.join(", "));
        }
    }
    Ok(features)
}
