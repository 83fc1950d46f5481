//! What always fails: a template is evaluated with values that stand for all others.
//!
//! Several sets of values are tried, in which labels are words, numbers, durations or empty, and the value is a float or
//! a histogram. Both branches of each condition are walked. What fails with every set fails whatever the alert, since
//! each type and each sort of text is among them; so a function needs no description of its types beside the function.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::ops::Range;
use std::rc::Rc;

use promenade_model::FloatHistogram;

use super::exec::{Exec, Outcome, Stop};
use super::show::At;
use super::value::Value;
use super::{AlertData, AlertTemplate, AlertValue, Limits, PRELUDE, QuerySample};

/// Something in a template that fails whatever the data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// Where it stands in the text of the template.
    pub range: Range<usize>,
    /// What Go says of it, or what is printed in its place.
    pub message: String,
}

/// A query that a template makes whatever the data: where it is made, and its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConstantQuery {
    /// The call that runs it.
    pub range: Range<usize>,
    /// The texts that were made, one for each set of values; a constant one is the same in all.
    pub texts: Vec<String>,
}

/// What probing a template has found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Probed {
    /// What always fails, in the order of the text.
    pub failures: Vec<Failure>,
    /// The queries that are run, in the order of the text.
    pub queries: Vec<ConstantQuery>,
}

/// What happened at the places of a template, with all sets of values.
#[derive(Debug, Default)]
pub(super) struct Probe {
    places: BTreeMap<(usize, usize, Part), Place>,
    queries: BTreeMap<(usize, usize), Vec<String>>,
}

/// What is noted of a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    /// Whether it gives a value.
    Value,
    /// Whether the value is what was meant.
    Output,
}

/// What happened at one place.
#[derive(Debug, Default)]
struct Place {
    succeeded: bool,
    failure: Option<(Range<usize>, String)>,
}

pub(super) type SharedProbe = Rc<RefCell<Probe>>;

/// Elements of the results of queries, so that an index finds one.
const N_SAMPLES: usize = 16;

/// Templates that call each other are followed so far.
const MAX_CALLS: usize = 3;

/// The texts that labels have, a set of values each.
const TEXTS: [&str; 5] = ["", "a", "1", "5m", "1111111111111111111111111111111111111111111111111111111111111111"];

impl Probe {
    fn note(&mut self, part: Part, at: &Range<usize>, failure: Option<(Range<usize>, String)>) {
        let place = self.places.entry((at.start, at.end, part)).or_default();
        match failure {
            None => place.succeeded = true,
            Some(failure) => {
                place.failure.get_or_insert(failure);
            }
        }
    }

    fn finish(self) -> Probed {
        let prelude = PRELUDE.len();
        let own = |range: &Range<usize>| range.start.saturating_sub(prelude)..range.end.saturating_sub(prelude);
        let always = self.places.into_values().filter(|place| !place.succeeded);
        let mut failures: Vec<Failure> = always
            .filter_map(|place| place.failure)
            .map(|(range, message)| Failure { range: own(&range), message })
            .collect();
        failures.sort_by_key(|failure| (failure.range.start, failure.range.end));
        failures.dedup();
        let queries = self.queries.into_iter();
        let queries = queries.map(|((start, end), texts)| ConstantQuery { range: own(&(start..end)), texts });
        Probed { failures, queries: queries.collect() }
    }
}

impl<'t> Exec<'t, '_> {
    /// Whether the template is probed: both branches of conditions are walked, and failures do not end it.
    pub(super) fn is_probed(&self) -> bool {
        self.probe.is_some()
    }

    /// Whether calls of templates go no deeper.
    pub(super) fn is_deep_enough(&self) -> bool {
        self.is_probed() && self.n_calls >= MAX_CALLS
    }

    /// Does something at a place of the template. Where the template is probed, a failure is noted and none is returned.
    pub(super) fn try_at<T>(
        &mut self,
        place: &Range<usize>,
        run: impl FnOnce(&mut Self) -> Outcome<T>,
    ) -> Outcome<Option<T>> {
        let result = run(self);
        let Some(probe) = self.probe.clone() else { return result.map(Some) };
        match result {
            Ok(value) => {
                probe.borrow_mut().note(Part::Value, place, None);
                Ok(Some(value))
            }
            Err(Stop::Failed(message)) if !self.is_out_of_steps() => {
                let range = self.node.range().unwrap_or_else(|| place.clone());
                probe.borrow_mut().note(Part::Value, place, Some((range, reason(&message))));
                Ok(None)
            }
            Err(stop) => Err(stop),
        }
    }

    /// Notes what `printf` has made: a verb that does not fit its argument is printed with a `%!`.
    pub(super) fn note_call(&self, name: &str, node: At<'t>, arguments: &[Value], result: &Value) {
        let (Some(probe), Some(range)) = (&self.probe, node.range()) else { return };
        let first = arguments.first().and_then(Value::as_text);
        match (name, result.as_text(), first) {
            ("printf", Some(text), Some(format)) if !format.contains("%!") => {
                let message = || (range.clone(), format!("this prints {text:?}"));
                probe.borrow_mut().note(Part::Output, &range, text.contains("%!").then(message));
            }
            ("query", _, Some(query)) => {
                probe.borrow_mut().queries.entry((range.start, range.end)).or_default().push(query.to_owned());
            }
            _ => {}
        }
    }
}

/// What is wrong, without the place that Go puts before it.
fn reason(message: &str) -> String {
    let after = message.split_once(": executing ").and_then(|(_, rest)| rest.split_once(">: "));
    after.map_or(message, |(_, reason)| reason).to_owned()
}

impl AlertTemplate {
    /// Evaluates the template with values that stand for all others, and gives what fails with all of them, and the queries
    /// that are made. The value of the alert is a float, or a native histogram unless `is_float` says that it is none.
    /// Nothing of a template that does not parse.
    pub fn probe(&self, is_float: bool) -> Probed {
        let Ok(template) = &self.template else { return Probed::default() };
        let probe = SharedProbe::default();
        let names: Vec<String> = template.references().labels.into_iter().map(|label| label.name).collect();
        let values = [AlertValue::Float(1.5), AlertValue::Histogram(FloatHistogram::default())];
        for text in TEXTS {
            for value in values.iter().take(if is_float { 1 } else { 2 }) {
                let data = data(&names, text, value);
                let mut ask = |_: &str| Ok(Ok(samples(&data)));
                let limits = Limits { max_bytes: usize::MAX, max_steps: 100_000 };
                let mut exec = Exec::new(&self.source, template, &data, &mut ask, limits);
                exec.probe = Some(Rc::clone(&probe));
                // What stops it is noted.
                let _ = exec.run();
            }
        }
        let probe = std::mem::take(&mut *probe.borrow_mut());
        probe.finish()
    }
}

fn data(names: &[String], text: &str, value: &AlertValue) -> AlertData {
    let names = names.iter().map(String::as_str).chain(["instance"]);
    let labels: BTreeMap<String, String> = names.map(|name| (name.to_owned(), text.to_owned())).collect();
    AlertData {
        external_labels: labels.clone(),
        labels,
        external_url: "http://localhost:9090".to_owned(),
        server_url: Some("http://localhost:9090".to_owned()),
        value: value.clone(),
        time_ms: 0,
    }
}

/// The result of any query: the same labels, and floats or histograms.
fn samples(data: &AlertData) -> Vec<QuerySample> {
    vec![QuerySample { labels: data.labels.clone(), value: data.value.clone() }; N_SAMPLES]
}
