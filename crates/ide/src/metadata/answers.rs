//! Answers that were collected before: what an asynchronous caller completes with.

use std::collections::HashMap;

use promenade_model::Matcher;

use super::{MetadataRequest, MetricInfo, Provider};

/// The answer to a [`MetadataRequest`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// Metrics, each with name, type, unit and help; empty texts say nothing.
    Metrics(Vec<[String; 4]>),
    /// Names of labels, or values.
    Names(Vec<String>),
}

/// Answers by the text of their requests.
#[derive(Debug, Clone, Default)]
pub struct Answers {
    answers: HashMap<String, Answer>,
}

impl Answers {
    /// Keeps an answer, in place of an earlier one to the same request.
    pub fn insert(&mut self, request: &MetadataRequest, answer: Answer) {
        self.answers.insert(request.to_string(), answer);
    }

    /// Whether a request has an answer.
    pub fn has(&self, request: &MetadataRequest) -> bool {
        self.answers.contains_key(&request.to_string())
    }

    fn visit_names(&self, request: &MetadataRequest, visit: &mut dyn FnMut(&str)) -> bool {
        let Some(Answer::Names(names)) = self.answers.get(&request.to_string()) else { return false };
        for name in names {
            visit(name);
        }
        true
    }
}

impl Provider for Answers {
    fn metrics(&self, selector: &[Matcher], visit: &mut dyn FnMut(MetricInfo<'_>)) -> bool {
        let request = MetadataRequest::Metrics { selector: selector.to_vec() };
        let Some(Answer::Metrics(metrics)) = self.answers.get(&request.to_string()) else { return false };
        for [name, kind, unit, help] in metrics {
            let [kind, unit, help] = [kind, unit, help].map(|text| Some(text.as_str()).filter(|text| !text.is_empty()));
            visit(MetricInfo { name, kind, unit, help });
        }
        true
    }

    fn label_names(&self, selector: &[Matcher], visit: &mut dyn FnMut(&str)) -> bool {
        self.visit_names(&MetadataRequest::LabelNames { selector: selector.to_vec() }, visit)
    }

    fn label_values(&self, label: &str, selector: &[Matcher], visit: &mut dyn FnMut(&str)) -> bool {
        let request = MetadataRequest::LabelValues { label: label.to_owned(), selector: selector.to_vec() };
        self.visit_names(&request, visit)
    }
}
